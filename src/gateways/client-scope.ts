import type { GatewayImplementation } from './gateway-implementation';
import type { MutualTlsIntent } from './intent';
import { Refusal, type RefusalDetails } from './refusal';
import type { RenderingNote } from './rendering';
import { unknownNote } from './wording';

/** Whose the client certificate can be, and why not: undefined where nothing is in the way. */
export interface ClientScopeObstacles {
  readonly backend: RefusalDetails | undefined;
  readonly gateway: RefusalDetails | undefined;
}

/**
 * Whose the client certificate becomes: what is asked for, else the backend's, else the Gateway's.
 *
 * @throws Refusal if that is in no way possible; it names the other way where that is open
 */
export function chooseClientScope(
  asked: MutualTlsIntent['clientScope'],
  obstacles: ClientScopeObstacles,
): 'backend' | 'gateway' {
  const { backend, gateway } = obstacles;
  if (asked === 'backend') {
    refuse(backend, gateway, 'use one client certificate per Gateway: clientScope ClientScope.GATEWAY');
    return 'backend';
  }
  if (asked === 'gateway') {
    refuse(gateway, backend, 'use a client certificate per backend: clientScope ClientScope.BACKEND');
    return 'gateway';
  }
  if (backend === undefined) {
    return 'backend';
  }
  if (gateway === undefined) {
    return 'gateway';
  }
  throw new Refusal({
    rule: backend.rule,
    message: `${backend.message}; nor can one certificate stand on the Gateway: ${gateway.message}`,
    fix:
      backend.fix === gateway.fix
        ? backend.fix
        : `for a certificate per backend ${backend.fix}; for one per Gateway ${gateway.fix}`,
  });
}

function refuse(obstacle: RefusalDetails | undefined, other: RefusalDetails | undefined, otherWay: string): void {
  if (obstacle !== undefined) {
    throw new Refusal({ ...obstacle, fix: other === undefined ? `${obstacle.fix}, or ${otherWay}` : obstacle.fix });
  }
}

/** That the Gateway got the certificate because nobody knows whether one backend could have it, where nothing was asked. */
export function unknownScopeNotes(
  gateway: GatewayImplementation,
  asked: MutualTlsIntent['clientScope'],
): readonly RenderingNote[] {
  const { value, evidence } = gateway.capability('perBackendCert');
  return asked === undefined && value === 'unknown'
    ? [
        unknownNote(
          gateway,
          'whether it has a client certificate per backend, in place of the one per Gateway,',
          evidence,
        ),
      ]
    : [];
}

/** Why a gateway has no client certificate of one backend alone, with the way out; undefined where it has. */
export function findPerBackendObstacle(gateway: GatewayImplementation): RefusalDetails | undefined {
  const { value, evidence } = gateway.capability('perBackendCert');
  if (value !== 'none' && value !== 'unknown') {
    return undefined;
  }
  const versions = gateway.versionsWhere('perBackendCert', (other) => other !== 'none' && other !== 'unknown');
  return {
    rule: perBackendRule(value, versions),
    message: `${gateway} ${value === 'none' ? 'has' : 'may have'} no client certificate per backend (${evidence})`,
    fix:
      versions === undefined
        ? 'use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later'
        : `use version ${versions}`,
  };
}

function perBackendRule(value: 'none' | 'unknown', versions: string | undefined): string {
  if (value === 'unknown') {
    return 'gateway-api/capability-unknown';
  }
  return versions === undefined ? 'schema/unknown-field' : 'gateway-api/field-too-new';
}

/** @throws Refusal if one certificate for all backends is asked of a gateway that has one per backend only */
export function refuseGatewayScope(gateway: GatewayImplementation, { clientScope }: MutualTlsIntent): void {
  if (clientScope === 'gateway') {
    const { value } = gateway.capability('perGatewayCert');
    const byHand = value === 'none' || value === 'unknown' ? '' : `, or set ${value} by hand`;
    throw new Refusal({
      rule: 'gateway-api/ccr-not-honoured',
      message: `${gateway} has no client certificate for all backends of a Gateway (${gateway.capability('ccr').evidence})`,
      fix: `use a client certificate per backend: clientScope ClientScope.BACKEND${byHand}`,
    });
  }
}

/** @throws Refusal if the gateway has no client certificate of one backend alone, or is not known to */
export function requirePerBackendCertificate(gateway: GatewayImplementation): void {
  const obstacle = findPerBackendObstacle(gateway);
  if (obstacle !== undefined) {
    throw new Refusal(obstacle);
  }
}
