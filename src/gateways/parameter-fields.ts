import type { Capability } from './capabilities';
import type { GatewayImplementation } from './gateway-implementation';
import type { TlsParameters } from './intent';
import { Refusal, type RefusalDetails } from './refusal';
import { requireFilledLists } from './tls-parameters';
import { upgradeOr } from './wording';

/** A TLS setting beyond identity. */
export type TlsParameter = keyof TlsParameters;

/** Where the table says whether there is a field for a parameter; no table has one for the depth. */
const CAPABILITIES = {
  minVersion: 'minTls',
  maxVersion: 'minTls',
  cipherSuites: 'ciphers',
  alpnProtocols: 'alpn',
  verifyDepth: undefined,
} as const satisfies Record<TlsParameter, Capability | undefined>;

const PARAMETERS = Object.keys(CAPABILITIES) as readonly TlsParameter[];
const RECORDED = PARAMETERS.filter((parameter) => CAPABILITIES[parameter] !== undefined);

/** What is written, and which parameters that can carry. */
export interface ParameterHolder {
  /**
   * What is written, for messages: `an AgentgatewayPolicy`.
   * @default - what the gateway has for one backend, whatever that is
   */
  readonly title?: string;
  /**
   * The parameters that can be written there, where the gateway has a field for them.
   * @default - all of which the capability table names a field
   */
  readonly writable?: readonly TlsParameter[];
  /**
   * What else the table names is set `beside` what is written, by hand, or only `instead` of it.
   * @default 'beside'
   */
  readonly elsewhere?: 'beside' | 'instead';
}

/**
 * Holds the parameters against what the gateway has fields for: the one piece that serves all gateways.
 *
 * @throws Refusal if a parameter is asked for that cannot be told, or is not known to be, or if a list is empty
 */
export function requireParameterFields(
  gateway: GatewayImplementation,
  parameters: TlsParameters,
  holder: ParameterHolder = {},
): void {
  requireFilledLists(parameters);
  const obstacle = findParameterObstacle(gateway, parameters, holder);
  if (obstacle !== undefined) {
    throw new Refusal(obstacle);
  }
}

/** Why the first parameter that cannot be told cannot, with the way out; undefined where each can. */
export function findParameterObstacle(
  gateway: GatewayImplementation,
  parameters: TlsParameters,
  holder: ParameterHolder = {},
): RefusalDetails | undefined {
  const asked = PARAMETERS.filter((parameter) => parameters[parameter] !== undefined);
  for (const parameter of asked) {
    const obstacle = fieldObstacle(gateway, parameter, holder);
    if (obstacle !== undefined) {
      return obstacle;
    }
  }
  return undefined;
}

function fieldObstacle(
  gateway: GatewayImplementation,
  parameter: TlsParameter,
  holder: ParameterHolder,
): RefusalDetails | undefined {
  const capability = CAPABILITIES[parameter];
  const isWritable = (holder.writable ?? RECORDED).includes(parameter);
  if (capability === undefined) {
    return isWritable ? undefined : depthObstacle(gateway, holder);
  }
  const { value, evidence } = gateway.capability(capability);
  const isNamed = isField(value);
  if (isNamed && isWritable) {
    return undefined;
  }
  const versions = isWritable ? gateway.versionsWhere(capability, isField) : undefined;
  const verb = value === 'unknown' ? 'may have' : 'has';
  const other = isNamed ? `, only ${value}` : '';
  return {
    rule: ruleFor(value, versions),
    message: `${gateway} ${verb} no field for ${parameter}${placeOf(holder)}${other} (${evidence})`,
    fix: upgradeOr(
      versions,
      isNamed && holder.elsewhere !== 'instead' ? setThere(parameter) : dropOr(gateway, parameter),
    ),
  };
}

function ruleFor(value: string, versions: string | undefined): string {
  if (value === 'unknown') {
    return 'gateway-api/capability-unknown';
  }
  return versions === undefined ? 'schema/unknown-field' : 'gateway-api/field-too-new';
}

function depthObstacle(gateway: GatewayImplementation, holder: ParameterHolder): RefusalDetails {
  return {
    rule: 'schema/unknown-field',
    message: `${gateway} has no field for verifyDepth${placeOf(holder)}`,
    fix: 'drop verifyDepth, or use Kong Ingress Controller or Kong Operator',
  };
}

function isField(value: string): boolean {
  return value !== 'none' && value !== 'unknown';
}

function placeOf({ title }: ParameterHolder): string {
  return title === undefined ? '' : ` in ${title}`;
}

function setThere(parameter: TlsParameter): string {
  return `drop ${parameter}, or set it there, outside this construct`;
}

/** Whose own releases have no such field, or not there, is sent to another. */
function dropOr({ implementation }: GatewayImplementation, parameter: TlsParameter): string {
  const other = implementation === 'envoy-gateway' ? 'kgateway' : 'Envoy Gateway';
  return `drop ${parameter}, or use a gateway that has TLS settings of its own, such as ${other}`;
}
