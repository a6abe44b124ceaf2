import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { caCrtAsTrust } from './ca-crt-as-trust';
import { caRekeyed } from './ca-rekeyed';
import { issuerSecretNamespace } from './issuer-secret-namespace';
import { leafDnEqualsCa } from './leaf-dn-equals-ca';
import { noEku } from './no-eku';
import { renewPercentageTrap } from './renew-percentage-trap';
import { renewalMargin } from './renewal-margin';
import { renewalPickup } from './renewal-pickup';
import { renewedSecretReadOnce } from './renewed-secret-read-once';
import { specRejected } from './spec-rejected';
import { twoRootsInCaSecret } from './two-roots-in-ca-secret';

/** Rules about Certificates and issuers of cert-manager. */
export const CERT_MANAGER_RULES: readonly Rule<CheckContext>[] = [
  specRejected,
  renewPercentageTrap,
  renewalMargin,
  renewalPickup,
  renewedSecretReadOnce,
  noEku,
  caRekeyed,
  leafDnEqualsCa,
  caCrtAsTrust,
  twoRootsInCaSecret,
  issuerSecretNamespace,
];
