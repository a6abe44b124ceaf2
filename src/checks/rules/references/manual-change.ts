import { notApplicable, type Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/**
 * What a construct needs of an object that it was not handed. Constructs report it, since manifests alone do not tell
 * what was asked for.
 */
export const manualChange: Rule<CheckContext> = {
  id: 'references/manual-change',
  severity: 'warning',
  title: 'A construct needs a change to an object that is not in the app, or was not handed to it',
  why:
    'The construct writes its own objects only. Until the change is made by hand, the gateway presents no client certificate, ' +
    'or a route does not carry what the gateway needs to verify the right name.',
  fix: 'Hand the object to the construct (gatewayResource, routes), or merge the patch that the finding shows.',
  check: () => notApplicable('constructs report it, and manifests alone do not tell what was asked for'),
};
