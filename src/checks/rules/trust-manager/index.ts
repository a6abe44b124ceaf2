import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { clusterbundleInert } from './clusterbundle-inert';
import { kongCannotRead } from './kong-cannot-read';
import { liveCaSource } from './live-ca-source';
import { namespaceNotSelected } from './namespace-not-selected';
import { secretTargetDisabled } from './secret-target-disabled';
import { selectorMayVanish } from './selector-may-vanish';
import { sourceNotInTrustNamespace } from './source-not-in-trust-namespace';
import { specRejected } from './spec-rejected';
import { targetKeyMismatch } from './target-key-mismatch';

/** Rules about Bundles of trust-manager. */
export const TRUST_MANAGER_RULES: readonly Rule<CheckContext>[] = [
  specRejected,
  liveCaSource,
  selectorMayVanish,
  sourceNotInTrustNamespace,
  targetKeyMismatch,
  namespaceNotSelected,
  secretTargetDisabled,
  clusterbundleInert,
  kongCannotRead,
];
