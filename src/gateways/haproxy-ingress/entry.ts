import type { GatewayEntry } from '../gateway-entry';
import { haproxyIngressCapabilities } from './capabilities';

/** What is known of HAProxy Ingress. */
export const haproxyIngressEntry: GatewayEntry = {
  name: 'haproxy-ingress',
  title: 'HAProxy Ingress',
  controllerNames: ['haproxy-ingress.github.io/controller'],
  controllerEvidence: 'constant of HAProxy Ingress for both kinds of class',
  ingressControllers: ['haproxy-ingress.github.io/controller'],
  versions: ['0.17.0-alpha.1'],
  table: haproxyIngressCapabilities,
};
