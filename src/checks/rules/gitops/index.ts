import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { fileCollision } from './file-collision';

/** Rules about what a GitOps tool makes of the files. */
export const GITOPS_RULES: readonly Rule<CheckContext>[] = [fileCollision];
