import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import { weaknesses } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { certificateFinding, NO_CERTIFICATES } from './_certificate-finding';
import { certificatesIn } from './_pem-texts';

/** Keys and signatures that verifiers refuse, or soon will. */
export const weakKey: Rule<CheckContext> = {
  id: 'trust/weak-key',
  severity: 'warning',
  title: 'A certificate has a weak key or a weak signature',
  why: 'OpenSSL at its default level, Go and Envoy refuse short RSA keys and SHA-1 signatures in handshakes.',
  fix: 'Re-issue it with ECDSA P-256 or RSA 2048 at least, signed with SHA-256 or better.',
  check({ set }) {
    const certificates = certificatesIn(set);
    return certificates.length === 0
      ? notApplicable(NO_CERTIFICATES)
      : resultOf(
          certificates.flatMap((placed) =>
            weaknesses(placed.certificate).map(({ code, message }) =>
              certificateFinding(
                placed,
                `is weak: ${message}`,
                code === 'weak-key' ? 're-issue it with a new key' : 're-issue it with a stronger signature',
              ),
            ),
          ),
        );
  },
};
