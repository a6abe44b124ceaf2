import { graphOf } from '../gateways/gateway-directory';
import type { Finding, SuppressedFinding } from '../manifests/finding';
import { indexManifests } from '../manifests/index-set';
import type { Manifest, ManifestSet } from '../manifests/manifest';
import type { StatedGateway } from '../manifests/rule';
import type { Crl } from '../trust';
import { CapabilityQuestions } from './capability-questions';
import type { CheckContext } from './check-context';
import { RULES } from './rules';
import { STEP_RULE_IDS } from './rules/rotation/step-rule-ids';
import { checkSeverities, type RuleSeverities, runRules } from './run-rules';
import { checkSchemas } from './schema/check-schemas';
import { schemasOf } from './schema/schemas';

/** How a set is checked. */
export interface CheckOptions {
  /**
   * CustomResourceDefinitions, which win over our contracts.
   * @default - our contracts alone
   */
  readonly crds?: ManifestSet;
  /**
   * Certificate revocation lists.
   * @default - revocation is not judged
   */
  readonly crls?: readonly Crl[];
  /**
   * Gateways and their versions.
   * @default - none stated; rules that need one are not applicable
   */
  readonly gateways?: readonly StatedGateway[];
  /**
   * The instant at which expiry is judged.
   * @default - expiry is not judged
   */
  readonly now?: Date;
  /**
   * Whether everything that exists is in the set.
   * @default false
   */
  readonly closedWorld?: boolean;
  /**
   * Severities by rule id, instead of the rules' own; `off` leaves a rule out.
   * @default - the rules' own
   */
  readonly severities?: RuleSeverities;
  /**
   * The manifests that the set replaces; objects are matched by group, kind, namespace and name.
   * @default - rules on transitions are left out, as when objects are created
   */
  readonly before?: ManifestSet;
  /**
   * The file that each object is written to, given only where a file is meant to hold one object.
   * @default - files hold many objects
   */
  readonly fileOf?: (manifest: Manifest) => string;
}

/** What a check came to. */
export interface CheckResult {
  /** Ordered by file and line, or by construct path; then by path and rule. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly summary: CheckSummary;
}

/** Counts over one check. */
export interface CheckSummary {
  /** Objects looked at. */
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
}

/**
 * Checks manifests by every rule. Pure: the same set and options give the same result.
 *
 * @throws Error if `severities` names an unknown rule, or turns one off that cannot be
 */
export function check(set: ManifestSet, options: CheckOptions = {}): CheckResult {
  const { severities = {} } = options;
  checkSeverities(severities, RULE_IDS);
  const { findings, suppressed } = runRules(RULES, contextOf(set, options), { manifests: set, severities });
  return {
    findings,
    suppressed,
    summary: {
      objects: set.manifests.length,
      errors: findings.filter((finding) => finding.severity === 'error').length,
      warnings: findings.filter((finding) => finding.severity === 'warning').length,
    },
  };
}

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map((rule) => rule.id));

/** Objects may also silence what is found about a step. */
const IDS_IN_SUPPRESSIONS: ReadonlySet<string> = new Set([...RULE_IDS, ...STEP_RULE_IDS]);

function contextOf(set: ManifestSet, options: CheckOptions): CheckContext {
  const index = indexManifests(set);
  return {
    set,
    index,
    graph: graphOf(set, { index }),
    gateways: options.gateways ?? [],
    questions: new CapabilityQuestions(options.gateways ?? []),
    closedWorld: options.closedWorld ?? false,
    schemaReport: checkSchemas(set, schemasOf(options.crds), options.before),
    ruleIds: IDS_IN_SUPPRESSIONS,
    now: options.now,
    before: options.before,
    crds: options.crds,
    crls: options.crls,
    fileOf: options.fileOf,
  };
}
