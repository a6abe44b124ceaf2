import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { forEachBundle } from './_bundles';

/** Sources by label. */
export const selectorMayVanish: Rule<CheckContext> = {
  id: 'trust-manager/selector-may-vanish',
  severity: 'warning',
  title: 'A source of a Bundle is selected by labels',
  why:
    'A selector that matches nothing is skipped without an error: when a label is lost or an object is deleted, its root ' +
    'vanishes from all targets. A missing named source stops the update instead, and the roots stay.',
  fix: 'Name each source.',
  check: (context) =>
    forEachBundle(context, (manifest) =>
      context.graph.bundles
        .sourcesOf(manifest)
        .filter(({ type }) => type === 'selected')
        .map(({ path }) => ({
          manifest,
          path,
          message:
            'the source is selected by labels: where they match nothing, trust-manager skips it and its roots vanish',
          fix: 'name the object',
        })),
    ),
};
