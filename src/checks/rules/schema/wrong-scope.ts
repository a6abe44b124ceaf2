import { schemaRule } from './_schema-rule';

/** Scope; a missing namespace is only told, since whoever applies the object may add it. */
export const wrongScope = schemaRule({
  id: 'schema/wrong-scope',
  severity: 'error',
  title: 'A namespace is set on a cluster-scoped object, or missing on a namespaced one',
  why: 'The first is refused when it is applied. The second lands in whatever namespace is current, and references by namespace may miss it.',
  fix: 'Remove or set metadata.namespace.',
});
