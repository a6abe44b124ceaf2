import { TrustAnchors } from '../../../constructs/trust-anchors';
import type { TlsParameters } from '../../../gateways/intent';
import { mutual } from '../intent-builders';
import type { PortabilityIntent } from '../portability-intent';

const topic = 'TLS parameters';
const CIPHER_SUITES = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'];

/** TLS settings beyond identity. */
export const PARAMETER_INTENTS: readonly PortabilityIntent[] = [
  withParameters('min-tls-1.2', 'The gateway speaks TLS 1.2 or later to the backend.', { minVersion: '1.2' }),
  withParameters('min-tls-1.3', 'The gateway speaks TLS 1.3 to the backend, and nothing before it.', {
    minVersion: '1.3',
  }),
  withParameters('max-tls-1.2', 'The gateway speaks TLS 1.2 at most, for a backend that fails with 1.3.', {
    maxVersion: '1.2',
  }),
  withParameters('cipher-suites', 'Of TLS 1.2 the gateway offers two cipher suites alone.', {
    cipherSuites: CIPHER_SUITES,
  }),
  withParameters('alpn-h2', 'The gateway offers HTTP/2 alone.', { alpnProtocols: ['h2'] }),
  withParameters('verify-depth', 'At most two certificates stand between the server certificate and its root.', {
    verifyDepth: 2,
  }),
  // Some gateways read roots from the Secret of the client certificate alone, where they have such settings.
  besideKey('min-tls-1.3-beside-key', { minVersion: '1.3' }),
  besideKey('cipher-suites-beside-key', { cipherSuites: CIPHER_SUITES }),
  besideKey('alpn-h2-beside-key', { alpnProtocols: ['h2'] }),
];

function withParameters(name: string, asks: string, parameters: TlsParameters): PortabilityIntent {
  return mutual({ name, topic, asks }, { parameters });
}

function besideKey(name: string, parameters: TlsParameters): PortabilityIntent {
  const asks = `As \`${name.replace('-beside-key', '')}\`, where the Secret of the client certificate holds the roots too.`;
  return mutual({ name, topic, asks }, { trust: TrustAnchors.secret('edge-client'), parameters });
}
