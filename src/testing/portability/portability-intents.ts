import { BACKEND_INTENTS } from './intents/backend-intents';
import { CLIENT_CERTIFICATE_INTENTS } from './intents/client-certificate-intents';
import { PARAMETER_INTENTS } from './intents/parameter-intents';
import { ROUTE_INTENTS } from './intents/route-intents';
import { SERVER_NAME_INTENTS } from './intents/server-name-intents';
import { TRUST_INTENTS } from './intents/trust-intents';
import type { PortabilityIntent } from './portability-intent';

/** What users ask of gateways: each is asked of each gateway, and is either told to it or refused with the way out. */
export const PORTABILITY_INTENTS: readonly PortabilityIntent[] = [
  ...SERVER_NAME_INTENTS,
  ...TRUST_INTENTS,
  ...BACKEND_INTENTS,
  ...CLIENT_CERTIFICATE_INTENTS,
  ...PARAMETER_INTENTS,
  ...ROUTE_INTENTS,
];
