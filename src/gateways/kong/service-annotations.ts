import type { MutualTlsIntent, ServiceBackendIntent } from '../intent';
import { Refusal } from '../refusal';
import type { RenderedPatch } from '../rendering';

/** The certificate authorities of a Service, by kind of object. */
export interface CaNames {
  readonly configMaps: readonly string[];
  readonly secrets: readonly string[];
}

const OBJECT_NAME = /^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/;

/**
 * All that Kong must be told of a hop, as annotations of the Service. They hold for HTTPRoutes and for Ingresses.
 *
 * The protocol is always `https`: with `grpcs` Kong refuses the configuration (Kong/kong#14727), with others the
 * controller drops the client certificate and the authorities. With `https` Kong speaks HTTP/1.1, and so no gRPC.
 *
 * @throws Refusal if a name cannot stand in a list of names
 */
export function renderServiceAnnotations(
  backend: ServiceBackendIntent,
  intent: MutualTlsIntent,
  cas: CaNames,
  verifyDepth: number,
): RenderedPatch {
  const annotations = {
    'konghq.com/protocol': 'https',
    'konghq.com/host-header': intent.server.hostname,
    'konghq.com/client-cert': intent.client.secretName,
    'konghq.com/tls-verify': 'true',
    'konghq.com/tls-verify-depth': String(verifyDepth),
    ...nameList('konghq.com/ca-certificates-configmaps', cas.configMaps),
    ...nameList('konghq.com/ca-certificates-secrets', cas.secrets),
  };
  const { name, namespace } = backend;
  return {
    target: { group: '', kind: 'Service', name, ...(namespace === undefined ? {} : { namespace }) },
    patch: { metadata: { annotations } },
    reason: 'without these annotations Kong sends plaintext, without a client certificate',
  };
}

function nameList(annotation: string, names: readonly string[]): Readonly<Record<string, string>> {
  for (const name of names) {
    if (!OBJECT_NAME.test(name)) {
      throw new Refusal({
        rule: 'schema/invalid-metadata',
        message: `"${name.slice(0, 80)}" is not the name of a ConfigMap or Secret; ${annotation} is a list of names between commas`,
        fix: 'give one name of lower-case letters, digits, "-" and "."',
      });
    }
  }
  return names.length === 0 ? {} : { [annotation]: [...new Set(names)].sort().join(',') };
}
