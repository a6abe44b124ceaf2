import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { attachedAsPair } from './attached-as-pair';
import { attachedNowhere } from './attached-nowhere';
import { attachedTwice } from './attached-twice';
import { customNotInstalled } from './custom-not-installed';
import { fieldWithoutEffect } from './field-without-effect';
import { globalTwice } from './global-twice';
import { mtlsAuthNotUpstream } from './mtls-auth-not-upstream';
import { nameChanged } from './name-changed';
import { notAttached } from './not-attached';
import { reloadAnnotation } from './reload-annotation';
import { reloadCall } from './reload-call';
import { reloadPlugin } from './reload-plugin';
import { unknownName } from './unknown-name';

/** Rules about plugins of Kong. */
export const PLUGINS_RULES: readonly Rule<CheckContext>[] = [
  unknownName,
  nameChanged,
  notAttached,
  mtlsAuthNotUpstream,
  customNotInstalled,
  attachedTwice,
  attachedAsPair,
  globalTwice,
  attachedNowhere,
  fieldWithoutEffect,
  reloadPlugin,
  reloadAnnotation,
  reloadCall,
];
