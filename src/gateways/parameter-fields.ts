import type { Capability } from './capabilities';
import type { GatewayImplementation } from './gateway-implementation';
import type { TlsParameters } from './intent';
import { Refusal } from './refusal';
import { requireFilledLists } from './tls-parameters';

/** Where the table says whether there is a field for a parameter; no table has one for the depth. */
const CAPABILITIES = {
  minVersion: 'minTls',
  maxVersion: 'minTls',
  cipherSuites: 'ciphers',
  alpnProtocols: 'alpn',
  verifyDepth: undefined,
} as const satisfies Record<keyof TlsParameters, Capability | undefined>;

/** @throws Refusal if a parameter is asked for that the gateway has no field for, or is not known to have one for */
export function requireParameterFields(gateway: GatewayImplementation, parameters: TlsParameters): void {
  requireFilledLists(parameters);
  for (const [parameter, capability] of Object.entries(CAPABILITIES)) {
    if (parameters[parameter as keyof TlsParameters] !== undefined) {
      requireField(gateway, parameter, capability);
    }
  }
}

function requireField(
  gateway: GatewayImplementation,
  parameter: string,
  capability: 'minTls' | 'ciphers' | 'alpn' | undefined,
): void {
  const answer = capability === undefined ? undefined : gateway.capability(capability);
  if (answer !== undefined && answer.value !== 'none' && answer.value !== 'unknown') {
    return;
  }
  const evidence = answer === undefined ? '' : ` (${answer.evidence})`;
  throw new Refusal({
    rule: answer?.value === 'unknown' ? 'gateway-api/capability-unknown' : 'schema/unknown-field',
    message: `${gateway} ${answer?.value === 'unknown' ? 'may have' : 'has'} no field for ${parameter}${evidence}`,
    fix:
      parameter === 'verifyDepth'
        ? 'drop verifyDepth, or use Kong Ingress Controller or Kong Operator'
        : `drop ${parameter}, or use a gateway that has TLS settings of its own, such as Envoy Gateway`,
  });
}
