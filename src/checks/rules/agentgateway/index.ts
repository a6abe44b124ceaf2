import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { ccrNamespace } from './ccr-namespace';
import { implicitSystemCa } from './implicit-system-ca';

/** Rules about agentgateway. */
export const AGENTGATEWAY_RULES: readonly Rule<CheckContext>[] = [ccrNamespace, implicitSystemCa];
