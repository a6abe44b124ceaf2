import type { Finding, Severity, SuppressedFinding } from '../manifests/finding';
import { ReferenceGraph } from '../manifests/graph/reference-graph';
import { indexManifests } from '../manifests/index-set';
import { formatPath, type Manifest, type ManifestSet } from '../manifests/manifest';
import type { Rule, RuleFinding, StatedGateway } from '../manifests/rule';
import type { Crl } from '../trust';
import { CapabilityQuestions } from './capability-questions';
import type { CheckContext } from './check-context';
import { compareFindings } from './compare-findings';
import { RULES } from './rules';
import { checkSchemas } from './schema/check-schemas';
import { schemasOf } from './schema/schemas';
import { isSuppressible, reasonFor } from './suppression';
import { keyWithoutSecrets, SecretFields, withoutSecrets } from './without-secrets';

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
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
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
  const severities = readSeverities(options.severities ?? {});
  const context = contextOf(set, options);
  const secretFields = new SecretFields(set);
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const rule of RULES) {
    const severity = severities.get(rule.id);
    if (severity === 'off') {
      continue;
    }
    for (const found of findingsOf(rule, context)) {
      const finding = toFinding(rule, secretFields.withoutSecrets(found, rule.id), severity);
      const reason = found.manifest === undefined ? undefined : reasonFor(found.manifest, rule.id);
      if (reason === undefined) {
        findings.push(finding);
      } else {
        suppressed.push({ ...finding, reason: withoutSecrets(reason) });
      }
    }
  }
  return {
    findings: findings.sort(compareFindings),
    suppressed: suppressed.sort(compareFindings),
    summary: {
      objects: set.manifests.length,
      errors: findings.filter((finding) => finding.severity === 'error').length,
      warnings: findings.filter((finding) => finding.severity === 'warning').length,
    },
  };
}

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map((rule) => rule.id));

function contextOf(set: ManifestSet, options: CheckOptions): CheckContext {
  const index = indexManifests(set);
  return {
    set,
    index,
    graph: new ReferenceGraph(set, { index }),
    gateways: options.gateways ?? [],
    questions: new CapabilityQuestions(options.gateways ?? []),
    closedWorld: options.closedWorld ?? false,
    schemaReport: checkSchemas(set, schemasOf(options.crds), options.before),
    ruleIds: RULE_IDS,
    now: options.now,
    before: options.before,
    crds: options.crds,
    crls: options.crls,
    fileOf: options.fileOf,
  };
}

function findingsOf(rule: Rule<CheckContext>, context: CheckContext): readonly RuleFinding[] {
  const result = rule.check(context);
  return result.verdict === 'findings' ? result.findings : [];
}

function toFinding(rule: Rule<CheckContext>, found: RuleFinding, severity: Severity | undefined): Finding {
  const { manifest } = found;
  const source = found.source ?? sourceOf(found);
  return {
    rule: rule.id,
    severity: severity ?? found.severity ?? rule.severity,
    ...(manifest === undefined ? {} : { object: keyWithoutSecrets(manifest.key) }),
    path: withoutSecrets(formatPath(found.path)),
    message: found.message,
    fix: found.fix,
    ...(source === undefined ? {} : { source }),
    ...(manifest?.constructPath === undefined ? {} : { constructPath: manifest.constructPath }),
  };
}

/** Locating a field reads the document again, so it is done only where there is a field to locate. */
function sourceOf({ manifest, path }: RuleFinding): Finding['source'] {
  return path.length === 0 ? manifest?.source : (manifest?.locate?.(path) ?? manifest?.source);
}

function readSeverities(severities: NonNullable<CheckOptions['severities']>): ReadonlyMap<string, Severity | 'off'> {
  for (const [id, severity] of Object.entries(severities)) {
    if (!RULE_IDS.has(id)) {
      throw new Error(`severities: "${id}" is not a rule; give the id of a rule as findings show it`);
    }
    if (severity === 'off' && !isSuppressible(id)) {
      throw new Error(`severities: rule "${id}" cannot be turned off; remove it from the severities`);
    }
  }
  return new Map(Object.entries(severities));
}
