import type { GatewayImplementation } from './gateway-implementation';
import { Refusal } from './refusal';
import { upgradeOr } from './wording';

/** @throws Refusal if the gateway has no field for a client certificate of one backend, or may have none */
export function requirePerBackendCertificate(gateway: GatewayImplementation): void {
  const { value, evidence } = gateway.capability('perBackendCert');
  if (value !== 'none' && value !== 'unknown') {
    return;
  }
  throw new Refusal({
    rule: value === 'none' ? 'gateway-api/field-too-new' : 'gateway-api/capability-unknown',
    message: `${gateway} ${value === 'none' ? 'has' : 'may have'} no client certificate per backend (${evidence})`,
    fix: upgradeOr(
      gateway.versionsWhere('perBackendCert', (other) => other !== 'none' && other !== 'unknown'),
      'use another gateway',
    ),
  });
}
