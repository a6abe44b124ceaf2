import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { backendUnauthenticated } from './backend-unauthenticated';

/** Rules about the Gateway of Google Kubernetes Engine. */
export const GKE_RULES: readonly Rule<CheckContext>[] = [backendUnauthenticated];
