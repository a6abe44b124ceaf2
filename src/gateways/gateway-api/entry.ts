import { CapabilityTable } from '../capabilities';
import type { GatewayEntry } from '../gateway-entry';

/**
 * The specification is no implementation: what each implementation must do stands there, the rest is open. So nothing is
 * recorded, each question is answered with unknown, and whoever states it is held to the portable subset.
 */
export const gatewayApiEntry: GatewayEntry = {
  name: 'gateway-api',
  title: 'Gateway API (portable core)',
  controllerNames: [],
  versions: [],
  table: new CapabilityTable([]),
  note: 'no implementation, so that nothing is recorded; portable is a BackendTLSPolicy v1 with one targetRef of group "", one ConfigMap with key ca.crt, and no subjectAltNames other than the hostname itself',
};
