import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { btpDropped } from './btp-dropped';
import { httpproxyUnverified } from './httpproxy-unverified';
import { routeNoSni } from './route-no-sni';

/** Rules about Contour. */
export const CONTOUR_RULES: readonly Rule<CheckContext>[] = [btpDropped, httpproxyUnverified, routeNoSni];
