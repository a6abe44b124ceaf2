import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { endOfLife } from './end-of-life';
import { noRootCa } from './no-root-ca';
import { oneWayTls } from './one-way-tls';

/** Rules about Gloo. */
export const GLOO_RULES: readonly Rule<CheckContext>[] = [endOfLife, noRootCa, oneWayTls];
