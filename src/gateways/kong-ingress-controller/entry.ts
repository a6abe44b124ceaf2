import type { GatewayEntry } from '../gateway-entry';
import { kongMetrics } from '../kong/metrics';
import { KONG_POLICY_READING } from '../kong/policy-reading';
import { KONG_CONNECTION_LIMITS } from '../kong/upstream-keepalive';
import { kongIngressControllerCapabilities } from './capabilities';

/** What is known of Kong Ingress Controller. */
export const kongIngressControllerEntry: GatewayEntry = {
  name: 'kong-ingress-controller',
  title: 'Kong Ingress Controller',
  controllerNames: ['konghq.com/kic-gateway-controller'],
  controllerEvidence: 'documentation of unmanaged GatewayClasses',
  ingressControllers: ['ingress-controllers.konghq.com/kong'],
  policyReading: KONG_POLICY_READING,
  versions: ['3.0', '3.1', '3.2', '3.3', '3.4', '3.5'],
  table: kongIngressControllerCapabilities,
  metrics: kongMetrics('>=3.0.0 <3.6.0'),
  connectionLimits: KONG_CONNECTION_LIMITS,
};
