import { parseInstant } from '../checks/parse-instant';
import { contradiction, isGatewayVersion, unknownGateway } from '../checks/stated-gateways';
import type { StatedGateway } from '../manifests/rule';

/** What `properties` in `cdk8s.yaml` can set. */
export interface ValidationProperties {
  /**
   * Gateway implementations with their versions.
   * @default - none; what depends on one is not judged
   */
  readonly gateways?: readonly StatedGateway[];
  /**
   * The instant to judge expiry at, as RFC 3339.
   * @default - expiry is not judged
   */
  readonly now?: Date;
  /**
   * Files and folders of CustomResourceDefinitions, which win over the built-in ones.
   * @default - the built-in ones alone
   */
  readonly crds?: readonly string[];
  /**
   * Whether the app writes everything that exists.
   * @default false
   */
  readonly closedWorld?: boolean;
  /**
   * The least severity that fails the synthesis.
   * @default error
   */
  readonly failOn: 'error' | 'warning';
}

const NAMES: readonly string[] = ['gateways', 'now', 'crds', 'closedWorld', 'failOn'];

/**
 * Reads `properties` as YAML gives them.
 *
 * @throws Error if a property is unknown or has another form than is allowed
 */
export function readProperties(properties: Readonly<Record<string, unknown>>): ValidationProperties {
  for (const name of Object.keys(properties)) {
    if (!NAMES.includes(name)) {
      throw new Error(`UpstreamTlsValidation: property "${name}" is unknown; allowed are ${NAMES.join(', ')}`);
    }
  }
  const { gateways, now, crds, closedWorld, failOn } = properties;
  return {
    gateways: readOptional('gateways', gateways, readGateways, 'a list of { name, version }, both in quotes'),
    now: readOptional('now', now, readInstant, 'an instant such as 2026-01-31T00:00:00Z, in quotes'),
    crds: readOptional('crds', crds, readPaths, 'a list of paths'),
    closedWorld: readOptional('closedWorld', closedWorld, readBoolean, 'true or false'),
    failOn: readOptional('failOn', failOn, readFailOn, 'error or warning') ?? 'error',
  };
}

/** @param read gives `undefined` where the value has another form */
function readOptional<T>(
  name: string,
  value: unknown,
  read: (value: unknown) => T | undefined,
  form: string,
): T | undefined {
  if (value === undefined) {
    return undefined;
  }
  const property = read(value);
  if (property === undefined) {
    throw new Error(`UpstreamTlsValidation: property "${name}" has another form than is allowed; write ${form}`);
  }
  return property;
}

function readGateways(value: unknown): readonly StatedGateway[] | undefined {
  if (!Array.isArray(value) || !value.every(isGateway)) {
    return undefined;
  }
  refuseGateways(value.map(gatewayProblem).find((problem) => problem !== undefined) ?? contradiction(value));
  return value;
}

/** A misspelled name would turn rules off in silence. */
function gatewayProblem({ name, version }: StatedGateway): string | undefined {
  return (
    unknownGateway(name) ??
    (isGatewayVersion(version) ? undefined : `"${version}" is no version of ${name}; state it as in 1.9 or 1.9.2`)
  );
}

function refuseGateways(problem: string | undefined): void {
  if (problem !== undefined) {
    throw new Error(`UpstreamTlsValidation: property "gateways": ${problem}`);
  }
}

function isGateway(value: unknown): value is StatedGateway {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'version' in value &&
    typeof value.version === 'string'
  );
}

function readInstant(value: unknown): Date | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}

function readPaths(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((path) => typeof path === 'string') ? value : undefined;
}

function readBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function readFailOn(value: unknown): ValidationProperties['failOn'] | undefined {
  return value === 'error' || value === 'warning' ? value : undefined;
}
