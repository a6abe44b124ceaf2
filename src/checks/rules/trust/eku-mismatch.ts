import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { certificateFinding } from './_certificate-finding';
import { identitiesOf } from './_identities';

const ROLES = { serverAuth: 'a backend presents it', clientAuth: 'the gateway presents it to backends' } as const;

/** A certificate is refused in a role that its extended key usage leaves out. */
export const ekuMismatch: Rule<CheckContext> = {
  id: 'trust/eku-mismatch',
  severity: 'error',
  title: 'A certificate may not be used for what it is presented for',
  why: 'Verifiers refuse a server without serverAuth and a client without clientAuth, where there is such an extension.',
  fix: 'Re-issue it with the usage of its role: server auth for a backend, client auth for a gateway.',
  check({ graph }) {
    const judged = identitiesOf(graph).filter(({ purposes }) => purposes.size > 0);
    return judged.length === 0
      ? notApplicable('the set holds no certificate of which it tells who presents it')
      : resultOf(
          judged.flatMap(({ leaf, purposes }) => {
            const usages = leaf.certificate.extendedKeyUsage;
            // anyExtendedKeyUsage is for Go enough, for others not.
            return [...purposes]
              .filter((purpose) => usages !== undefined && !usages.includes(purpose) && !usages.includes('any'))
              .map((purpose) =>
                certificateFinding(
                  leaf,
                  `is for ${(usages ?? []).join(', ')} only, but ${ROLES[purpose]}, which needs ${purpose}`,
                  `re-issue it with ${purpose === 'serverAuth' ? 'server auth' : 'client auth'}`,
                ),
              );
          }),
        );
  },
};
