import { parsePattern, valuesAt } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, isOfKind, TRAEFIK_SERVICE } from '../../../manifests/graph/object-kinds';
import type { Attachment } from '../../../manifests/graph/policies';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import { type FieldPath, formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';

/** Names of transports, also of other providers (`name@provider`), which references do not tell. */
const TRANSPORTS = [
  'weighted.services[]',
  'highestRandomWeight.services[]',
  'mirroring',
  'mirroring.mirrors[]',
  'failover.service',
  'failover.fallback',
].map((entry) => parsePattern(`spec.${entry}.serversTransport`));

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
  const transport = graph.references
    .of(from)
    .find(({ purpose, path: other }) => purpose === 'transport' && isInside(other, path));
  if (transport === undefined) {
    return TRANSPORTS.flatMap((pattern) => valuesAt(from.body, pattern)).some((entry) => isInside(entry.path, path));
  }
  const manifest = graph.index.find(transport.to);
  return manifest === undefined || graph.references.of(manifest).some(({ purpose }) => purpose === 'ca');
}

function isInside(path: FieldPath, parent: FieldPath): boolean {
  return parent.every((step, index) => path[index] === step);
}

function finding(policy: Manifest, path: Attachment['path'], message: string): RuleFinding {
  return {
    manifest: policy,
    path,
    message,
    fix: 'set rootCAs and serverName in the ServersTransport that the TraefikService names for this Service',
  };
}
