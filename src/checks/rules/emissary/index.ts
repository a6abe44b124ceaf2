import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { caOnly } from './ca-only';
import { httpsUnverified } from './https-unverified';

/** Rules about Emissary-ingress. */
export const EMISSARY_RULES: readonly Rule<CheckContext>[] = [caOnly, httpsUnverified];
