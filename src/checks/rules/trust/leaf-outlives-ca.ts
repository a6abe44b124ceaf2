import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { certificateFinding } from './_certificate-finding';
import { identitiesOf } from './_identities';
import { issuersIn } from './_issuers';

/** cert-manager does not shorten leaves to the life of their CA (cert-manager/cert-manager#5864). */
export const leafOutlivesCa: Rule<CheckContext> = {
  id: 'trust/leaf-outlives-ca',
  severity: 'warning',
  title: 'A certificate is valid for longer than the CA that issued it',
  why:
    'From the end of the CA on the certificate is refused, although its own dates look well and no alert on it fires. ' +
    'cert-manager issues such certificates without a word (cert-manager/cert-manager#5864).',
  fix: 'Issue leaves for less than the CA has left, and renew the CA earlier.',
  check({ set, graph }) {
    const issuers = issuersIn(set);
    const judged = identitiesOf(graph).flatMap(({ leaf }) => {
      const cas = issuers.of(leaf.certificate);
      return cas.length === 0
        ? []
        : [{ leaf, end: new Date(Math.max(...cas.map(({ notAfter }) => notAfter.getTime()))) }];
    });
    return judged.length === 0
      ? notApplicable('the set holds no certificate together with the CA that issued it')
      : resultOf(
          judged
            .filter(({ leaf, end }) => leaf.certificate.notAfter > end)
            .map(({ leaf, end }) =>
              certificateFinding(
                leaf,
                `is valid until ${leaf.certificate.notAfter.toISOString()}, its CA only until ${end.toISOString()}`,
                'issue it for a shorter time, or renew the CA first',
              ),
            ),
        );
  },
};
