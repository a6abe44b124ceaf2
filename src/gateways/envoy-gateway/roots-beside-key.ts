import type { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent } from '../intent';
import type { RenderingNote } from '../rendering';

/**
 * A word on roots that stand in the client certificate's own Secret: where an issuer writes no `ca.crt` beside the
 * certificate, as with ACME, Envoy Gateway may take the certificate itself for a root, and no server passes.
 */
export function rootsBesideKeyNotes(gateway: GatewayImplementation, intent: MutualTlsIntent): readonly RenderingNote[] {
  const { value, evidence } = gateway.capability('btp.certificateAsCa');
  return value === 'ignored' || !isBesideKey(intent)
    ? []
    : [
        {
          rule: 'references/ca-key-missing',
          severity: 'warning',
          message: `where Secret ${intent.client.secretName} has no ca.crt, ${gateway} ${value === 'used' ? 'takes' : 'may take'} the client's own certificate, its tls.crt, for the root of the server (${evidence})`,
          fix: 'see to it that its issuer writes ca.crt, or trust the roots in an object of their own: TrustAnchors.pem(...) or TrustAnchors.configMap(...)',
        },
      ];
}

function isBesideKey({ namespace: own, trust, client }: MutualTlsIntent): boolean {
  return trust.references.some(
    ({ kind, name, namespace = own }) =>
      kind === 'Secret' && name === client.secretName && namespace === client.namespace,
  );
}
