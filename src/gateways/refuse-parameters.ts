import type { Capability } from './capabilities';
import type { GatewayImplementation } from './gateway-implementation';
import type { TlsParameters } from './intent';
import { Refusal } from './refusal';
import { upgradeOr } from './wording';

/** The capability that says which field sets a parameter. */
const CAPABILITY_OF = {
  minVersion: 'minTls',
  maxVersion: 'minTls',
  cipherSuites: 'ciphers',
  alpnProtocols: 'alpn',
} as const satisfies Partial<Record<keyof TlsParameters, Capability>>;

const PARAMETERS = Object.keys(CAPABILITY_OF) as readonly (keyof typeof CAPABILITY_OF)[];

/**
 * For gateways that have no field by which one backend gets TLS parameters of its own; a field that all backends share
 * is named as the way out.
 *
 * @throws Refusal if a parameter is asked for
 */
export function refuseParameters(
  gateway: GatewayImplementation,
  parameters: TlsParameters,
  names: readonly (keyof typeof CAPABILITY_OF)[] = PARAMETERS,
): void {
  const asked = names.find((name) => parameters[name] !== undefined);
  if (asked !== undefined) {
    throw parameterRefusal(gateway, asked);
  }
  if (parameters.verifyDepth !== undefined) {
    throw new Refusal({
      rule: 'schema/unknown-field',
      message: `${gateway} has no field for the verification depth; got ${parameters.verifyDepth}`,
      fix: 'drop verifyDepth',
    });
  }
}

function parameterRefusal(gateway: GatewayImplementation, parameter: keyof typeof CAPABILITY_OF): Refusal {
  const { value, evidence } = gateway.capability(CAPABILITY_OF[parameter]);
  if (value === 'unknown') {
    return new Refusal({
      rule: 'gateway-api/capability-unknown',
      message: `${gateway} may have no field for ${parameter} (${evidence})`,
      fix: `drop ${parameter}`,
    });
  }
  const versions =
    value === 'none'
      ? gateway.versionsWhere(CAPABILITY_OF[parameter], (other) => other !== 'none' && other !== 'unknown')
      : undefined;
  return new Refusal({
    rule: versions === undefined ? 'schema/unknown-field' : 'gateway-api/field-too-new',
    message: `${gateway} has no field for ${parameter} of one backend (${evidence})`,
    fix: upgradeOr(
      versions,
      value === 'none' ? `drop ${parameter}` : `drop ${parameter}, and set it outside this construct: ${value}`,
    ),
  });
}
