import type { GatewayEntry } from '../gateway-entry';
import { gkeCapabilities } from './capabilities';

/** What is known of GKE Gateway. */
export const gkeEntry: GatewayEntry = {
  name: 'gke',
  title: 'GKE Gateway',
  controllerNames: ['networking.gke.io/gateway'],
  controllerEvidence: 'the classes gke-l7-* that GKE installs',
  builtInClasses: [
    'gke-l7-global-external-managed',
    'gke-l7-regional-external-managed',
    'gke-l7-rilb',
    'gke-l7-gxlb',
    // Of Gateways over several clusters.
    'gke-l7-global-external-managed-mc',
    'gke-l7-regional-external-managed-mc',
    'gke-l7-cross-regional-internal-managed-mc',
    'gke-l7-rilb-mc',
    'gke-l7-gxlb-mc',
  ],
  choosesTls: 'by appProtocol of the port',
  versions: ['1.35.2-gke.1751000', '1.36.2-gke.2154000'],
  table: gkeCapabilities,
};
