import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { type Certificate, describeCertificate } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { certificateFinding } from './_certificate-finding';
import { certificatesIn, type PlacedCertificate } from './_pem-texts';
import { type TrustStore, trustStoresOf } from './_trust-stores';

/** Of two CAs with one name OpenSSL takes the first that fits, and does not come back. */
export const sameDnCas: Rule<CheckContext> = {
  id: 'trust/same-dn-cas',
  severity: 'error',
  title: 'Two CAs with different keys share a name, and nothing tells which one signed',
  why:
    'OpenSSL, and with it Kong and NGINX, takes the first CA with the name of the issuer. Where key identifiers are ' +
    'missing that is the wrong one for half of the leaves, depending on the order; trust-manager orders by hash.',
  fix: 'Give the new CA another name, or re-issue with subject and authority key identifiers.',
  check({ set, graph }) {
    const stores = trustStoresOf(graph).filter(({ anchors }) => anchors.length > 0);
    if (stores.length === 0) {
      return notApplicable('the set holds no certificates of trust anchors');
    }
    const withoutAuthority = new Set(
      certificatesIn(set)
        .filter(({ certificate }) => !certificate.selfSigned && certificate.authorityKeyId?.keyId === undefined)
        .map(({ certificate }) => certificate.issuer.canonical),
    );
    const reported = new Set<string>();
    return resultOf(stores.flatMap((store) => problems(store, withoutAuthority, reported)));
  },
};

function problems(
  { anchors }: TrustStore,
  withoutAuthority: ReadonlySet<string>,
  reported: Set<string>,
): readonly RuleFinding[] {
  const firsts = new Map<string, PlacedCertificate>();
  const findings: RuleFinding[] = [];
  for (const placed of anchors) {
    const { certificate } = placed;
    const name = certificate.subject.canonical;
    const first = firsts.get(name);
    if (first === undefined) {
      firsts.set(name, placed);
      continue;
    }
    const lack =
      first.certificate.spkiSha256 === certificate.spkiSha256
        ? undefined
        : lackOf(first.certificate, certificate, withoutAuthority);
    const pair = [first.certificate.fingerprint, certificate.fingerprint].sort().join();
    if (lack !== undefined && !reported.has(pair)) {
      reported.add(pair);
      findings.push(
        certificateFinding(
          placed,
          `has the name of ${describeCertificate(first.certificate)} and another key, and ${lack}: the order of the bundle decides`,
          'give the new CA another name, or re-issue with subject and authority key identifiers',
        ),
      );
    }
  }
  return findings;
}

function lackOf(first: Certificate, second: Certificate, withoutAuthority: ReadonlySet<string>): string | undefined {
  const bare = [first, second].find(({ subjectKeyId }) => subjectKeyId === undefined);
  if (bare !== undefined) {
    return `${describeCertificate(bare)} has no subject key identifier`;
  }
  return withoutAuthority.has(second.subject.canonical)
    ? 'certificates under that name have no authority key identifier'
    : undefined;
}
