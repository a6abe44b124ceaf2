import type { RuleFinding } from '../../../manifests/rule';
import { describeCertificate } from '../../../trust';
import type { PlacedCertificate } from './_pem-texts';

/** A finding about a certificate where it stands. `found` follows the name of the certificate. */
export function certificateFinding(
  { certificate, text, line }: PlacedCertificate,
  found: string,
  fix: string,
  severity?: RuleFinding['severity'],
): RuleFinding {
  return {
    manifest: text.manifest,
    path: text.path,
    message: `${describeCertificate(certificate)}${line > 1 ? ` at line ${line} of the text` : ''} ${found}`,
    fix,
    ...(severity === undefined ? {} : { severity }),
  };
}

/** Why rules on certificates do not apply where there is none. */
export const NO_CERTIFICATES = 'no manifest holds certificates';
export const NO_INSTANT = 'no instant is given to judge validity at';
