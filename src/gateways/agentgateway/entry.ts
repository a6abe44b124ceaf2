import type { GatewayEntry } from '../gateway-entry';
import { agentgatewayCapabilities } from './capabilities';

/** What is known of agentgateway. */
export const agentgatewayEntry: GatewayEntry = {
  name: 'agentgateway',
  title: 'agentgateway',
  controllerNames: ['agentgateway.dev/agentgateway', 'kgateway.dev/agentgateway'],
  controllerEvidence: 'the class that its controller creates, and the one while it was a part of kgateway (2.1, 2.2)',
  builtInClasses: ['agentgateway'],
  versions: ['1.0', '1.1', '1.2', '1.3', '1.4.1'],
  table: agentgatewayCapabilities,
};
