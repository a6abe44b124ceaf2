import { gatewayRegistry } from '../gateways/registry';
import type { StatedGateway } from '../manifests/rule';
import { nearestName } from './schema/nearest-name';

/** The implementations that can be stated. The names are stable. */
export const GATEWAY_NAMES: readonly string[] = gatewayRegistry.map(({ name }) => name);

/** A minor version, a release, or the month of a service without releases. */
const VERSION = /^(?:v?\d+(?:\.\d+){1,2}(?:[-+][0-9A-Za-z.+-]+)?|\d{4}-\d{2})$/;

/** Whether a text is a version as users state it. */
export function isGatewayVersion(version: string): boolean {
  return VERSION.test(version);
}

/** Why a name is no implementation, and which was meant. */
export function unknownGateway(name: string): string | undefined {
  return GATEWAY_NAMES.includes(name)
    ? undefined
    : `"${name}" is not a gateway implementation; ${gatewayNameHint(name)}`;
}

/** Which name was meant, or which there are. */
export function gatewayNameHint(wrong: string): string {
  const nearest = nearestName(wrong, GATEWAY_NAMES);
  return nearest === undefined ? `allowed are ${GATEWAY_NAMES.join(', ')}` : `did you mean "${nearest}"?`;
}

/** The first implementation that is stated with two versions, in words. */
export function contradiction(gateways: readonly StatedGateway[]): string | undefined {
  const versions = new Map<string, string>();
  for (const { name, version } of gateways) {
    const other = versions.get(name);
    if (other !== undefined && other !== version) {
      return `"${name}" is stated with versions ${other} and ${version}; state one`;
    }
    versions.set(name, version);
  }
  return undefined;
}
