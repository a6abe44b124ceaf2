import { formatKey } from '../../manifests/manifest';
import type { EffectiveServiceTls } from './effective-service-tls';
import type { EffectiveSetting, SettingOrigin } from './effective-setting';
import type { JudgedPolicy, PolicyState } from './service-policies';

/** Two fields that say different things, or one that says something in vain. */
export interface ServiceContradiction {
  /** Id of the rule that finds it in the check of a whole set. */
  readonly rule: string;
  readonly origin: SettingOrigin;
  readonly message: string;
  readonly fix: string;
}

/** What is said and does not hold. */
export function contradictionsOf(effective: EffectiveServiceTls): readonly ServiceContradiction[] {
  return [
    ...replacedAnnotations(effective),
    ...effective.policies.flatMap(notApplied),
    ...protocolProblem(effective),
    ...effective.dropped.map(({ what, reason, origin, rule }) => ({
      rule,
      origin,
      message: `${what} is not used: ${reason}`,
      fix: rule === 'kong/ca-without-verify' ? 'set konghq.com/tls-verify: "true"' : 'set konghq.com/protocol: https',
    })),
    ...clientNames(effective),
  ];
}

/** Annotations of the Service that a policy says otherwise. */
export function replacedAnnotations(effective: EffectiveServiceTls): readonly ServiceContradiction[] {
  const { protocol, hostHeader, tlsVerify, tlsVerifyDepth } = effective;
  return [protocol, hostHeader, tlsVerify, tlsVerifyDepth].flatMap((setting) =>
    setting?.replaced === undefined ? [] : [replacement(setting, setting.replaced)],
  );
}

function replacement(
  setting: EffectiveSetting,
  replaced: NonNullable<EffectiveSetting['replaced']>,
): ServiceContradiction {
  const annotation = String(replaced.origin.path.at(-1));
  const policy = formatKey(setting.origin.manifest.key);
  return {
    rule: 'kong/policy-overrides-annotation',
    origin: replaced.origin,
    message: `${annotation} "${replaced.value.slice(0, 80)}" does not hold: ${policy} makes it "${setting.value.slice(0, 80)}"`,
    fix: `remove ${annotation}, or give it the value of the policy for when the policy is not applied`,
  };
}

const RULES: Readonly<Record<Exclude<PolicyState, 'applied'>, string>> = {
  'not-read': 'gateway-api/btp-not-read',
  'without-httproute': 'kong/btp-without-httproute',
  conflicted: 'gateway-api/conflicting-policies',
  invalid: 'kong/btp-rejected',
};

function notApplied({ policy, state, reason }: JudgedPolicy): readonly ServiceContradiction[] {
  return state === 'applied'
    ? []
    : [
        {
          rule: RULES[state],
          origin: { manifest: policy, path: ['spec'] },
          message: `${formatKey(policy.key)} is not applied: ${reason ?? state}; the annotations of the Service alone decide`,
          fix: 'say the TLS of the Service by konghq.com annotations, or mend the policy',
        },
      ];
}

/** Kong Gateway takes TLS settings with `https` and `tls` only (Kong/kong#14727). */
function protocolProblem({
  protocol,
  tlsVerify,
  clientCertificate,
}: EffectiveServiceTls): readonly ServiceContradiction[] {
  const refused = protocol !== undefined && ['grpcs', 'wss'].includes(protocol.value);
  return refused && (tlsVerify !== undefined || clientCertificate !== undefined)
    ? [
        {
          rule: 'kong/protocol-not-tls',
          origin: protocol.origin,
          message: `with protocol ${protocol.value} Kong Gateway refuses TLS settings, and without a database the whole configuration`,
          fix: 'set konghq.com/protocol: https',
        },
      ]
    : [];
}

function clientNames({ hostHeader, routes }: EffectiveServiceTls): readonly ServiceContradiction[] {
  return hostHeader === undefined
    ? []
    : routes
        .filter(({ name }) => name === 'client-host')
        .map(({ route }) => ({
          rule: 'kong/preserve-host-wins',
          origin: { manifest: route, path: ['metadata', 'annotations', 'konghq.com/preserve-host'] },
          message: `${formatKey(route.key)} keeps the client's Host header, which is sent and verified in place of ${hostHeader.value.slice(0, 253)}`,
          fix: 'annotate the route with konghq.com/preserve-host: "false"',
        }));
}
