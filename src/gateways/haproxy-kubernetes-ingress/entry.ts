import type { GatewayEntry } from '../gateway-entry';
import { haproxyKubernetesIngressCapabilities } from './capabilities';

/** What is known of HAProxy Kubernetes Ingress Controller. */
export const haproxyKubernetesIngressEntry: GatewayEntry = {
  name: 'haproxy-kubernetes-ingress',
  title: 'HAProxy Kubernetes Ingress Controller',
  controllerNames: ['haproxy.org/gateway-controller'],
  controllerEvidence: 'value of --gateway-controller-name in its documentation',
  versions: ['3.2.11'],
  table: haproxyKubernetesIngressCapabilities,
};
