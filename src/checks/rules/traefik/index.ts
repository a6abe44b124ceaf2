import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { btpOnTraefikservice } from './btp-on-traefikservice';
import { transportFallback } from './transport-fallback';

/** Rules about Traefik. */
export const TRAEFIK_RULES: readonly Rule<CheckContext>[] = [btpOnTraefikservice, transportFallback];
