import { schemaRule } from './_schema-rule';

/** Uniqueness under \`x-kubernetes-list-type\`. */
export const duplicateListEntry = schemaRule({
  id: 'schema/duplicate-list-entry',
  severity: 'error',
  title: 'A list that is a set or a map holds a value or a key twice',
  why: 'The API server refuses the object when it is applied: neither ajv-style schema checks nor CEL rules see this.',
  fix: 'Remove one of the two entries, or give it another key.',
});
