import { BACKEND_TLS_POLICY, isOfKind, ROUTE_KINDS, SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { RouteParent } from '../../../manifests/graph/routes';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';

/** A policy that counts for Gateways only. */
export const meshParentIgnored: Rule<CheckContext> = {
  id: 'cilium/mesh-parent-ignored',
  severity: 'error',
  title: 'A route of a mesh leads to a Service whose BackendTLSPolicy Cilium applies for Gateways only',
  why:
    'Where the parent of a route is a Service, Cilium looks no policy up: the requests of the mesh reach the backend in plaintext, ' +
    'while those through a Gateway are encrypted.',
  fix: 'Attach the route to a Gateway, and leave traffic between workloads to the encryption of Cilium.',
  check(context) {
    const meshed = meshBackends(context);
    if (meshed.length === 0) {
      return notApplicable('no route with a Service as its parent leads to the target of a BackendTLSPolicy');
    }
    const stated = context.gateways.map(({ name }) => name);
    if (!stated.includes('cilium') || stated.includes('istio')) {
      return notApplicable('whether the mesh is that of Cilium is not stated');
    }
    return judgeVendor(context.questions, 'cilium', 'btp.meshParents', ({ gateway, value }) =>
      resultOf(value === 'ignored' ? meshed.map((backend) => finding(backend, describeGateway(gateway))) : []),
    );
  },
};

/** A Service with a policy, and the mesh by which requests come to it. */
interface MeshBackend {
  readonly parent: RouteParent;
  readonly reference: Reference;
}

function meshBackends({ index, graph }: CheckContext): readonly MeshBackend[] {
  const routes = ROUTE_KINDS.flatMap(({ group, kind }) => index.ofKind(group, kind));
  return routes.flatMap((route) => {
    const parent = graph.routes.parentsOf(route).find(({ to }) => isOfKind(to, SERVICE));
    const reference = graph.references
      .of(route)
      .find(({ purpose, to }) => purpose === 'backend' && hasPolicy(to, graph));
    return parent === undefined || reference === undefined ? [] : [{ parent, reference }];
  });
}

function hasPolicy(target: Reference['to'], graph: CheckContext['graph']): boolean {
  return graph.policies.on(target).some(({ policy }) => isOfKind(referenceTo(policy), BACKEND_TLS_POLICY));
}

function finding({ parent, reference }: MeshBackend, gateway: string): RuleFinding {
  return {
    manifest: parent.route,
    path: parent.reference?.path ?? [],
    message: `the parent is ${formatReference(parent.to)}, a mesh; ${gateway} does not apply the BackendTLSPolicy of ${formatReference(reference.to)} there`,
    fix: 'name a Gateway in parentRefs, or take the TLS port of that Service out of the mesh',
  };
}
