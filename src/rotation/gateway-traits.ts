import type { Capabilities, NotApplicable, Unknown } from '../gateways/capabilities';
import { GatewayVersion } from '../gateways/gateway-version';
import { gatewayNamed } from '../gateways/registry';
import type { StatedGateway } from '../manifests/rule';
import type { Edge } from './edges';
import type { EndVerifier } from './material-verification';

/** What of a gateway decides about trust. */
export interface GatewayTraits {
  /** For messages: `Envoy Gateway 1.9`. */
  readonly title: string;
  readonly verification: EndVerifier;
  /** How many of a policy's references to roots count. */
  readonly caReferences: 'all' | 'first-only' | 'one-or-rejected' | Unknown;
  /** How many certificates one object with roots may hold. */
  readonly certificatesPerObject: 'many' | 'one' | Unknown;
  readonly reload: ReloadTrait;
}

/** How the gateway comes to use a certificate or roots that have changed. */
export interface ReloadTrait {
  readonly value: Capabilities['reload'] | NotApplicable | Unknown;
  /** Where that is known from, or why it is not known. */
  readonly evidence: string;
  /**
   * Kinds of object of which it is not known whether a change of theirs comes into use so.
   * @default - none
   */
  readonly unsettled?: readonly string[];
}

/** A verifier of which nothing is known. */
export const STRICTEST: EndVerifier = { verifier: 'openssl' };

/** What is known of the gateway behind a hop, by its implementation and by the version that the user states. */
export function traitsOf(
  { connector, implementations }: Pick<Edge, 'connector' | 'implementations'>,
  stated: readonly StatedGateway[],
): GatewayTraits {
  const traits = traitsOfImplementation(implementations, stated);
  return connector === undefined ? traits : traitsOfController(implementations, stated, traits);
}

/** The controller of Envoy Gateway is written in Go, and reads what it needs for its extension server by itself. */
function traitsOfController(
  implementations: readonly string[],
  stated: readonly StatedGateway[],
  traits: GatewayTraits,
): GatewayTraits {
  const gateway = stated.find(({ name }) => implementations.includes(name));
  const verification: EndVerifier = { verifier: 'go' };
  const table = gateway && gatewayNamed(gateway.name)?.table;
  if (gateway === undefined || table === undefined) {
    return { ...traits, verification };
  }
  const { value, evidence } = table.at('extension.reload', GatewayVersion.parse(gateway.version));
  return { ...traits, verification, reload: { value: value === 'per-handshake' ? 'hot' : value, evidence } };
}

function traitsOfImplementation(implementations: readonly string[], stated: readonly StatedGateway[]): GatewayTraits {
  const gateway = stated.find(({ name }) => implementations.includes(name)) ?? {
    name: implementations[0],
    version: undefined,
  };
  const entry = gateway.name === undefined ? undefined : gatewayNamed(gateway.name);
  // Others, and backends, are taken for the strictest.
  const verifier = entry?.verifier ?? STRICTEST.verifier;
  if (entry === undefined || gateway.version === undefined) {
    const title = entry?.title ?? 'the gateway';
    const evidence =
      entry === undefined ? 'the manifests do not tell which gateway it is' : 'its version is not stated';
    return {
      title,
      verification: { verifier },
      caReferences: 'unknown',
      certificatesPerObject: 'unknown',
      reload: { value: 'unknown', evidence },
    };
  }
  const version = GatewayVersion.parse(gateway.version);
  const reload = entry.table.at('reload', version);
  const partialChain = entry.table.at('partialChain', version).value;
  return {
    title: `${entry.title} ${gateway.version}`,
    verification: { verifier, ...(partialChain === 'unknown' ? {} : { partialChain: partialChain === 'accepted' }) },
    caReferences: entry.table.at('btp.maxCaRefs', version).value,
    certificatesPerObject: entry.table.at('btp.caPems', version).value,
    reload: {
      value: reload.notApplicable === true ? 'not-applicable' : reload.value,
      evidence: reload.evidence,
      ...(reload.unsettled === undefined ? {} : { unsettled: reload.unsettled }),
    },
  };
}
