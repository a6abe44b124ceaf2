import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { customNotInstalled } from './custom-not-installed';
import { mtlsAuthNotUpstream } from './mtls-auth-not-upstream';
import { nameChanged } from './name-changed';
import { notAttached } from './not-attached';
import { unknownName } from './unknown-name';

/** Rules about plugins of Kong. */
export const PLUGINS_RULES: readonly Rule<CheckContext>[] = [
  unknownName,
  nameChanged,
  notAttached,
  mtlsAuthNotUpstream,
  customNotInstalled,
];
