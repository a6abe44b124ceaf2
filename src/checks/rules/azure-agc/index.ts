import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { kindConfusion } from './kind-confusion';

/** Rules about Azure Application Gateway for Containers. */
export const AZURE_AGC_RULES: readonly Rule<CheckContext>[] = [kindConfusion];
