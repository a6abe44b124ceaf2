import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { leadTooShort } from './lead-too-short';

/** The rules about rotations that one set of manifests is enough for. Those about a step are in `src/rotation/rules`. */
export const ROTATION_LIFETIME_RULES: readonly Rule<CheckContext>[] = [leadTooShort];
