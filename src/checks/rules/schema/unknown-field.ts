import { objectRule } from './_schema-rule';

/** Fields that would be pruned. */
export const unknownField = objectRule({
  id: 'schema/unknown-field',
  severity: 'error',
  title: 'A field is not in the schema of its kind, at the stated version',
  why: 'The API server drops the field without effect, or refuses the object under strict field validation. A misspelled security setting is then simply off.',
  fix: 'Correct the name, or give the CRDs of the release that has the field.',
});
