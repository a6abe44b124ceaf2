import { CapabilityQuestions } from '../../../src/checks/capability-questions';
import type { CheckContext } from '../../../src/checks/check-context';
import { RULES } from '../../../src/checks/rules';
import { checkSchemas } from '../../../src/checks/schema/check-schemas';
import { schemasOf } from '../../../src/checks/schema/schemas';
import { graphOf } from '../../../src/gateways/gateway-directory';
import { indexManifests } from '../../../src/manifests/index-set';
import { formatPath, type ManifestSet } from '../../../src/manifests/manifest';
import type { Rule } from '../../../src/manifests/rule';

/** What one rule says of a set: `pass`, why it does not apply, or its findings as text. */
export function run(
  rule: Rule<CheckContext>,
  set: ManifestSet,
  options: Partial<CheckContext> = {},
): string | readonly string[] {
  const result = rule.check({
    set,
    index: indexManifests(set),
    graph: graphOf(set),
    gateways: [],
    questions: new CapabilityQuestions(options.gateways ?? []),
    closedWorld: false,
    schemaReport: checkSchemas(set, schemasOf(options.crds), options.before),
    ruleIds: new Set(RULES.map(({ id }) => id)),
    ...options,
  });
  switch (result.verdict) {
    case 'pass':
      return 'pass';
    case 'not-applicable':
      return `not applicable: ${result.reason}`;
    case 'findings':
      return result.findings.map(
        ({ manifest, path, message, fix, severity }) =>
          `${severity === undefined ? '' : `(${severity}) `}${manifest?.key.name ?? 'no object'} ${formatPath(path)}: ${message} -> ${fix}`,
      );
  }
}
