import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { keystorePassword } from './keystore-password';
import { licenseText } from './license-text';
import { pluginCredential } from './plugin-credential';
import { privateKeyText } from './private-key-text';
import { tokenText } from './token-text';

/** Rules about what must never stand in a manifest. They say where it stands and never what it is. */
export const SECRET_RULES: readonly Rule<CheckContext>[] = [
  privateKeyText,
  licenseText,
  tokenText,
  keystorePassword,
  pluginCredential,
];
