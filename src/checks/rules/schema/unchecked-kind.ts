import { objectRule } from './_schema-rule';

/** Kinds that were not checked; one finding a kind. */
export const uncheckedKind = objectRule({
  id: 'schema/unchecked-kind',
  severity: 'info',
  title: 'There is no usable schema for a kind',
  why: 'Only the metadata of its objects was checked: a misspelled field or a wrong value in them goes unnoticed.',
  fix: 'Give the CustomResourceDefinition of the kind with --crds.',
});
