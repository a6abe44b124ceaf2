import { ApiObject, type ApiObjectMetadataDefinition } from 'cdk8s';
import type { BackendIntent, ServicePortIntent } from '../gateways/intent';
import { Refusal } from '../gateways/refusal';
import { requireObjectName } from './_object-name';

/**
 * What is read of a Service: the shape of `Service` in cdk8s-plus-28 and every later cdk8s-plus.
 */
export interface IService {
  readonly name: string;
  readonly metadata: ApiObjectMetadataDefinition;
  readonly ports: readonly IServicePort[];
}

/** What is read of a Service's port. */
export interface IServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
}

/** Which port of a Service is meant. */
export interface ServiceBackendOptions {
  /**
   * Name of the port.
   * @default - each port of the Service
   */
  readonly port?: string;
}

/** Which port of a Service that is not in the app is meant. */
export interface NamedServiceBackendOptions extends ServiceBackendOptions {
  /** @default - the namespace of the chart */
  readonly namespace?: string;
  /**
   * Number of the port, needed where a gateway names ports by number.
   * @default - not known
   */
  readonly portNumber?: number;
}

/** What the gateway connects to: a Service and one of its ports, or a host outside the cluster. */
export class Backend {
  /**
   * A Service of the app: cdk8s-plus `Service`, or an ApiObject of kind Service. What the gateway must be told on the
   * Service itself is written to it.
   *
   * @throws Refusal if the Service has no such port, or speaks UDP there
   */
  static service(service: IService | ApiObject, options: ServiceBackendOptions = {}): Backend {
    const read = ApiObject.isApiObject(service) ? readApiObject(service) : readService(service);
    return new Backend(read, pickPort(read.name, read.ports, options.port));
  }

  /**
   * A Service that is not in the app. What it must carry is told as a finding, for you to set.
   *
   * @throws Refusal if no Service or Namespace can have such a name, or the port number is none
   */
  static serviceName(name: string, options: NamedServiceBackendOptions = {}): Backend {
    requireObjectName('Service', name);
    if (options.namespace !== undefined) {
      requireObjectName('Namespace', options.namespace);
    }
    requirePortNumber(options.portNumber);
    const known = options.port !== undefined || options.portNumber !== undefined;
    const port = known ? { name: options.port, number: options.portNumber } : undefined;
    return new Backend({ name, namespace: options.namespace, ports: undefined }, port);
  }

  /**
   * A host outside the cluster.
   * @throws Refusal if the port number is none
   */
  static external(hostname: string, port: number): Backend {
    requirePortNumber(port);
    return new Backend({ name: hostname, ports: undefined }, { number: port }, true);
  }

  /**
   * The object to patch, where the Service is in the app.
   * @internal
   */
  readonly metadata?: ApiObjectMetadataDefinition;

  private constructor(
    private readonly read: ServiceReading,
    private readonly port: ServicePortIntent | undefined,
    private readonly outside = false,
  ) {
    this.metadata = read.metadata;
  }

  /** @internal */
  toIntent(chartNamespace: string | undefined): BackendIntent {
    const { name, namespace, ports } = this.read;
    if (this.outside) {
      return { kind: 'External', hostname: name, port: this.port?.number ?? 443 };
    }
    return { kind: 'Service', name, namespace: namespace ?? chartNamespace, ports, port: this.port };
  }
}

interface ServiceReading {
  readonly name: string;
  readonly namespace?: string;
  readonly ports?: readonly ServicePortIntent[];
  readonly metadata?: ApiObjectMetadataDefinition;
}

function readService(service: IService): ServiceReading {
  return {
    name: service.name,
    namespace: service.metadata.namespace,
    ports: service.ports.map(({ name, port, protocol }) => ({ name, number: port, protocol })),
    metadata: service.metadata,
  };
}

function readApiObject(object: ApiObject): ServiceReading {
  if (object.kind !== 'Service' || object.apiVersion !== 'v1') {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${object.apiVersion} ${object.kind} "${object.name}" is not a Service`,
      fix: 'give the Service behind the gateway',
    });
  }
  const ports: readonly IServicePort[] = object.toJson().spec?.ports ?? [];
  return readService({ name: object.name, metadata: object.metadata, ports });
}

function pickPort(
  service: string,
  ports: readonly ServicePortIntent[] | undefined,
  name: string | undefined,
): ServicePortIntent | undefined {
  const known = ports ?? [];
  if (name === undefined) {
    if (known.length > 0 && known.every((port) => port.protocol === 'UDP')) {
      throw udpRefusal(service, known[0]?.name ?? String(known[0]?.number));
    }
    return undefined;
  }
  const port = known.find((candidate) => candidate.name === name);
  if (port === undefined) {
    const names = known.map((candidate) => candidate.name ?? `${candidate.number} (without a name)`);
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `Service ${service} has no port "${name}"; it has ${names.length === 0 ? 'no ports' : names.join(', ')}`,
      fix: 'name one of its ports',
    });
  }
  if (port.protocol === 'UDP') {
    throw udpRefusal(service, name);
  }
  return port;
}

function udpRefusal(service: string, port: string): Refusal {
  return new Refusal({
    rule: 'gateway-api/udp-target',
    message: `port ${port} of Service ${service} is UDP, which carries no TLS`,
    fix: 'name a TCP port',
  });
}

function requirePortNumber(port: number | undefined): void {
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `port ${port} is not a port number; 1 to 65535 are allowed`,
      fix: 'give the number of the port',
    });
  }
}
