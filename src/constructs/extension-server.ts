import { isIP } from 'node:net';
import { Refusal } from '../gateways/refusal';
import { parseServiceHost } from '../manifests/graph/service-host';
import type { JsonObject } from '../manifests/manifest';
import type { Backend } from './backend';

/** Longest path of a socket file that Linux takes, in bytes. */
const MAX_SOCKET_PATH = 108;

/** By which name a Service is called. */
export interface ExtensionServerOptions {
  /**
   * DNS name by which the controller calls the Service: it must be in the certificate of the extension server.
   * @default - `<service>.<namespace>.svc.cluster.local`, and the host itself where it is outside the cluster
   */
  readonly hostname?: string;
}

/** Where an extension server of Envoy Gateway listens. */
export class ExtensionServer {
  /** A Service, or a host outside the cluster by name or address. The certificate must be for the name that is called. */
  static backend(backend: Backend, options: ExtensionServerOptions = {}): ExtensionServer {
    return new ExtensionServer((namespace) => backendTarget(backend, options, namespace));
  }

  /**
   * A socket file that the controller and the extension server share.
   * @throws Refusal if the path is not absolute, or longer than sockets allow
   */
  static unixSocket(path: string): ExtensionServer {
    if (!path.startsWith('/') || Buffer.byteLength(path) > MAX_SOCKET_PATH) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `${JSON.stringify(path.slice(0, MAX_SOCKET_PATH))} is no path of a socket file; an absolute path of at most ${MAX_SOCKET_PATH} bytes is allowed`,
        fix: 'give the path at which both containers mount the socket',
      });
    }
    return new ExtensionServer(() => ({ unix: { path } }));
  }

  private constructor(
    /**
     * The target as the configuration has it: `fqdn`, `ip` or `unix`.
     * @internal
     */
    readonly targetIn: (chartNamespace: string | undefined) => JsonObject,
  ) {}
}

function backendTarget(
  backend: Backend,
  { hostname }: ExtensionServerOptions,
  chartNamespace: string | undefined,
): JsonObject {
  const intent = backend.toIntent(chartNamespace);
  if (intent.kind === 'External') {
    requireSameHost(intent.hostname, hostname, hostname === undefined || hostname === intent.hostname);
    return targetOf(intent.hostname, intent.port);
  }
  const { name, namespace, ports = [] } = intent;
  const port = intent.port?.number ?? (ports.length === 1 ? ports[0]?.number : undefined);
  if (port === undefined || namespace === undefined) {
    const missing = port === undefined ? 'port number' : 'namespace';
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `the ${missing} of Service ${name} is not known, and Envoy Gateway calls an extension server by DNS name and port number`,
      fix:
        port === undefined
          ? 'name the port, and give its number where the Service is not in the app: Backend.serviceName(name, { portNumber })'
          : 'set the namespace on the chart or on the Service',
    });
  }
  const called = hostname ?? `${name}.${namespace}.svc.cluster.local`;
  const meant = parseServiceHost(called, { namespaceAfterDot: true });
  requireSameHost(`Service ${namespace}/${name}`, hostname, meant?.name === name && meant.namespace === namespace);
  return targetOf(called, port);
}

function targetOf(host: string, port: number): JsonObject {
  return isIP(host) === 0 ? { fqdn: { hostname: host, port } } : { ip: { address: host, port } };
}

/** The controller verifies the name that it dials, so that there is no other one to give. */
function requireSameHost(server: string, hostname: string | undefined, isSame: boolean): void {
  if (!isSame) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `hostname ${JSON.stringify(hostname)} is no name of ${server}, and Envoy Gateway verifies the name that it calls`,
      fix: 'have a certificate issued with the name of the extension server, and call it by that name',
    });
  }
}
