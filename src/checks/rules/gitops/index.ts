import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { backupRetiredLeaf } from './backup-retired-leaf';
import { bundleWaveNoWait } from './bundle-wave-no-wait';
import { certificateWaveNoWait } from './certificate-wave-no-wait';
import { dependsOnAnnotation } from './depends-on-annotation';
import { fileCollision } from './file-collision';
import { unpinnedCaPull } from './unpinned-ca-pull';

/** Rules about what a GitOps tool makes of the files. */
export const GITOPS_RULES: readonly Rule<CheckContext>[] = [
  fileCollision,
  bundleWaveNoWait,
  certificateWaveNoWait,
  dependsOnAnnotation,
  backupRetiredLeaf,
  unpinnedCaPull,
];
