import { schemaRule } from './_schema-rule';

/** CEL rules under `x-kubernetes-validations`; those that compare with the old object run only where there is one. */
export const ruleViolated = schemaRule({
  id: 'schema/rule-violated',
  severity: 'error',
  title: 'A CEL rule of the kind is broken, or cannot be evaluated',
  why: 'The API server refuses the object when it is applied. A rule that cannot be evaluated here is a warning: it is not known to hold.',
  fix: 'Change the fields that the rule speaks of until it holds.',
});
