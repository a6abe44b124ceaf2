import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { noVerification } from './no-verification';

/** Rules about the APISIX ingress controller. */
export const APISIX_RULES: readonly Rule<CheckContext>[] = [noVerification];
