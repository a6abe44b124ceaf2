import { fieldAt } from '../../../manifests/graph/json-fields';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { type Certificate, describeCertificate, isSelfIssued } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { certificateFinding } from './_certificate-finding';
import { distinct, type Issuers, issuersIn } from './_issuers';
import { certificatesIn, certificatesOf, type PlacedCertificate, pemTextsOf } from './_pem-texts';

/** Longer chains of CAs are not followed up. */
const MAX_DEPTH = 10;

/** A CA issuer of cert-manager does not look at the path length of its own certificate. */
export const pathTooLong: Rule<CheckContext> = {
  id: 'trust/path-too-long',
  severity: 'error',
  title: 'More CAs stand below a CA than its path length allows',
  why: 'Verifiers refuse every path through it. A CA issuer of cert-manager signs without looking at the path length.',
  fix: 'Issue the lower CA by another CA, or re-issue the upper one with a greater path length.',
  check({ set, graph }) {
    const cas = distinct(certificatesIn(set).filter(({ certificate }) => certificate.isCa));
    if (cas.length === 0) {
      return notApplicable('no manifest holds the certificate of a CA');
    }
    const limits = new Limits(issuersIn(set));
    return resultOf([...cas.flatMap((placed) => problem(placed, limits)), ...certificatesBelow(graph)]);
  },
};

function problem(placed: PlacedCertificate, limits: Limits): readonly RuleFinding[] {
  const { certificate } = placed;
  const limiting = isSelfIssued(certificate) ? undefined : limits.above(certificate, 1);
  return limiting === undefined
    ? []
    : [
        certificateFinding(
          placed,
          `is CA number ${limiting.below} below ${describeCertificate(limiting.ca)}, which allows ${limiting.allowed} (pathLen)`,
          'issue it by another CA, or re-issue the upper one with a greater path length',
        ),
      ];
}

/** A CA that does not allow as many CAs below it as there are. */
interface Limit {
  readonly ca: Certificate;
  readonly below: number;
  readonly allowed: number;
}

/** Looks for limits upwards. Cross-signed CAs have many ways up, hence nothing is looked at twice. */
class Limits {
  private readonly known = new Map<string, Limit | 'none'>();

  constructor(private readonly issuers: Issuers) {}

  /** The nearest limit above a CA, if there is one on every way up: a cross-signed CA may have another. */
  above(certificate: Certificate, below: number): Limit | undefined {
    const key = `${certificate.fingerprint} ${below}`;
    const limit = this.known.get(key) ?? this.find(certificate, below) ?? 'none';
    this.known.set(key, limit);
    return limit === 'none' ? undefined : limit;
  }

  private find(certificate: Certificate, below: number): Limit | undefined {
    const cas = this.issuers.of(certificate).filter((ca) => !isSelfIssued(ca) || ca.selfSigned);
    const limits = cas.map((ca) => this.limitAt(ca, below));
    return limits.every((limit) => limit !== undefined) ? limits[0] : undefined;
  }

  private limitAt(ca: Certificate, below: number): Limit | undefined {
    const allowed = ca.basicConstraints?.pathLength;
    if (allowed !== undefined && below > allowed) {
      return { ca, below, allowed };
    }
    return ca.selfSigned || below >= MAX_DEPTH ? undefined : this.above(ca, below + 1);
  }
}

/** CAs that cert-manager is yet to issue. */
function certificatesBelow(graph: ReferenceGraph): readonly RuleFinding[] {
  return graph.certificates
    .all()
    .filter(({ body }) => fieldAt(body, 'spec', 'isCA') === true)
    .flatMap((manifest) => {
      const secret = graph.certificates.signingSecretOf(manifest);
      const signer = secret === undefined ? undefined : graph.index.find(secret);
      const text = signer === undefined ? undefined : pemTextsOf(signer).find(({ key }) => key === 'tls.crt');
      const [ca] = text === undefined ? [] : certificatesOf(text);
      return ca?.certificate.basicConstraints?.pathLength === 0
        ? [
            {
              manifest,
              path: ['spec', 'isCA'],
              message: `the issuer signs with ${describeCertificate(ca.certificate)}, which allows no CA below it (pathLen 0)`,
              fix: 'issue it by another CA, or drop isCA',
            },
          ]
        : [];
    });
}
