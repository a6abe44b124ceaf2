import { fieldAt } from '../../../manifests/graph/json-fields';
import { APISIX_ROUTE, isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { isRunBy } from '../_applicable-gateways';
import { describeGateway, judgeVendor } from '../_vendor-capability';
import { type ClientSecrets, upstreamsWithClientSecrets } from './_client-secrets';

/** A client certificate that no route leads to. */
export const tlsSecretUnused: Rule<CheckContext> = {
  id: 'apisix/tls-secret-unused',
  severity: 'error',
  title: 'The client certificate of an ApisixUpstream is not used by the routes of its Service',
  why:
    'An ApisixUpstream belongs to the Service of its own name and namespace, and its tlsSecret is read for an ApisixRoute only. ' +
    'Requests that come by an HTTPRoute or an Ingress go out without the certificate, and nothing says so.',
  fix: 'Give the ApisixUpstream the name and namespace of the Service, and route by an ApisixRoute.',
  check(context) {
    const upstreams = upstreamsWithClientSecrets(context.index).filter(isAboutService);
    if (upstreams.length === 0) {
      return notApplicable('there is no ApisixUpstream with a tlsSecret for a Service');
    }
    return judgeVendor(context.questions, 'apisix', 'perBackendCert', ({ gateway }) =>
      resultOf(
        upstreams.flatMap((upstream) => [
          ...withoutService(upstream, context),
          ...otherRoutes(upstream, context, describeGateway(gateway)),
        ]),
      ),
    );
  },
};

/** Nodes outside the cluster are found by the name of the ApisixUpstream, not of a Service. */
function isAboutService({ upstream }: ClientSecrets): boolean {
  return ['externalNodes', 'discovery'].every((field) => fieldAt(upstream.body, 'spec', field) === undefined);
}

function withoutService({ upstream }: ClientSecrets, context: CheckContext): readonly RuleFinding[] {
  const service = serviceOf(upstream);
  if (context.graph.resolveObject(service).state !== 'unresolved') {
    return [];
  }
  const namesake = context.graph.named(service).findLast(({ key }) => differ(key.namespace, service.namespace));
  if (namesake === undefined && !context.closedWorld) {
    return [];
  }
  const elsewhere = namesake === undefined ? '' : `; there is ${formatKey(namesake.key)}`;
  return [
    {
      manifest: upstream,
      path: ['metadata', 'name'],
      message: `there is no ${formatReference(service)} for the client certificate to be used with${elsewhere}`,
      fix:
        namesake === undefined
          ? 'give the ApisixUpstream the name and namespace of the Service'
          : `move the ApisixUpstream to namespace ${namesake.key.namespace}`,
    },
  ];
}

/** Whether both are known, and not the same: one that is not may become the other when the objects are applied. */
function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function otherRoutes(
  { upstream, secrets }: ClientSecrets,
  context: CheckContext,
  title: string,
): readonly RuleFinding[] {
  const { graph } = context;
  const service = serviceOf(upstream);
  const routes = graph.routes.backendsTo(service).map(({ route }) => route);
  const isRead = routes.some((route) => isOfKind(referenceTo(route), APISIX_ROUTE));
  const other = graph.routes
    .gatewaysReaching(service)
    .find(({ gateway }) => gateway !== undefined && isRunBy(context, gateway, 'apisix'))?.routes[0];
  return isRead || other === undefined
    ? []
    : secrets.map(({ path }) => ({
        manifest: upstream,
        path,
        message: `${title} reads tlsSecret for an ApisixRoute only; requests to ${formatReference(service)} come by ${formatKey(other.key)}, without the certificate`,
        fix: `route to ${formatReference(service)} by an ApisixRoute`,
      }));
}

function serviceOf({ key }: Manifest): ObjectReference {
  return { ...SERVICE, ...(key.namespace === undefined ? {} : { namespace: key.namespace }), name: key.name };
}
