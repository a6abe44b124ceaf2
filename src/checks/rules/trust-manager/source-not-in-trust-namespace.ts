import { formatReference } from '../../../manifests/graph/reference';
import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { foundElsewhere } from '../_elsewhere';
import { forEachBundle } from './_bundles';

/** Sources that stand where trust-manager does not look. */
export const sourceNotInTrustNamespace: Rule<CheckContext> = {
  id: 'trust-manager/source-not-in-trust-namespace',
  severity: 'error',
  title: 'A source of a Bundle is not in the trust namespace',
  why:
    'Sources are read from one namespace only, that of --trust-namespace, `cert-manager` by default; where the set has the ' +
    'Deployment of trust-manager, the flag is read there. With a named source missing the Bundle is not updated at all (reason SourceNotFound).',
  fix: 'Move the source to the trust namespace.',
  check: (context) =>
    forEachBundle(context, (manifest) =>
      context.graph.bundles.sourcesOf(manifest).flatMap(({ reference }) => {
        const other = reference && foundElsewhere(reference, context);
        return reference === undefined || other === undefined
          ? []
          : [
              {
                manifest,
                path: reference.path,
                message: `${formatReference(other)} is in another namespace than ${reference.to.namespace}, where trust-manager reads sources`,
                fix: `move it to the namespace ${reference.to.namespace}`,
              },
            ];
      }),
    ),
};
