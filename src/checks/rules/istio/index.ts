import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { btpWithoutSan } from './btp-without-san';
import { credentialUnusable } from './credential-unusable';
import { foreignBtp } from './foreign-btp';
import { secretRbacMissing } from './secret-rbac-missing';

/** Rules about Istio. */
export const ISTIO_RULES: readonly Rule<CheckContext>[] = [
  btpWithoutSan,
  credentialUnusable,
  foreignBtp,
  secretRbacMissing,
];
