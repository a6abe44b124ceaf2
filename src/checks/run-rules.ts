import type { Finding, Severity, SuppressedFinding } from '../manifests/finding';
import { formatPath, type ManifestSet } from '../manifests/manifest';
import type { Rule, RuleContext, RuleFinding } from '../manifests/rule';
import { compareFindings } from './compare-findings';
import { nearestName } from './schema/nearest-name';
import { isSuppressible, reasonFor } from './suppression';
import { keyWithoutSecrets, SecretFields, withoutSecrets } from './without-secrets';

/** Severities by rule id, instead of the rules' own; `off` leaves a rule out. */
export type RuleSeverities = Readonly<Record<string, Severity | 'off'>>;

/** What rules found, each list ordered by file and line, or by construct path; then by path and rule. */
export interface RunResult {
  readonly findings: readonly Finding[];
  /** What annotations on the objects at fault silence. */
  readonly suppressed: readonly SuppressedFinding[];
}

/** How rules are run. */
export interface RunOptions {
  /** All manifests that findings may be about. */
  readonly manifests: ManifestSet;
  /** @default - the rules' own */
  readonly severities?: RuleSeverities;
}

/**
 * Asks rules and makes findings of what they say: with the user's severities, without what objects silence, and without
 * secrets. One place for all engines, so that a finding means the same whichever of them it comes from.
 */
export function runRules<Context extends RuleContext>(
  rules: readonly Rule<Context>[],
  context: Context,
  { manifests, severities = {} }: RunOptions,
): RunResult {
  const chosen = new Map(Object.entries(severities));
  const secretFields = new SecretFields(manifests);
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const rule of rules) {
    const severity = chosen.get(rule.id);
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
  return { findings: findings.sort(compareFindings), suppressed: suppressed.sort(compareFindings) };
}

/**
 * Refuses severities that cannot be.
 *
 * @throws Error if they name a rule that is not known, or turn one off that cannot be
 */
export function checkSeverities(severities: RuleSeverities, known: ReadonlySet<string>): void {
  for (const [id, severity] of Object.entries(severities)) {
    if (!known.has(id)) {
      const nearest = nearestName(id, [...known]);
      const fix = nearest === undefined ? 'give the id of a rule as findings show it' : `did you mean "${nearest}"`;
      throw new Error(`severities: "${id}" is not a rule; ${fix}`);
    }
    if (severity === 'off' && !isSuppressible(id)) {
      throw new Error(`severities: rule "${id}" cannot be turned off; remove it from the severities`);
    }
  }
}

function findingsOf<Context extends RuleContext>(rule: Rule<Context>, context: Context): readonly RuleFinding[] {
  const result = rule.check(context);
  return result.verdict === 'findings' ? result.findings : [];
}

function toFinding(rule: Pick<Rule, 'id' | 'severity'>, found: RuleFinding, severity: Severity | undefined): Finding {
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
