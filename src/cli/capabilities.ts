import { gatewayNameHint } from '../checks/stated-gateways';
import { GatewayVersion } from '../gateways/gateway-version';
import { Refusal } from '../gateways/refusal';
import { type GatewayEntry, gatewayNamed, gatewayRegistry } from '../gateways/registry';
import { type CapabilityFormat, formatCapabilities, formatGateway, formatGatewayAt } from '../report/capability-report';
import { EXIT_CODE, type ExitCode } from './exit-code';
import { UsageError } from './usage-error';

/** The options of `capabilities`, as the command line gives them. */
export interface CapabilitiesOptions {
  readonly format: CapabilityFormat;
}

/**
 * Writes what the gateways can do to standard output: all of them, one, or one at one version.
 *
 * @param gateway `NAME` or `NAME@VERSION`
 * @throws UsageError if there is no such gateway, or the version is none
 */
export function capabilities(gateway: string | undefined, { format }: CapabilitiesOptions): ExitCode {
  process.stdout.write(gateway === undefined ? formatCapabilities(gatewayRegistry, format) : reportOn(gateway, format));
  return EXIT_CODE.clean;
}

function reportOn(gateway: string, format: CapabilityFormat): string {
  const at = gateway.indexOf('@');
  if (at < 0) {
    return formatGateway(entryNamed(gateway), format);
  }
  const entry = entryNamed(gateway.slice(0, at));
  return formatGatewayAt(entry, versionOf(gateway.slice(at + 1)), format);
}

function entryNamed(name: string): GatewayEntry {
  const entry = gatewayNamed(name);
  if (entry === undefined) {
    throw new UsageError(`${JSON.stringify(name)} is not a gateway implementation; ${gatewayNameHint(name)}`);
  }
  return entry;
}

function versionOf(text: string): GatewayVersion {
  try {
    return GatewayVersion.parse(text);
  } catch (error) {
    if (Refusal.isRefusal(error)) {
      throw new UsageError(error.message);
    }
    throw error;
  }
}
