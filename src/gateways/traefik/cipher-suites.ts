import type { GatewayImplementation } from '../gateway-implementation';
import { Refusal } from '../refusal';

const KEY_EXCHANGES = { 'ECDHE-ECDSA-': 'ECDHE_ECDSA', 'ECDHE-RSA-': 'ECDHE_RSA', '': 'RSA' } as const;

/** What Go has with each key exchange, by the end of the OpenSSL name. */
const CIPHERS = {
  'AES128-GCM-SHA256': 'AES_128_GCM_SHA256',
  'AES256-GCM-SHA384': 'AES_256_GCM_SHA384',
  'AES128-SHA256': 'AES_128_CBC_SHA256',
  'AES128-SHA': 'AES_128_CBC_SHA',
  'AES256-SHA': 'AES_256_CBC_SHA',
} as const;

/** Names of OpenSSL, and of Go: RC4 and 3DES are left out. */
const GO_NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(KEY_EXCHANGES).flatMap(([prefix, exchange]) =>
    Object.entries(CIPHERS).map(([suite, name]) => [`${prefix}${suite}`, `TLS_${exchange}_WITH_${name}`] as const),
  ),
  ['ECDHE-ECDSA-CHACHA20-POLY1305', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'],
  ['ECDHE-RSA-CHACHA20-POLY1305', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
]);

/**
 * Cipher suites by the names of Go, which Traefik reads.
 *
 * @param names as OpenSSL has them
 * @throws Refusal if Go has no such suite
 * @see https://pkg.go.dev/crypto/tls#pkg-constants
 */
export function goCipherSuites(gateway: GatewayImplementation, names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const goName = GO_NAMES.get(name);
    if (goName === undefined) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `${gateway} has no cipher suite "${name.slice(0, 80)}" that can be chosen`,
        fix: `use the OpenSSL name of one that Go has: ${[...GO_NAMES.keys()].join(', ')}`,
      });
    }
    return goName;
  });
}
