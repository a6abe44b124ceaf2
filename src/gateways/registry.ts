import type { CapabilityTable } from './capabilities';
import { envoyGatewayCapabilities } from './envoy-gateway/capabilities';
import { kgatewayCapabilities } from './kgateway/capabilities';
import { kongIngressControllerCapabilities } from './kong-ingress-controller/capabilities';
import { kongOperatorCapabilities } from './kong-operator/capabilities';

/** A gateway implementation that the library knows. */
export interface GatewayEntry {
  /** The name on the command line. */
  readonly name: string;
  /** The name in messages. */
  readonly title: string;
  /** The minor versions that its table speaks of, oldest first. */
  readonly minors: readonly string[];
  readonly table: CapabilityTable;
}

/** All implementations, by name. */
export const gatewayRegistry: readonly GatewayEntry[] = [
  {
    name: 'envoy-gateway',
    title: 'Envoy Gateway',
    minors: ['1.5', '1.6', '1.7', '1.8', '1.9'],
    table: envoyGatewayCapabilities,
  },
  { name: 'kgateway', title: 'kgateway', minors: ['2.0', '2.1', '2.2', '2.3', '2.4'], table: kgatewayCapabilities },
  {
    name: 'kong-ingress-controller',
    title: 'Kong Ingress Controller',
    minors: ['3.3', '3.4', '3.5'],
    table: kongIngressControllerCapabilities,
  },
  {
    name: 'kong-operator',
    title: 'Kong Operator',
    minors: ['2.0', '2.1', '2.2', '2.3'],
    table: kongOperatorCapabilities,
  },
];
