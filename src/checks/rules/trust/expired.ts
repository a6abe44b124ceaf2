import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ManifestSet } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { type Certificate, isValidAt } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { certificateFinding, NO_CERTIFICATES, NO_INSTANT } from './_certificate-finding';
import { issuersIn } from './_issuers';
import { certificatesIn, certificatesOf, isKongCa, type PlacedCertificate, pemTextsIn } from './_pem-texts';
import { trustStoresOf } from './_trust-stores';

/** Validity, both ends included (RFC 5280 section 4.1.2.5). */
export const expired: Rule<CheckContext> = {
  id: 'trust/expired',
  severity: 'error',
  title: 'A certificate is outside its validity',
  why:
    'Verifiers refuse every path through it: an expired CA breaks leaves that are valid themselves. An expired root ' +
    'beside others in a bundle harms nothing but in Kong, whose controller drops it.',
  fix: 'Renew the certificate, or remove the root if nothing is issued under it any more.',
  check({ set, graph, now }) {
    const certificates = certificatesIn(set);
    if (certificates.length === 0) {
      return notApplicable(NO_CERTIFICATES);
    }
    if (now === undefined) {
      return notApplicable(NO_INSTANT);
    }
    const outside = certificates.filter(({ certificate }) => !isValidAt(certificate, now));
    const spares = outside.length === 0 ? new Set<string>() : spareRoots(set, graph, now);
    return resultOf(outside.map((placed) => finding(placed, now, spares)));
  },
};

/** Roots outside their validity beside a valid one, that signed nothing which is in the set. */
function spareRoots(set: ManifestSet, graph: ReferenceGraph, now: Date): ReadonlySet<string> {
  const used = usedCas(set);
  const stores = trustStoresOf(graph).map(({ anchors }) => anchors.map(({ certificate }) => certificate));
  // A text of several roots is a bundle, whether the set tells who reads it or not.
  const bundles = pemTextsIn(set).map((text) =>
    certificatesOf(text)
      .map(({ certificate }) => certificate)
      .filter(({ isCa, selfSigned }) => isCa && selfSigned),
  );
  const spares = [...stores, ...bundles]
    .filter((roots) => roots.some((root) => isValidAt(root, now)))
    .flatMap((roots) => roots.filter((root) => !isValidAt(root, now) && !used.has(root.fingerprint)));
  return new Set(spares.map(({ fingerprint }) => fingerprint));
}

function usedCas(set: ManifestSet): ReadonlySet<string> {
  const issuers = issuersIn(set);
  const signers = certificatesIn(set).flatMap(({ certificate }) => issuers.of(certificate));
  return new Set(signers.map(({ fingerprint }) => fingerprint));
}

function finding(placed: PlacedCertificate, now: Date, spares: ReadonlySet<string>): RuleFinding {
  const { certificate, text } = placed;
  const isSpare = spares.has(certificate.fingerprint) && !isKongCa(text.manifest);
  return certificateFinding(
    placed,
    isSpare
      ? `${validityAt(certificate, now)}; the other roots beside it are not affected`
      : validityAt(certificate, now),
    isSpare ? 'remove it from the bundle' : 'renew it, or remove it where it is a root that nothing uses any more',
    isSpare ? 'warning' : undefined,
  );
}

function validityAt({ notBefore, notAfter }: Certificate, now: Date): string {
  return now < notBefore ? `is valid only from ${notBefore.toISOString()} on` : `expired at ${notAfter.toISOString()}`;
}
