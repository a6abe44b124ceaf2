import { fieldAtPath, textOf } from '../../../manifests/graph/json-fields';
import {
  BACKEND_TLS_POLICY,
  isOfKind,
  SERVERS_TRANSPORT,
  TRAEFIK_SERVICE,
} from '../../../manifests/graph/object-kinds';
import type { Attachment } from '../../../manifests/graph/policies';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import { formatKey, type Manifest } from '../../../manifests/manifest';
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
    const { index, graph } = context;
    const attachments = index
      .ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind)
      .flatMap((policy) => graph.policies.targetsOf(policy))
      .filter((attachment) => hopsTo(attachment, context).length > 0);
    if (attachments.length === 0) {
      return notApplicable('no BackendTLSPolicy targets a TraefikService, or what one of an HTTPRoute forwards to');
    }
    return judgeVendor(context.questions, 'traefik', 'coexist', ({ gateway, value }) =>
      resultOf(
        value === 'exclusive'
          ? attachments.flatMap((attachment) => judge(attachment, context, describeGateway(gateway)))
          : [],
      ),
    );
  },
};

/** The entries of TraefikServices by which HTTPRoutes lead to the target; a TraefikService leads to itself. */
function hopsTo({ target }: Attachment, { graph }: CheckContext): readonly Reference[] {
  return graph.routes
    .backendsTo(target)
    .filter(({ route, reference }) => route.key.kind === 'HTTPRoute' && isThroughTraefik(target, reference))
    .map(({ reference }) => reference);
}

function isThroughTraefik(target: Attachment['target'], { from }: Reference): boolean {
  return isOfKind(target, TRAEFIK_SERVICE) || isOfKind(referenceTo(from), TRAEFIK_SERVICE);
}

function judge(attachment: Attachment, context: CheckContext, gateway: string): readonly RuleFinding[] {
  const { policy, path, target } = attachment;
  if (isOfKind(target, TRAEFIK_SERVICE)) {
    return [finding(policy, path, `${gateway} does not apply a policy to ${formatReference(target)}`)];
  }
  const hop = hopsTo(attachment, context).find((reference) => !hasAuthorities(reference, context));
  return hop === undefined
    ? []
    : [
        finding(
          policy,
          path,
          `requests reach ${formatReference(target)} through ${formatKey(hop.from.key)}, where ${gateway} does not apply the policy`,
        ),
      ];
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

function finding(policy: Manifest, path: Attachment['path'], message: string): RuleFinding {
  return {
    manifest: policy,
    path,
    message,
    fix: 'set rootCAs and serverName in the ServersTransport that the TraefikService names for this Service',
  };
}
