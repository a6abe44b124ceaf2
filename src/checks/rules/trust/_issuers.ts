import type { ManifestSet } from '../../../manifests/manifest';
import { type Certificate, isSame, isSignedBy } from '../../../trust';
import { certificatesIn, type PlacedCertificate } from './_pem-texts';

/** More CAs of one name are not tried: each costs a signature check. */
const MAX_CANDIDATES = 20;

/** Finds the CAs of a set that signed a certificate. */
export class Issuers {
  private readonly bySubject = new Map<string, Certificate[]>();

  constructor(set: ManifestSet) {
    const seen = new Set<string>();
    for (const { certificate } of certificatesIn(set)) {
      if (certificate.isCa && !seen.has(certificate.fingerprint)) {
        seen.add(certificate.fingerprint);
        const others = this.bySubject.get(certificate.subject.canonical);
        if (others === undefined) {
          this.bySubject.set(certificate.subject.canonical, [certificate]);
        } else {
          others.push(certificate);
        }
      }
    }
  }

  /** All certificates of the CA whose key made the signature: several where the CA was renewed or cross-signed. */
  of(certificate: Certificate): readonly Certificate[] {
    return (this.bySubject.get(certificate.issuer.canonical) ?? [])
      .slice(0, MAX_CANDIDATES)
      .filter((issuer) => !isSame(issuer, certificate) && isSignedBy(certificate, issuer));
  }
}

const issuers = new WeakMap<ManifestSet, Issuers>();

/** The CAs of a set, indexed once. */
export function issuersIn(set: ManifestSet): Issuers {
  const known = issuers.get(set) ?? new Issuers(set);
  issuers.set(set, known);
  return known;
}

/** Each certificate of each text once, whatever the number of places it was found by. */
export function distinct(certificates: readonly PlacedCertificate[]): readonly PlacedCertificate[] {
  const seen = new Map<object, Set<string>>();
  return certificates.filter(({ certificate, text }) => {
    const fingerprints = seen.get(text) ?? new Set<string>();
    seen.set(text, fingerprints);
    return !fingerprints.has(certificate.fingerprint) && fingerprints.add(certificate.fingerprint);
  });
}
