import { fieldAt, itemsOf } from '../../../manifests/graph/json-fields';
import { formatReference } from '../../../manifests/graph/reference';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { EXTENDED_USAGES } from '../../cert-manager/certificate-key';
import type { CheckContext } from '../../check-context';
import { isPresentedPair } from '../_presented-pair';
import { specFindings } from './_spec-problems';

/** With it a certificate passes in every role. */
const ANY = 'any';

/** Certificates that are good for every role, and those of gateways that are not good for theirs. */
export const noEku: Rule<CheckContext> = {
  id: 'cert-manager/no-eku',
  severity: 'warning',
  title: 'A Certificate has no extended key usage, or lacks the one for its role',
  why:
    'The default usages of cert-manager have no extended key usage. Such a certificate passes as a client and as a server, so that ' +
    'a stolen backend certificate lets its thief in as the gateway. As an error: a gateway presents a certificate whose usages ' +
    'leave out client auth, or a backend one that leaves out server auth, and the other side refuses the connection.',
  fix: 'State the usage of the role: `client auth` for a gateway, `server auth` for a backend.',
  check(context) {
    const certificates = context.graph.certificates.all();
    return certificates.length === 0
      ? notApplicable('there is no Certificate')
      : resultOf(
          certificates.flatMap((certificate) => [
            ...specFindings(certificate, this.id, context),
            ...roleFindings(certificate, context),
          ]),
        );
  },
};

/** Of a certificate that states roles, those that it is given and does not have. */
function roleFindings(certificate: Manifest, context: CheckContext): readonly RuleFinding[] {
  const usages = itemsOf(fieldAt(certificate.body, 'spec', 'usages')).filter((usage) => typeof usage === 'string');
  const extended = usages.filter((usage) => EXTENDED_USAGES.has(usage));
  return extended.length === 0 || extended.includes(ANY)
    ? []
    : [...clientFindings(certificate, extended, context), ...serverFindings(certificate, extended, context)];
}

function clientFindings(
  certificate: Manifest,
  extended: readonly string[],
  { graph }: CheckContext,
): readonly RuleFinding[] {
  const secret = graph.certificates.secretOf(certificate);
  if (secret === undefined || extended.includes('client auth')) {
    return [];
  }
  const [presenting] = graph.references.to(secret).filter(isPresentedPair);
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

function serverFindings(
  certificate: Manifest,
  extended: readonly string[],
  { graph }: CheckContext,
): readonly RuleFinding[] {
  const [served] = graph.references.of(certificate).filter(({ purpose }) => purpose === 'serves');
  return served === undefined || extended.includes('server auth')
    ? []
    : [
        {
          manifest: certificate,
          path: ['spec', 'usages'],
          severity: 'error',
          message: `usages has ${extended.join(', ')} and not server auth, but ${formatReference(served.to)} presents the certificate to gateways as a server`,
          fix: 'add "server auth", or give the backend a certificate of its own',
        },
      ];
}
