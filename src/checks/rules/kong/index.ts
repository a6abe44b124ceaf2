import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { backendsDisagree } from './backends-disagree';
import { btpRejected } from './btp-rejected';
import { btpWithoutHttproute } from './btp-without-httproute';
import { caIdDuplicate } from './ca-id-duplicate';
import { caMissingId } from './ca-missing-id';
import { caMissingLabel } from './ca-missing-label';
import { caNotOneValidCert } from './ca-not-one-valid-cert';
import { caWithoutVerify } from './ca-without-verify';
import { clientCertUnresolved } from './client-cert-unresolved';
import { policyOverridesAnnotation } from './policy-overrides-annotation';
import { poolKeepsOldCert } from './pool-keeps-old-cert';
import { preserveHostWins } from './preserve-host-wins';
import { protocolNotTls } from './protocol-not-tls';
import { selectorLabelMissing } from './selector-label-missing';
import { tlsVerifyOff } from './tls-verify-off';
import { unknownAnnotation } from './unknown-annotation';
import { verifyDepthUnusable } from './verify-depth-unusable';

/** Rules about Kong Ingress Controller, Kong Operator and Kong Gateway. */
export const KONG_RULES: readonly Rule<CheckContext>[] = [
  preserveHostWins,
  btpRejected,
  btpWithoutHttproute,
  backendsDisagree,
  caMissingId,
  caMissingLabel,
  caNotOneValidCert,
  caIdDuplicate,
  caWithoutVerify,
  tlsVerifyOff,
  protocolNotTls,
  verifyDepthUnusable,
  unknownAnnotation,
  clientCertUnresolved,
  selectorLabelMissing,
  poolKeepsOldCert,
  policyOverridesAnnotation,
];
