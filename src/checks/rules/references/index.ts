import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { caKeyMissing } from './ca-key-missing';
import { clientCertSecretBad } from './client-cert-secret-bad';
import { grantMissing } from './grant-missing';
import { grantUseless } from './grant-useless';
import { manualChange } from './manual-change';
import { missingObject } from './missing-object';
import { policyNamespace } from './policy-namespace';
import { secretNotProduced } from './secret-not-produced';
import { sectionNameNotAPort } from './section-name-not-a-port';

/** Rules about references that lead nowhere, or where they may not. */
export const REFERENCE_RULES: readonly Rule<CheckContext>[] = [
  missingObject,
  caKeyMissing,
  policyNamespace,
  sectionNameNotAPort,
  clientCertSecretBad,
  grantMissing,
  grantUseless,
  secretNotProduced,
  manualChange,
];
