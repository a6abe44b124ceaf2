import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { caKeyWrong } from './ca-key-wrong';
import { noNameCheck } from './no-name-check';

/** Rules about HAProxy Kubernetes Ingress Controller. */
export const HAPROXY_RULES: readonly Rule<CheckContext>[] = [caKeyWrong, noNameCheck];
