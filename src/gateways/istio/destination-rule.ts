import type { JsonObject } from '../../manifests/manifest';
import type { BackendIntent, MutualTlsIntent, SubjectAltName } from '../intent';
import { Refusal } from '../refusal';
import type { RenderedObject } from '../rendering';

/** What a DestinationRule is about, and who reads it. */
export interface DestinationRuleIntent {
  readonly backend: BackendIntent;
  /** @default - the namespace of whoever applies the objects */
  readonly namespace?: string;
  /** The host by which Istio knows the backend. */
  readonly host: string;
  /** The only namespace that applies the rule, so that sidecars elsewhere keep the TLS of the mesh. */
  readonly readerNamespace: string;
}

/**
 * Tells the TLS to one backend. Istio keeps one DestinationRule for a host, so that whoever comes second must ask for
 * the same.
 *
 * @throws Refusal if the number of the port is not known
 */
export function renderDestinationRule(intent: DestinationRuleIntent, tls: JsonObject): RenderedObject {
  const { backend, namespace, host, readerNamespace } = intent;
  return {
    role: 'Resource',
    sharedAs: `destination-rule-${host.replaceAll('.', '-')}`,
    sharedFix: 'give each port a Service of its own: Istio keeps one DestinationRule for a host',
    manifest: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: namespace === undefined ? {} : { namespace },
      spec: { host, exportTo: [readerNamespace], trafficPolicy: trafficPolicy(backend, tls) },
    },
  };
}

/** Mutual TLS with a certificate of one's own; names are verified only where they are listed. */
export function mutualTls({ server, client }: MutualTlsIntent): JsonObject {
  const names = server.subjectAltNames.length === 0 ? [server.hostname] : server.subjectAltNames.map(nameText);
  return { mode: 'MUTUAL', credentialName: client.secretName, sni: server.hostname, subjectAltNames: names };
}

/**
 * Mutual TLS with the certificate of the mesh, which brings roots and names with it: other fields have no place there.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode
 */
export const MESH_TLS: JsonObject = { mode: 'ISTIO_MUTUAL' };

/**
 * The host by which Istio knows a backend.
 * @throws Refusal if the namespace of a Service is not known: short names mean the namespace of whoever reads them
 */
export function hostOf(backend: BackendIntent, clusterDomain: string): string {
  if (backend.kind === 'External') {
    return backend.hostname;
  }
  if (backend.namespace === undefined) {
    throw new Refusal({
      rule: 'references/policy-namespace',
      message: `the namespace of Service ${backend.name} is not known, and a DestinationRule needs the Service's DNS name`,
      fix: 'set the namespace on the chart or on the Service',
    });
  }
  return `${backend.name}.${backend.namespace}.svc.${clusterDomain}`;
}

function trafficPolicy(backend: BackendIntent, tls: JsonObject): JsonObject {
  if (backend.kind === 'External') {
    return { portLevelSettings: [{ port: { number: backend.port }, tls }] };
  }
  const { name, port } = backend;
  if (port === undefined) {
    return { tls };
  }
  if (port.number === undefined) {
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `the number of port ${port.name} of Service ${name} is not known, and a DestinationRule names ports by number`,
      fix: 'give it where the Service is not in the app: Backend.serviceName(name, { port, portNumber })',
    });
  }
  return { portLevelSettings: [{ port: { number: port.number }, tls }] };
}

function nameText(name: SubjectAltName): string {
  return name.type === 'Hostname' ? name.hostname : name.uri;
}
