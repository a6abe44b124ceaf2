import { ApiObject, App, Chart } from 'cdk8s';
import type { GatewayImplementation } from '../../gateways/gateway-implementation';
import type { JsonObject } from '../../manifests/manifest';

/** Name and namespace of the Gateway that intents are for. */
export const PORTABILITY_GATEWAY = { name: 'edge', namespace: 'gateways' } as const;

/** A controller that no implementation is known by. */
export const UNKNOWN_CONTROLLER = 'example.com/gateway-controller';

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Kinds of route that intents use. */
export type IntentRouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TCPRoute';

const ROUTE_VERSIONS = { HTTPRoute: 'v1', GRPCRoute: 'v1', TCPRoute: 'v1alpha2' } as const;
const LISTENERS = { HTTPRoute: 'https', GRPCRoute: 'https', TCPRoute: 'tcp' } as const;

/** One Service as a route names it. */
export interface RoutedService {
  readonly name: string;
  readonly namespace?: string;
  readonly port: number;
}

/** How a route differs from the plain one. */
export interface SiteRouteOptions {
  /** @default 'payments' */
  readonly namespace?: string;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An object that was there before the constructs. */
interface GivenObject {
  readonly object: ApiObject;
  readonly before: JsonObject;
}

/** The app around one intent: a Gateway, and what its users have before they use a construct of this library. */
export class IntentSite {
  readonly app = new App();
  private readonly charts = new Map<string, Chart>();
  private readonly given = new Map<string, GivenObject>();
  private readonly edge: ApiObject;

  /** @param controllerName `controllerName` of the GatewayClass */
  constructor(
    readonly gateway: GatewayImplementation,
    controllerName = UNKNOWN_CONTROLLER,
  ) {
    const { name, namespace } = PORTABILITY_GATEWAY;
    this.give(new Chart(this.app, 'cluster'), 'Class', {
      apiVersion: `${GATEWAY_API}/v1`,
      kind: 'GatewayClass',
      metadata: { name },
      spec: { controllerName },
    });
    this.edge = this.give(this.chart(namespace), 'Edge', {
      apiVersion: `${GATEWAY_API}/v1`,
      kind: 'Gateway',
      metadata: { name },
      spec: {
        gatewayClassName: name,
        listeners: [
          {
            name: 'https',
            port: 443,
            protocol: 'HTTPS',
            tls: { certificateRefs: [{ name: 'edge-server' }] },
            allowedRoutes: { namespaces: { from: 'All' } },
          },
          { name: 'tcp', port: 9443, protocol: 'TCP', allowedRoutes: { namespaces: { from: 'All' } } },
        ],
      },
    });
  }

  /** The Gateway, to be changed where the gateway needs it. */
  get gatewayResource(): ApiObject {
    return this.edge;
  }

  /** The chart of a namespace. */
  chart(namespace: string): Chart {
    const known = this.charts.get(namespace) ?? new Chart(this.app, namespace, { namespace });
    this.charts.set(namespace, known);
    return known;
  }

  /** A Service in `payments`, made once. */
  service(name: string, ports: Readonly<Record<string, number>> = { https: 8443 }): ApiObject {
    return (
      this.given.get(`Service ${name}`)?.object ??
      this.give(this.chart('payments'), `Service ${name}`, {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name },
        spec: {
          selector: { app: name },
          ports: Object.entries(ports).map(([portName, port]) => ({ name: portName, port })),
        },
      })
    );
  }

  /** A route from the Gateway to Services; requests are spread over them. */
  route(kind: IntentRouteKind, services: readonly RoutedService[], options: SiteRouteOptions = {}): ApiObject {
    const { namespace = 'payments', annotations } = options;
    return this.give(this.chart(namespace), kind, {
      apiVersion: `${GATEWAY_API}/${ROUTE_VERSIONS[kind]}`,
      kind,
      metadata: { name: 'ledger', ...(annotations === undefined ? {} : { annotations }) },
      spec: {
        parentRefs: [{ ...PORTABILITY_GATEWAY, sectionName: LISTENERS[kind] }],
        rules: [{ backendRefs: services.map((service) => ({ group: '', kind: 'Service', ...service })) }],
      },
    });
  }

  /** Objects that were there before, with what they were like. */
  get givenObjects(): readonly GivenObject[] {
    return [...this.given.values()];
  }

  private give(
    chart: Chart,
    id: string,
    manifest: ConstructorParameters<typeof ApiObject>[2] & Readonly<Record<string, unknown>>,
  ): ApiObject {
    const object = new ApiObject(chart, id.replaceAll(' ', '-'), manifest);
    this.given.set(id, { object, before: object.toJson() });
    return object;
  }
}
