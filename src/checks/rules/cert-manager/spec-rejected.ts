import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { certificatesIn, issuersIn, specFindings } from './_spec-problems';

/** What cert-manager's webhook rejects, and as warnings what it lets pass although it does not work. */
export const specRejected: Rule<CheckContext> = {
  id: 'cert-manager/spec-rejected',
  severity: 'error',
  title: 'The spec of a Certificate, an Issuer or a ClusterIssuer breaks a limit of cert-manager',
  why:
    'The webhook of cert-manager refuses the object when it is applied; no schema shows these limits. As a warning: the ' +
    'webhook lets it pass, and the certificate is then not issued, or not as it was meant (malformed `dnsNames` and `uris`).',
  fix: 'Keep to the limit that the message names: a name, a duration of 1h at least, exactly one type of issuer.',
  check(context) {
    const objects = [...certificatesIn(context.index), ...issuersIn(context.index)];
    return objects.length === 0
      ? notApplicable('there is no Certificate and no issuer of cert-manager')
      : resultOf(objects.flatMap((manifest) => specFindings(manifest, this.id, context)));
  },
};
