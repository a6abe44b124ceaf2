import type { Certificate } from './certificate';
import { type Crl, isCrlOf } from './crl';
import { type PathFailure, pathFailure } from './path-failure';

/** What is known about revocation. */
export interface RevocationQuery {
  readonly crls?: readonly Crl[];
  readonly requireCrls?: boolean;
  readonly at: Date;
}

/** Checks every certificate of a path but its anchor against the lists of its issuer. */
export function checkRevocation(path: readonly Certificate[], query: RevocationQuery): PathFailure | undefined {
  if (query.crls === undefined || query.crls.length === 0) {
    return undefined;
  }
  for (const [index, certificate] of path.entries()) {
    const issuer = path[index + 1];
    const failure = issuer === undefined ? undefined : checkCertificate(certificate, issuer, query.crls, query);
    if (failure !== undefined) {
      return failure;
    }
  }
  return undefined;
}

function checkCertificate(
  certificate: Certificate,
  issuer: Certificate,
  crls: readonly Crl[],
  query: RevocationQuery,
): PathFailure | undefined {
  const lists = crls.filter((crl) => isCrlOf(crl, issuer));
  if (lists.some((crl) => crl.revoked.has(certificate.serialNumber))) {
    return pathFailure('revoked', certificate, 'is revoked by its issuer');
  }
  if (lists.some((crl) => isCurrent(crl, query.at))) {
    return undefined;
  }
  if (lists.length > 0) {
    return pathFailure('crl-unusable', certificate, 'has a revocation list that is not current; give the newest one');
  }
  return query.requireCrls === true
    ? pathFailure('crl-missing', certificate, `has no revocation list by ${JSON.stringify(issuer.subject.text)}`)
    : undefined;
}

function isCurrent(crl: Crl, at: Date): boolean {
  return at >= crl.thisUpdate && (crl.nextUpdate === undefined || at <= crl.nextUpdate);
}
