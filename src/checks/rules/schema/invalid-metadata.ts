import { objectRule } from './_schema-rule';

/** What holds for the metadata of every kind. */
export const invalidMetadata = objectRule({
  id: 'schema/invalid-metadata',
  severity: 'error',
  title: 'A name, namespace, label, annotation, finalizer or owner reference breaks the rules of Kubernetes',
  why: 'The API server refuses the object when it is applied.',
  fix: 'Keep to the form that the message names.',
});
