import { fieldAtPath, textOf } from '../../../manifests/graph/json-fields';
import {
  BACKEND_TLS_POLICY,
  isOfKind,
  SERVERS_TRANSPORT,
  TRAEFIK_SERVICE,
} from '../../../manifests/graph/object-kinds';
import type { Attachment } from '../../../manifests/graph/policies';
import { formatReference, identityOf, type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';

/** A policy that requests go past. */
export const btpOnTraefikservice: Rule<CheckContext> = {
  id: 'traefik/btp-on-traefikservice',
  severity: 'error',
  title: 'Requests reach the target of a BackendTLSPolicy through a TraefikService, which the policy does not reach',
  why:
    'Traefik applies the policy only where an HTTPRoute names the Service itself. Through a TraefikService the ServersTransport ' +
    'alone decides: without rootCAs there, the authorities of the policy do not count. So a policy never meets a client certificate.',
  fix: 'Set rootCAs and serverName in the ServersTransport that the TraefikService names.',
  check(context) {
    const targets = targetsThroughTraefik(context);
    if (targets.length === 0) {
      return notApplicable('no BackendTLSPolicy targets a TraefikService, or what one of an HTTPRoute forwards to');
    }
    return judgeVendor(context.questions, 'traefik', 'coexist', ({ gateway, value }) =>
      resultOf(
        value === 'exclusive' ? targets.flatMap((target) => judge(target, context, describeGateway(gateway))) : [],
      ),
    );
  },
};

/** A target of policies that HTTPRoutes lead to by way of TraefikServices. */
interface ForwardedTarget {
  readonly target: ObjectReference;
  /** The policies on it. */
  readonly attachments: readonly Attachment[];
  /** The entries of TraefikServices that name it; of routes, where it is a TraefikService itself. */
  readonly hops: readonly Reference[];
}

/** Target by target, so that the routes to each are looked at once. */
function targetsThroughTraefik({ index, graph }: CheckContext): readonly ForwardedTarget[] {
  const byTarget = new Map<string, { target: ObjectReference; attachments: Attachment[] }>();
  for (const policy of index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind)) {
    for (const attachment of graph.policies.targetsOf(policy)) {
      const identity = identityOf(attachment.target);
      const known = byTarget.get(identity) ?? { target: attachment.target, attachments: [] };
      known.attachments.push(attachment);
      byTarget.set(identity, known);
    }
  }
  return [...byTarget.values()]
    .map(({ target, attachments }) => ({ target, attachments, hops: hopsTo(target, graph) }))
    .filter(({ hops }) => hops.length > 0);
}

function hopsTo(target: ObjectReference, graph: CheckContext['graph']): readonly Reference[] {
  return graph.routes
    .backendsTo(target)
    .filter(({ route, reference }) => route.key.kind === 'HTTPRoute' && isThroughTraefik(target, reference))
    .map(({ reference }) => reference);
}

function isThroughTraefik(target: ObjectReference, { from }: Reference): boolean {
  return isOfKind(target, TRAEFIK_SERVICE) || isOfKind(referenceTo(from), TRAEFIK_SERVICE);
}

function judge(
  { target, attachments, hops }: ForwardedTarget,
  context: CheckContext,
  gateway: string,
): readonly RuleFinding[] {
  if (isOfKind(target, TRAEFIK_SERVICE)) {
    return attachments.map((attachment) =>
      finding(attachment, `${gateway} does not apply a policy to ${formatReference(target)}`),
    );
  }
  const hop = hops.find((reference) => !hasAuthorities(reference, context));
  return hop === undefined
    ? []
    : attachments.map((attachment) =>
        finding(
          attachment,
          `requests reach ${formatReference(target)} through ${formatKey(hop.from.key)}, where ${gateway} does not apply the policy`,
        ),
      );
}

/** Whether the transport of an entry has authorities of its own; one that is not in the set may have. */
function hasAuthorities({ from, path }: Reference, { graph }: CheckContext): boolean {
  const name = textOf(fieldAtPath(from.body, path), 'serversTransport');
  if (name === undefined) {
    return false;
  }
  const { namespace } = from.key;
  // A name of another provider (`name@provider`) is the name of no object.
  const transport = graph.index.find({ ...SERVERS_TRANSPORT, ...(namespace === undefined ? {} : { namespace }), name });
  return transport === undefined || graph.references.of(transport).some(({ purpose }) => purpose === 'ca');
}

function finding({ policy, path }: Attachment, message: string): RuleFinding {
  return {
    manifest: policy,
    path,
    message,
    fix: 'set rootCAs and serverName in the ServersTransport that the TraefikService names for this Service',
  };
}
