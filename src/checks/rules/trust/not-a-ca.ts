import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { Certificate } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { certificateFinding } from './_certificate-finding';
import { issuerTextsOf } from './_identities';
import { distinct } from './_issuers';
import { certificatesOf } from './_pem-texts';
import { anchorsIn } from './_trust-stores';

/** A certificate that stands where a CA must. */
export const notACa: Rule<CheckContext> = {
  id: 'trust/not-a-ca',
  severity: 'error',
  title: 'A trust anchor, or the certificate that an issuer signs with, is no CA',
  why:
    'Verifiers refuse a path through a certificate without CA:TRUE, or whose keyUsage lacks keyCertSign. The controller ' +
    'of Kong drops such a CA object, and with it all CAs of the Services that list it.',
  fix: 'Give the certificate of the CA that issued it.',
  check({ graph }) {
    const issuers = issuerTextsOf(graph).flatMap((text) => certificatesOf(text).slice(0, 1));
    const judged = distinct([...anchorsIn(graph), ...issuers]);
    return judged.length === 0
      ? notApplicable('the set holds no certificates of trust anchors or issuers')
      : resultOf(
          judged.flatMap((placed) => {
            const lack = lackOf(placed.certificate);
            const { issuer } = placed.certificate;
            return lack === undefined
              ? []
              : [
                  certificateFinding(
                    placed,
                    `stands where a CA is needed, but ${lack}`,
                    `give the certificate of the CA that issued it, ${JSON.stringify(issuer.text)}, or re-issue it with CA:TRUE and keyCertSign`,
                  ),
                ];
          }),
        );
  },
};

function lackOf({ version, selfSigned, isCa, keyUsage }: Certificate): string | undefined {
  // Roots of version 1 have no extensions; verifiers take them.
  if (!isCa && !(version === 1 && selfSigned)) {
    return 'is not CA:TRUE';
  }
  return keyUsage?.includes('keyCertSign') === false ? 'its keyUsage lacks keyCertSign' : undefined;
}
