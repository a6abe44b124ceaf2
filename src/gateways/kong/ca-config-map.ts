import { type Certificate, stableUuid } from '../../trust';
import type { RenderedObject } from '../rendering';

/** Label without which Kong lacks the certificate authority, and then fails all others of the same Service. */
export const CA_LABEL = 'konghq.com/ca-cert';

/**
 * One certificate authority as Kong reads it: one certificate per object, under an `id` that is a UUID.
 *
 * The `id` belongs to the certificate, so that it stays the same through every synthesis, and the object is named
 * `kong-ca-<id>`, so that all backends of a namespace share it. The certificate stands under `ca.crt`, the key that
 * Kong reads where there is no `cert` and that Gateway API wants.
 *
 * @param selectorLabel label by which the controller finds ConfigMaps, where it needs one
 * @see https://developer.konghq.com/kubernetes-ingress-controller/verify-upstream-tls/
 */
export function renderCaConfigMap(
  certificate: Certificate,
  namespace: string | undefined,
  selectorLabel: string | undefined,
): { readonly name: string; readonly object: RenderedObject } {
  const id = stableUuid(certificate);
  const name = `kong-ca-${id}`;
  const labels = { [CA_LABEL]: 'true', ...(selectorLabel === undefined ? {} : { [selectorLabel]: 'true' }) };
  const object = {
    role: `CaCertificate${id}`,
    sharedAs: namespace === undefined ? name : `${name}-${namespace}`,
    manifest: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels },
      data: { id, 'ca.crt': certificate.pem },
    },
  };
  return { name, object };
}
