import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { mixedBackends } from './mixed-backends';
import { snippetCertStale } from './snippet-cert-stale';

/** Rules about NGINX Gateway Fabric. */
export const NGINX_GATEWAY_FABRIC_RULES: readonly Rule<CheckContext>[] = [mixedBackends, snippetCertStale];
