import type { Capabilities, Capability } from '../../gateways/capabilities';
import { notApplicable, type RuleResult } from '../../manifests/rule';
import type { ApplicableGateway, CapabilityQuestions } from '../capability-questions';

/** What the capability table says of the one implementation that reads some kind of object. */
export interface VendorCapability<K extends Capability> {
  readonly gateway: ApplicableGateway;
  readonly value: Capabilities[K];
  readonly evidence: string;
}

/**
 * Judges objects of a kind that one implementation alone reads, by what it can do at its stated version. Where the version
 * is not stated, or the table does not know, the rule does not apply.
 *
 * @param name the implementation as on the command line
 */
export function judgeVendor<K extends Capability>(
  questions: CapabilityQuestions,
  name: string,
  capability: K,
  judge: (known: VendorCapability<K>) => RuleResult,
): RuleResult {
  const gateway = questions.gateway(name);
  if (gateway === undefined) {
    return notApplicable(`nothing is known of ${name}`);
  }
  const answer = questions.explain(gateway, capability);
  if (answer !== undefined) {
    return judge({ gateway, ...answer });
  }
  return notApplicable(
    gateway.version === undefined
      ? `the version of ${gateway.title} is not stated`
      : `${capability} of ${describeGateway(gateway)} is not known`,
  );
}

/** Title and version for messages: `Traefik 3.7`. */
export function describeGateway({ title, version }: ApplicableGateway): string {
  return version === undefined ? title : `${title} ${version}`;
}
