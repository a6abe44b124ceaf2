import type { GatewayEntry } from '../gateway-entry';
import { kongMetrics } from '../kong/metrics';
import { KONG_POLICY_READING } from '../kong/policy-reading';
import { KONG_CONNECTION_LIMITS } from '../kong/upstream-keepalive';
import { kongHybridGatewayCapabilities, kongOperatorCapabilities } from './capabilities';

/** What is known of Kong Operator. */
export const kongOperatorEntry: GatewayEntry = {
  name: 'kong-operator',
  title: 'Kong Operator',
  controllerNames: ['konghq.com/gateway-operator'],
  controllerEvidence: 'documentation of GatewayClasses',
  ingressControllers: ['ingress-controllers.konghq.com/kong'],
  policyReading: KONG_POLICY_READING,
  versions: ['2.0', '2.1', '2.2', '2.3'],
  table: kongOperatorCapabilities,
  metrics: kongMetrics('>=2.0.0 <2.4.0'),
  connectionLimits: KONG_CONNECTION_LIMITS,
  variants: [
    {
      title: 'Kong Operator, hybrid Gateway',
      // The same classes: what makes a Gateway hybrid is its GatewayConfiguration.
      controllerNames: [],
      parameters: {
        kind: { group: 'gateway-operator.konghq.com', kind: 'GatewayConfiguration' },
        field: ['spec', 'konnect'],
      },
      versions: ['2.0', '2.2', '2.3'],
      table: kongHybridGatewayCapabilities,
    },
  ],
};
