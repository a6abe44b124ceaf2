import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { meshParentIgnored } from './mesh-parent-ignored';
import { secretsNamespaceBroken } from './secrets-namespace-broken';

/** Rules about Cilium. */
export const CILIUM_RULES: readonly Rule<CheckContext>[] = [meshParentIgnored, secretsNamespaceBroken];
