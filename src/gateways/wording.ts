import type { GatewayImplementation } from './gateway-implementation';
import type { RenderingNote } from './rendering';

/** A note that something about the gateway is not known. */
export function unknownNote(gateway: GatewayImplementation, what: string, evidence: string): RenderingNote {
  return {
    rule: 'gateway-api/capability-unknown',
    severity: 'warning',
    message: `${gateway}: ${what} is unknown (${evidence})`,
    fix: 'test it on your cluster, or keep to the portable subset',
  };
}

/** The fix of a refusal: the versions that can, or else another way. */
export function upgradeOr(versions: string | undefined, otherwise: string): string {
  return versions === undefined ? otherwise : `use version ${versions}, or ${otherwise}`;
}
