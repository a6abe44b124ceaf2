import type { Capabilities, Capability, CapabilityTable, Unknown } from '../gateways/capabilities';
import { describeRange } from '../gateways/describe-range';
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

/** Capabilities that are lists. */
export type ListCapability = 'btp.caKinds' | 'btp.options' | 'btp.routeKinds';

/** Whether a list holds a member. */
export interface ListAnswer {
  readonly value: boolean;
  readonly list: readonly string[];
  readonly evidence: string;
}

const NOT_STATED = 'its version is not stated';

/**
 * What rules ask of the capability tables in one check. It remembers what had no answer, so that the rule
 * `gateway-api/capability-unknown` can say so once, after all others.
 */
export class CapabilityQuestions {
  private readonly byName: ReadonlyMap<string, ApplicableGateway>;
  /** Variants of an implementation have its name, and a title of their own. */
  private readonly byTitle: ReadonlyMap<string, ApplicableGateway & { readonly table: CapabilityTable }>;
  private readonly unanswered = new Map<string, UnansweredQuestion>();

  /** @throws Refusal if a stated version cannot be read */
  constructor(stated: readonly StatedGateway[]) {
    const versions = new Map(stated.map(({ name, version }) => [name, GatewayVersion.parse(version)]));
    const planes = gatewayRegistry.flatMap((entry) =>
      [entry, ...(entry.variants ?? [])].map(({ title, table }) => ({
        name: entry.name,
        title,
        table,
        version: versions.get(entry.name),
      })),
    );
    this.byTitle = new Map(planes.map((plane) => [plane.title, plane]));
    // Of the planes of one name the first is the implementation itself.
    this.byName = new Map(planes.toReversed().map((plane) => [plane.name, plane]));
  }

  /** The implementation of a name with its stated version; undefined for names that the library does not know. */
  gateway(name: string): ApplicableGateway | undefined {
    return this.byName.get(name);
  }

  /** An implementation or a variant of one by its title, with the stated version. */
  titled(title: string): ApplicableGateway | undefined {
    return this.byTitle.get(title);
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
    const table = this.byTitle.get(gateway.title)?.table;
    if (table === undefined || gateway.version === undefined) {
      this.unanswered.set(gateway.name, { gateway, evidence: NOT_STATED });
      return undefined;
    }
    const { value, evidence, notApplicable } = table.at(capability, gateway.version);
    if (notApplicable === true) {
      return undefined;
    }
    if (value === 'unknown') {
      this.unanswered.set(`${gateway.title} ${capability}`, { gateway, capability, evidence });
      return undefined;
    }
    return { value: value as Capabilities[K], evidence };
  }

  /**
   * Whether a list holds a member, with the whole list for messages; undefined where that is not known, also of a member
   * whose place in an otherwise known list could not be established.
   */
  holds(gateway: ApplicableGateway, capability: ListCapability, member: string): ListAnswer | undefined {
    const answer = this.explain(gateway, capability);
    if (answer === undefined || gateway.version === undefined) {
      return undefined;
    }
    const { value: list, evidence } = answer;
    if (list === 'any') {
      return { value: true, list: [member], evidence };
    }
    const unsettled = this.byTitle.get(gateway.title)?.table.at(capability, gateway.version).unsettled ?? [];
    if (unsettled.includes(member)) {
      const gap = `whether ${member} belongs to it is not established; ${evidence}`;
      this.unanswered.set(`${gateway.title} ${capability}`, { gateway, capability, evidence: gap });
      return undefined;
    }
    return { value: (list as readonly string[]).includes(member), list, evidence };
  }

  /** The stated version of a gateway; undefined where there is none, which is remembered. */
  versionOf(gateway: ApplicableGateway): GatewayVersion | undefined {
    if (gateway.version === undefined) {
      this.unanswered.set(gateway.name, { gateway, evidence: NOT_STATED });
    }
    return gateway.version;
  }

  /** The versions of an implementation whose value passes, for the fix of a finding; undefined when none is known. */
  versionsWhere<K extends Capability>(
    gateway: ApplicableGateway,
    capability: K,
    passes: (value: Capabilities[K] | Unknown) => boolean,
  ): string | undefined {
    const ranges = this.byTitle.get(gateway.title)?.table.rangesWhere(capability, passes) ?? [];
    return ranges.length === 0 ? undefined : ranges.map(describeRange).join(' or ');
  }

  /** What had no answer so far, each thing once, in the order of gateways and capabilities. */
  unansweredSoFar(): readonly UnansweredQuestion[] {
    const keys = [...this.unanswered.keys()].sort();
    return keys.flatMap((key) => this.unanswered.get(key) ?? []);
  }
}
