import { isIP } from 'node:net';
import type { ExternalBackendRendering } from '../gateway-implementation';
import type { ExternalBackendIntent } from '../intent';
import { Refusal } from '../refusal';
import type { RenderContext } from '../rendering';

const GROUP = 'networking.istio.io';

/**
 * A host outside the mesh. Policies target the ServiceEntry, routes name the host itself by the kind Hostname.
 *
 * @param readerNamespace the only namespace that is told of the host; all are where it is not known
 * @throws Refusal if the host is an IP address
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export function renderServiceEntry(
  { hostname, port }: ExternalBackendIntent,
  namespace: string | undefined,
  readerNamespace: string | undefined,
  context: RenderContext,
): Omit<ExternalBackendRendering, 'notes'> {
  if (isIP(hostname) !== 0) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `"${hostname}" is an IP address, and Istio takes a DNS name for the host of a ServiceEntry`,
      fix: 'give the name of the host',
    });
  }
  const name = context.nameOf('ServiceEntry');
  return {
    object: {
      role: 'ServiceEntry',
      manifest: {
        apiVersion: `${GROUP}/v1`,
        kind: 'ServiceEntry',
        metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
        spec: {
          hosts: [hostname],
          ...(readerNamespace === undefined ? {} : { exportTo: [readerNamespace] }),
          location: 'MESH_EXTERNAL',
          ports: [{ number: port, name: 'https', protocol: 'HTTPS' }],
          resolution: 'DNS',
        },
      },
    },
    targetRef: { group: GROUP, kind: 'ServiceEntry', name },
    backendRef: { group: GROUP, kind: 'Hostname', name: hostname, port },
  };
}
