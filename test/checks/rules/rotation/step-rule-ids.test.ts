import { suppressionInvalid } from '../../../../src/checks/rules/manifests/suppression-invalid';
import { STEP_RULE_IDS } from '../../../../src/checks/rules/rotation/step-rule-ids';
import { ROTATION_RULES } from '../../../../src/rotation/rules';
import { findingsOf } from '../_rule';

test('the ids are those of the rules about a step', () => {
  expect(ROTATION_RULES.map(({ id }) => id).sort()).toEqual(STEP_RULE_IDS);
});

test('an annotation that silences a rule about a step is no mistake', () => {
  const silencing = (rule: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: roots, annotations: { upstream-tls.dev/ignore: "${rule}: a test cluster" } }
`;

  expect(findingsOf(suppressionInvalid, silencing('rotation/phases-merged'))).toEqual([]);
  expect(findingsOf(suppressionInvalid, silencing('rotation/phases-mergd'))).toMatchObject([
    { message: '"rotation/phases-mergd" is not a rule', fix: 'did you mean "rotation/phases-merged"' },
  ]);
});
