import { contradiction, isGatewayVersion, unknownGateway } from '../checks/stated-gateways';
import type { StatedGateway } from '../manifests/rule';
import { UsageError } from './usage-error';

/**
 * Reads `--gateway NAME@VERSION` options.
 *
 * @throws UsageError if one has another form, names an unknown implementation, or if one is stated twice
 */
export function readGateways(options: readonly string[]): readonly StatedGateway[] {
  const gateways = options.map(readGateway);
  refuse(contradiction(gateways));
  return [...new Map(gateways.map((gateway) => [gateway.name, gateway])).values()];
}

function readGateway(option: string): StatedGateway {
  const at = option.indexOf('@');
  const name = at < 0 ? option : option.slice(0, at);
  const version = at < 0 ? '' : option.slice(at + 1);
  const unknown = unknownGateway(name);
  if (at < 0 && unknown !== undefined && /[./]/.test(name)) {
    throw new UsageError(`--gateway: "${name}" looks like a path; give the paths before the options`);
  }
  refuse(unknown);
  if (!isGatewayVersion(version)) {
    const found = version === '' ? `"${option}" states no version` : `"${version}" is not a version`;
    throw new UsageError(`--gateway: ${found}; state it as in ${name}@1.9 or ${name}@1.9.2`);
  }
  return { name, version };
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) {
    throw new UsageError(`--gateway: ${problem}`);
  }
}
