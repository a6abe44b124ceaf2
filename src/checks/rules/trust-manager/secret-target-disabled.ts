import { fieldAt } from '../../../manifests/graph/json-fields';
import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { forEachBundle } from './_bundles';
import { trustManagerFlag } from './_trust-manager';

/** Secret targets are off by default. */
export const secretTargetDisabled: Rule<CheckContext> = {
  id: 'trust-manager/secret-target-disabled',
  severity: 'error',
  title: 'A Bundle writes to Secrets, which trust-manager does not do by default',
  why:
    'Without the flag --secret-targets-enabled, and the right to write those Secrets, the Bundle does not become Synced ' +
    '(reason SecretTargetsDisabled) and the Secrets do not exist.',
  fix: 'Write to a ConfigMap, or turn Secret targets on in trust-manager and accept this finding with that reason.',
  check(context) {
    const isEnabled = trustManagerFlag(context, '--secret-targets-enabled') === 'true';
    return forEachBundle(context, (manifest) =>
      isEnabled || fieldAt(manifest.body, 'spec', 'target', 'secret') === undefined
        ? []
        : [
            {
              manifest,
              path: ['spec', 'target', 'secret'],
              message:
                'target.secret needs the flag --secret-targets-enabled and rights on the Secrets, both off by default',
              fix: 'use target.configMap',
            },
          ],
    );
  },
};
