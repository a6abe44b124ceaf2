import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { caUnwatched } from './ca-unwatched';
import { clientRejectBlind } from './client-reject-blind';
import { kongDroppedCa } from './kong-dropped-ca';
import { unknownMetric } from './unknown-metric';
import { unsetTimeUnguarded } from './unset-time-unguarded';

/** Rules about what alerts do not see. */
export const MONITORING_RULES: readonly Rule<CheckContext>[] = [
  unsetTimeUnguarded,
  unknownMetric,
  caUnwatched,
  clientRejectBlind,
  kongDroppedCa,
];
