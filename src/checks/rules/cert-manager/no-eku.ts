import { fieldAt, itemsOf } from '../../../manifests/graph/json-fields';
import { formatReference } from '../../../manifests/graph/reference';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { EXTENDED_USAGES } from '../../cert-manager/certificate-key';
import type { CheckContext } from '../../check-context';
import { specFindings } from './_spec-problems';

/** Usages with which a certificate passes as a client. */
const CLIENT_USAGES = ['client auth', 'any'];

/** Certificates that are good for every role, and those of gateways that are not good for theirs. */
export const noEku: Rule<CheckContext> = {
  id: 'cert-manager/no-eku',
  severity: 'warning',
  title: 'A Certificate has no extended key usage, or lacks the one for its role',
  why:
    'The default usages of cert-manager have no extended key usage. Such a certificate passes as a client and as a server, so that ' +
    'a stolen backend certificate lets its thief in as the gateway. As an error: a gateway presents a certificate whose usages ' +
    'leave out client auth, and a backend that verifies it refuses the connection.',
  fix: 'State the usage of the role: `client auth` for a gateway, `server auth` for a backend.',
  check(context) {
    const certificates = context.graph.certificates.all();
    return certificates.length === 0
      ? notApplicable('there is no Certificate')
      : resultOf(
          certificates.flatMap((certificate) => [
            ...specFindings(certificate, this.id, context),
            ...clientFindings(certificate, context),
          ]),
        );
  },
};

function clientFindings(certificate: Manifest, { graph }: CheckContext): readonly RuleFinding[] {
  const usages = itemsOf(fieldAt(certificate.body, 'spec', 'usages')).filter((usage) => typeof usage === 'string');
  const extended = usages.filter((usage) => EXTENDED_USAGES.has(usage));
  const secret = graph.certificates.secretOf(certificate);
  if (secret === undefined || extended.length === 0 || extended.some((usage) => CLIENT_USAGES.includes(usage))) {
    return [];
  }
  const [presenting] = graph.references.to(secret).filter(({ purpose }) => purpose === 'client-certificate');
  return presenting === undefined
    ? []
    : [
        {
          manifest: certificate,
          path: ['spec', 'usages'],
          severity: 'error',
          message: `usages has ${extended.join(', ')} and not client auth, but ${formatKey(presenting.from.key)} presents ${formatReference(secret)} to backends as a client`,
          fix: 'add "client auth", or give the gateway a certificate of its own',
        },
      ];
}
