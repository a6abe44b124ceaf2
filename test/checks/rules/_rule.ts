import { type CheckOptions, check } from '../../../src/checks/check';
import type { CheckContext } from '../../../src/checks/check-context';
import type { Severity } from '../../../src/manifests/finding';
import { formatKey, type ManifestSet } from '../../../src/manifests/manifest';
import { readManifests } from '../../../src/manifests/read-manifests';
import type { Rule, StatedGateway } from '../../../src/manifests/rule';
import { run } from './_run';

/** How a rule is asked, with texts where the check takes values. */
export interface RuleOptions extends Pick<CheckOptions, 'closedWorld' | 'crls'> {
  /** `NAME@VERSION` each. */
  readonly gateways?: readonly string[];
  /** RFC 3339. */
  readonly now?: string;
  /** YAML of the manifests that are to be replaced. */
  readonly before?: string;
}

/** A finding, with its object on one line. */
export interface Found {
  readonly severity: Severity;
  readonly object: string;
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** What the whole check reports of one rule. */
export function findingsOf(rule: Rule<CheckContext>, yaml: string, options: RuleOptions = {}): readonly Found[] {
  const { findings } = check(manifestsIn(yaml), valuesOf(options));
  return findings
    .filter((finding) => finding.rule === rule.id)
    .map(({ severity, object, path, message, fix }) => ({
      severity,
      object: object === undefined ? '' : formatKey(object),
      path,
      message,
      fix,
    }));
}

/** What the rule itself says: `pass`, `not applicable: <reason>`, or `findings`. */
export function verdictOf(rule: Rule<CheckContext>, yaml: string, options: RuleOptions = {}): string {
  const result = run(rule, manifestsIn(yaml), valuesOf(options));
  return typeof result === 'string' ? result : 'findings';
}

/** The line on which the only finding of a rule is shown. */
export function lineOf(rule: Rule<CheckContext>, yaml: string, options: RuleOptions = {}): number | undefined {
  const { findings } = check(manifestsIn(yaml), valuesOf(options));
  const [first, ...others] = findings.filter((finding) => finding.rule === rule.id);
  return others.length === 0 ? first?.source?.line : undefined;
}

type Values = Pick<CheckOptions, 'before' | 'closedWorld' | 'crls' | 'now'> & {
  readonly gateways: readonly StatedGateway[];
};

function valuesOf({ closedWorld, crls, gateways, now, before }: RuleOptions): Values {
  return {
    closedWorld: closedWorld ?? false,
    crls,
    gateways: (gateways ?? []).map(statedGateway),
    now: now === undefined ? undefined : new Date(now),
    before: before === undefined ? undefined : manifestsIn(before),
  };
}

function statedGateway(text: string): StatedGateway {
  const [name = '', version = ''] = text.split('@');
  return { name, version };
}

function manifestsIn(yaml: string): ManifestSet {
  const set = readManifests([{ file: 'set.yaml', content: yaml }]);
  if (set.problems.length > 0) {
    throw new Error(`the YAML of the test cannot be read: ${set.problems.map(({ message }) => message).join('; ')}`);
  }
  return set;
}
