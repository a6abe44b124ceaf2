import type { JsonObject } from '../../manifests/manifest';
import type { BackendIntent, MutualTlsIntent, SubjectAltName } from '../intent';
import { Refusal } from '../refusal';
import type { RenderedObject } from '../rendering';

/**
 * Tells one backend's mutual TLS. Istio keeps one DestinationRule for a host, so that whoever comes second must ask for
 * the same.
 *
 * @param readerNamespace the only namespace that applies the rule, so that sidecars elsewhere keep the TLS of the mesh
 * @throws Refusal if the number of the port is not known
 */
export function renderDestinationRule(intent: MutualTlsIntent, host: string, readerNamespace: string): RenderedObject {
  const { backend, namespace, server, client } = intent;
  const names = server.subjectAltNames.length === 0 ? [server.hostname] : server.subjectAltNames.map(nameText);
  const tls = { mode: 'MUTUAL', credentialName: client.secretName, sni: server.hostname, subjectAltNames: names };
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
