import { Agentgateway } from '../../gateways/agentgateway/agentgateway';
import { Airlock } from '../../gateways/airlock/airlock';
import { Apisix } from '../../gateways/apisix/apisix';
import { AwsLoadBalancerController } from '../../gateways/aws-lbc/aws-load-balancer-controller';
import { AwsVpcLattice } from '../../gateways/aws-vpc-lattice/aws-vpc-lattice';
import { AzureApplicationGatewayForContainers } from '../../gateways/azure-agc/azure-application-gateway-for-containers';
import { Cilium } from '../../gateways/cilium/cilium';
import { Contour } from '../../gateways/contour/contour';
import { Emissary } from '../../gateways/emissary/emissary';
import { EnvoyGateway } from '../../gateways/envoy-gateway/envoy-gateway';
import { GatewayApi } from '../../gateways/gateway-api/gateway-api';
import { portableCore } from '../../gateways/gateway-api/portable-core';
import { GkeGateway } from '../../gateways/gke/gke-gateway';
import { Gloo } from '../../gateways/gloo/gloo';
import { HaproxyKubernetesIngress } from '../../gateways/haproxy-kubernetes-ingress/haproxy-kubernetes-ingress';
import { Istio } from '../../gateways/istio/istio';
import { IstioAgentgateway } from '../../gateways/istio/istio-agentgateway';
import { Kgateway } from '../../gateways/kgateway/kgateway';
import { KongIngressController } from '../../gateways/kong-ingress-controller/kong-ingress-controller';
import { KongOperator } from '../../gateways/kong-operator/kong-operator';
import { NginxGatewayFabric } from '../../gateways/nginx-gateway-fabric/nginx-gateway-fabric';
import { type GatewayDataPlane, gatewayNamed } from '../../gateways/registry';
import { Traefik } from '../../gateways/traefik/traefik';
import type { PortableGateway } from './portable-gateway';

/** A gateway of this library, as the documentation names it. */
export interface KnownGateway extends PortableGateway {
  /** File name of its page; the name on the command line, with what is special behind it. */
  readonly name: string;
  readonly title: string;
  /**
   * What the page must say of how it was asked.
   * @default - nothing
   */
  readonly note?: string;
}

const REASON = 'the suite accepts it, to show what is written then';
const ACCEPTED = 'Asked with the risk accepted, for which a reason must be given; without it';

/** Each gateway that has a renderer, in the order of the documentation. */
export const KNOWN_GATEWAYS: readonly KnownGateway[] = [
  { ...known('envoy-gateway'), create: (props) => new EnvoyGateway(props) },
  { ...known('kgateway'), create: (props) => new Kgateway(props) },
  { ...known('kong-ingress-controller'), create: (props) => new KongIngressController(props) },
  { ...known('kong-operator'), create: (props) => new KongOperator(props) },
  {
    ...known('kong-operator', 'Kong Operator, hybrid Gateway'),
    name: 'kong-operator-hybrid',
    create: (props) => new KongOperator({ ...props, hybridGateway: true }),
  },
  { ...known('istio'), create: (props) => new Istio(props) },
  { ...known('istio-agentgateway'), create: (props) => new IstioAgentgateway(props) },
  { ...known('nginx-gateway-fabric'), create: (props) => new NginxGatewayFabric(props) },
  { ...known('traefik'), create: (props) => new Traefik(props) },
  { ...known('cilium'), create: (props) => new Cilium(props) },
  { ...known('contour'), create: (props) => new Contour(props) },
  { ...known('agentgateway'), create: (props) => new Agentgateway(props) },
  { ...known('airlock'), create: (props) => new Airlock(props) },
  { ...known('gke'), create: (props) => new GkeGateway(props) },
  { ...known('azure-agc'), create: (props) => new AzureApplicationGatewayForContainers(props) },
  { ...known('gloo'), create: (props) => new Gloo(props) },
  {
    ...known('apisix'),
    note: `${ACCEPTED} (\`unverifiedServerReason\`) each intent is refused, since no server is verified.`,
    create: (props) => new Apisix({ ...props, unverifiedServerReason: REASON }),
  },
  {
    ...known('emissary'),
    note: `${ACCEPTED} (\`unverifiedNameReason\`) each intent is refused, since the name is not verified.`,
    create: (props) => new Emissary({ ...props, unverifiedNameReason: REASON }),
  },
  {
    ...known('haproxy-kubernetes-ingress'),
    note: `${ACCEPTED} (\`unverifiedNameReason\`) each intent is refused, since the name is not verified.`,
    create: (props) => new HaproxyKubernetesIngress({ ...props, unverifiedNameReason: REASON }),
  },
  { ...known('aws-lbc'), create: (props) => new AwsLoadBalancerController(props) },
  { ...known('aws-vpc-lattice'), create: (props) => new AwsVpcLattice(props) },
  {
    ...known('gateway-api'),
    table: portableCore,
    versions: ['1.3', '1.4', '1.5', '1.6'],
    note: 'The target for any implementation that claims BackendTLSPolicy: what each of them must honor, and no more.',
    create: (props) => new GatewayApi(props),
  },
];

/** What the registry says of an implementation, or of one of its variants. */
function known(
  name: string,
  variant?: string,
): Pick<KnownGateway, 'name' | 'title' | 'table' | 'versions' | 'controllerName'> {
  const entry = gatewayNamed(name);
  const dataPlane: GatewayDataPlane | undefined =
    variant === undefined ? entry : entry?.variants?.find(({ title }) => title === variant);
  if (entry === undefined || dataPlane === undefined) {
    throw new Error(`the registry has no gateway ${variant ?? name}`);
  }
  const [controllerName = entry.controllerNames[0]] = dataPlane.controllerNames;
  const { title, table, versions } = dataPlane;
  return { name, title, table, versions, ...(controllerName === undefined ? {} : { controllerName }) };
}
