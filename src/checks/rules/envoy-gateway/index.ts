import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { apiDisabled } from './api-disabled';
import { backendNoCa } from './backend-no-ca';
import { certOtherNamespace } from './cert-other-namespace';
import { clientCertNoTls } from './client-cert-no-tls';
import { configInvalid } from './config-invalid';
import { envoyproxyReplaced } from './envoyproxy-replaced';
import { extensionCaKey } from './extension-ca-key';
import { extensionFailOpen } from './extension-fail-open';
import { extensionPlaintext } from './extension-plaintext';
import { sniFromHost } from './sni-from-host';

/** Rules about Envoy Gateway. */
export const ENVOY_GATEWAY_RULES: readonly Rule<CheckContext>[] = [
  clientCertNoTls,
  envoyproxyReplaced,
  certOtherNamespace,
  apiDisabled,
  backendNoCa,
  sniFromHost,
  extensionCaKey,
  extensionFailOpen,
  extensionPlaintext,
  configInvalid,
];
