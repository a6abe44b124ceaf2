import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { noVerification } from './no-verification';
import { tlsSecretUnused } from './tls-secret-unused';

/** Rules about the APISIX ingress controller. */
export const APISIX_RULES: readonly Rule<CheckContext>[] = [noVerification, tlsSecretUnused];
