import type { Capabilities, Capability, CapabilityTable } from '../gateways/capabilities';
import { GatewayVersion } from '../gateways/gateway-version';
import { gatewayRegistry } from '../gateways/registry';
import type { StatedGateway } from '../manifests/rule';

/** A gateway implementation that a backend is behind. */
export interface ApplicableGateway {
  /** The name on the command line: `envoy-gateway`. */
  readonly name: string;
  /** The name in messages: `Envoy Gateway`. */
  readonly title: string;
  /**
   * The version that the user states.
   * @default - not stated: nothing that depends on it is judged
   */
  readonly version?: GatewayVersion;
}

/** Something about a gateway that a rule needed and nobody knows. */
export interface UnansweredQuestion {
  readonly gateway: ApplicableGateway;
  /** @default - the version is not stated, so that nothing was looked up */
  readonly capability?: Capability;
  /** Why nothing is known. */
  readonly evidence: string;
}

/**
 * What rules ask of the capability tables in one check. It remembers what had no answer, so that the rule
 * `gateway-api/capability-unknown` can say so once, after all others.
 */
export class CapabilityQuestions {
  private readonly byName: ReadonlyMap<string, ApplicableGateway & { readonly table: CapabilityTable }>;
  private readonly unanswered = new Map<string, UnansweredQuestion>();

  /** @throws Refusal if a stated version cannot be read */
  constructor(stated: readonly StatedGateway[]) {
    const versions = new Map(stated.map(({ name, version }) => [name, GatewayVersion.parse(version)]));
    this.byName = new Map(
      gatewayRegistry.map(({ name, title, table }) => [name, { name, title, table, version: versions.get(name) }]),
    );
  }

  /** The implementation of a name with its stated version; undefined for names that the library does not know. */
  gateway(name: string): ApplicableGateway | undefined {
    return this.byName.get(name);
  }

  /** What the table says, or undefined where the version is not stated or nothing is known. */
  ask<K extends Capability>(gateway: ApplicableGateway, capability: K): Capabilities[K] | undefined {
    return this.explain(gateway, capability)?.value;
  }

  /** As `ask`, with the evidence for the answer. */
  explain<K extends Capability>(
    gateway: ApplicableGateway,
    capability: K,
  ): { readonly value: Capabilities[K]; readonly evidence: string } | undefined {
    const table = this.byName.get(gateway.name)?.table;
    if (table === undefined || gateway.version === undefined) {
      this.unanswered.set(gateway.name, { gateway, evidence: 'its version is not stated' });
      return undefined;
    }
    const { value, evidence } = table.at(capability, gateway.version);
    if (value === 'unknown') {
      this.unanswered.set(`${gateway.name} ${capability}`, { gateway, capability, evidence });
      return undefined;
    }
    return { value: value as Capabilities[K], evidence };
  }

  /** What had no answer so far, each thing once, in the order of gateways and capabilities. */
  unansweredSoFar(): readonly UnansweredQuestion[] {
    const keys = [...this.unanswered.keys()].sort();
    return keys.flatMap((key) => this.unanswered.get(key) ?? []);
  }
}
