import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { backendPortSet } from './backend-port-set';
import { bcpCertNotSent } from './bcp-cert-not-sent';
import { bcpCertWithCcr } from './bcp-cert-with-ccr';
import { bcpDuplicate } from './bcp-duplicate';
import { bcpFilesPairFails } from './bcp-files-pair-fails';
import { bcpNoNameCheck } from './bcp-no-name-check';
import { bcpParametersInvalid } from './bcp-parameters-invalid';
import { bcpUnverified } from './bcp-unverified';
import { bcpUriSan } from './bcp-uri-san';
import { proxyProtocolDropsCcr } from './proxy-protocol-drops-ccr';

/** Rules about kgateway. */
export const KGATEWAY_RULES: readonly Rule<CheckContext>[] = [
  bcpUnverified,
  bcpUriSan,
  bcpCertWithCcr,
  bcpFilesPairFails,
  bcpParametersInvalid,
  bcpCertNotSent,
  bcpDuplicate,
  bcpNoNameCheck,
  proxyProtocolDropsCcr,
  backendPortSet,
];
