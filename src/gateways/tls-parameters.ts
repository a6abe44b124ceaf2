import type { GatewayImplementation } from './gateway-implementation';
import type { TlsParameters, TlsVersion } from './intent';
import { Refusal } from './refusal';

/** Oldest first. */
const TLS_VERSIONS: readonly TlsVersion[] = ['1.0', '1.1', '1.2', '1.3'];

/** How a gateway judges the TLS versions that it is asked for. */
export interface VersionOrderOptions {
  /** Id of the rule that forbids a lowest version above the highest. */
  readonly rule: string;
  /**
   * The lowest version where none is asked for.
   * @default - not known: a highest version alone is accepted
   */
  readonly defaultMinVersion?: TlsVersion;
}

/** @throws Refusal if the lowest version is above the highest: no handshake could succeed */
export function requireVersionOrder(
  gateway: GatewayImplementation,
  parameters: TlsParameters,
  options: VersionOrderOptions,
): void {
  const { maxVersion } = parameters;
  const minVersion = parameters.minVersion ?? options.defaultMinVersion;
  if (minVersion === undefined || maxVersion === undefined) {
    return;
  }
  if (TLS_VERSIONS.indexOf(minVersion) <= TLS_VERSIONS.indexOf(maxVersion)) {
    return;
  }
  const origin = parameters.minVersion === undefined ? `, the default of ${gateway},` : '';
  throw new Refusal({
    rule: options.rule,
    message: `minVersion ${minVersion}${origin} is above maxVersion ${maxVersion}, so no handshake could succeed`,
    fix: `set minVersion to ${maxVersion} or lower, or raise maxVersion`,
  });
}

/** @throws Refusal if a list of cipher suites or protocols is empty: gateways differ in what that means */
export function requireFilledLists(parameters: TlsParameters): void {
  for (const name of ['cipherSuites', 'alpnProtocols'] as const) {
    if (parameters[name]?.length === 0) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `${name} is an empty list`,
        fix: `name one at least, or leave ${name} out for the gateway's own`,
      });
    }
  }
}

/**
 * Cipher suites are a matter of TLS 1.2 and earlier: neither Envoy nor Go lets anybody choose those of 1.3.
 *
 * @throws Refusal if only TLS 1.3 is left
 */
export function refuseIdleCipherSuites(gateway: GatewayImplementation, parameters: TlsParameters, rule: string): void {
  if (parameters.minVersion === '1.3' && parameters.cipherSuites !== undefined) {
    throw new Refusal({
      rule,
      message: `cipherSuites have no effect on TLS 1.3, the lowest version asked of ${gateway}`,
      fix: 'drop cipherSuites, or allow TLS 1.2',
    });
  }
}
