import { manualChange } from '../../../../src/checks/rules/references/manual-change';
import { verdictOf } from '../_rule';
import { gateway } from './_objects';

test('references/manual-change is for constructs to report: it never applies to manifests', () => {
  expect(verdictOf(manualChange, gateway())).toBe(
    'not applicable: constructs report it, and manifests alone do not tell what was asked for',
  );
});
