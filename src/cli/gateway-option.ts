import { nearestName } from '../checks/schema/nearest-name';
import { gatewayRegistry } from '../gateways/registry';
import type { StatedGateway } from '../manifests/rule';
import { UsageError } from './usage-error';

/** The implementations that `--gateway` can name. The names are stable. */
export const GATEWAY_NAMES: readonly string[] = gatewayRegistry.map(({ name }) => name);

/** A minor version, a release, or the month of a service without releases. */
const VERSION = /^(?:v?\d+(?:\.\d+){1,2}(?:[-+][0-9A-Za-z.+-]+)?|\d{4}-\d{2})$/;

/**
 * Reads `--gateway NAME@VERSION` options.
 *
 * @throws UsageError if one has another form, names an unknown implementation, or if one is stated twice
 */
export function readGateways(options: readonly string[]): readonly StatedGateway[] {
  const gateways = options.map(readGateway);
  const versions = new Map<string, string>();
  for (const { name, version } of gateways) {
    const other = versions.get(name);
    if (other !== undefined && other !== version) {
      throw new UsageError(`--gateway: "${name}" is stated with versions ${other} and ${version}; state one`);
    }
    versions.set(name, version);
  }
  return [...versions].map(([name, version]) => ({ name, version }));
}

function readGateway(option: string): StatedGateway {
  const at = option.indexOf('@');
  const name = at < 0 ? option : option.slice(0, at);
  const version = at < 0 ? '' : option.slice(at + 1);
  if (at < 0 && !GATEWAY_NAMES.includes(name) && /[./]/.test(name)) {
    throw new UsageError(`--gateway: "${name}" looks like a path; give the paths before the options`);
  }
  if (!GATEWAY_NAMES.includes(name)) {
    throw new UsageError(`--gateway: "${name}" is not a gateway implementation; ${gatewayNameHint(name)}`);
  }
  if (!VERSION.test(version)) {
    const found = version === '' ? `"${option}" states no version` : `"${version}" is not a version`;
    throw new UsageError(`--gateway: ${found}; state it as in ${name}@1.9 or ${name}@1.9.2`);
  }
  return { name, version };
}

/** Which name was meant, or which there are. */
export function gatewayNameHint(wrong: string): string {
  const nearest = nearestName(wrong, GATEWAY_NAMES);
  return nearest === undefined ? `allowed are ${GATEWAY_NAMES.join(', ')}` : `did you mean "${nearest}"?`;
}
