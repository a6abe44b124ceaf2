import { parsePattern, valuesAt } from '../../../manifests/graph/json-fields';
import {
  AGENTGATEWAY_POLICY,
  BACKEND_CONFIG_POLICY,
  BACKEND_TLS_POLICY,
  DESTINATION_RULE,
  ENVOY_GATEWAY_BACKEND,
  isOfKind,
  type ObjectKind,
  SERVERS_TRANSPORT,
} from '../../../manifests/graph/object-kinds';
import { referenceTo } from '../../../manifests/graph/reference';
import { formatKey, type JsonValue, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

const SERVERS_TRANSPORT_TCP: ObjectKind = { group: SERVERS_TRANSPORT.group, kind: 'ServersTransportTCP' };

/** A field that turns verification off, whole or in part. */
interface SkipField {
  readonly kind: ObjectKind;
  readonly pattern: string;
  /** What the value leaves unverified; undefined where it does not. */
  readonly skips: (value: JsonValue) => string | undefined;
}

const ALL = "the server's certificate is not verified";

const whenTrue = (value: JsonValue) => (value === true ? ALL : undefined);

const SKIP_FIELDS: readonly SkipField[] = [
  { kind: ENVOY_GATEWAY_BACKEND, pattern: 'spec.tls.insecureSkipVerify', skips: whenTrue },
  { kind: BACKEND_CONFIG_POLICY, pattern: 'spec.tls.insecureSkipVerify', skips: whenTrue },
  { kind: SERVERS_TRANSPORT, pattern: 'spec.insecureSkipVerify', skips: whenTrue },
  { kind: SERVERS_TRANSPORT_TCP, pattern: 'spec.tls.insecureSkipVerify', skips: whenTrue },
  ...[
    'spec.trafficPolicy.tls',
    'spec.trafficPolicy.portLevelSettings[].tls',
    'spec.subsets[].trafficPolicy.tls',
    'spec.subsets[].trafficPolicy.portLevelSettings[].tls',
  ].map((tls) => ({ kind: DESTINATION_RULE, pattern: `${tls}.insecureSkipVerify`, skips: whenTrue })),
  {
    kind: AGENTGATEWAY_POLICY,
    pattern: 'spec.backend.tls.insecureSkipVerify',
    skips: (value) =>
      value === 'All' ? ALL : value === 'Hostname' ? "the name in the server's certificate is not verified" : undefined,
  },
];

/** Verification that is turned off. */
export const skipVerify: Rule<CheckContext> = {
  id: 'gateway-api/skip-verify',
  severity: 'warning',
  title: "A gateway's own kind turns verification of the backend off",
  why:
    'Whoever answers on the way to the backend is sent the requests. On Envoy Gateway this wins over a BackendTLSPolicy on the ' +
    'same Backend, which still says Accepted; on kgateway the client certificate is held back as well.',
  fix: 'Name the roots of the backend, or suppress the finding with the reason.',
  check(context) {
    const objects = SKIP_FIELDS.flatMap((field) =>
      context.index.ofKind(field.kind.group, field.kind.kind).map((manifest) => ({ field, manifest })),
    );
    return objects.length === 0
      ? notApplicable('there is no object of a kind that can turn verification off')
      : resultOf(objects.flatMap(({ field, manifest }) => skippedIn(context, field, manifest)));
  },
};

function skippedIn(
  context: CheckContext,
  { kind, pattern, skips }: SkipField,
  manifest: Manifest,
): readonly RuleFinding[] {
  return valuesAt(manifest.body, parsePattern(pattern)).flatMap(({ path, value }) => {
    const skipped = skips(value);
    return skipped === undefined
      ? []
      : [
          {
            manifest,
            path,
            message: `insecureSkipVerify is ${JSON.stringify(value)}: ${skipped}${consequence(context, kind, manifest)}`,
            fix: 'name the roots of the backend and remove insecureSkipVerify, or suppress this finding with the reason',
          },
        ];
  });
}

function consequence({ graph }: CheckContext, kind: ObjectKind, manifest: Manifest): string {
  if (kind === BACKEND_CONFIG_POLICY) {
    return ', and no client certificate is presented';
  }
  if (kind !== ENVOY_GATEWAY_BACKEND) {
    return '';
  }
  const policy = graph.policies
    .on(referenceTo(manifest))
    .find((attachment) => isOfKind(referenceTo(attachment.policy), BACKEND_TLS_POLICY))?.policy;
  return policy === undefined ? '' : `, although ${formatKey(policy.key)} targets it and says Accepted`;
}
