import type { ManifestIndex, ObjectReference } from '../index-set';
import type { Manifest } from '../manifest';
import { secretOf } from './certificate-secret';
import { CERTIFICATE, isOfKind } from './object-kinds';
import type { Productions } from './productions';
import { type Reference, referenceTo } from './reference';
import type { References } from './references';

/** cert-manager's Certificates and issuers: who issues what, and into which Secret. */
export class Certificates {
  constructor(
    private readonly index: ManifestIndex,
    private readonly references: References,
    private readonly productions: Productions,
  ) {}

  /** All Certificates, in the order read. */
  all(): readonly Manifest[] {
    return this.index.ofKind(CERTIFICATE.group, CERTIFICATE.kind);
  }

  /** The Secret that a Certificate is written to. */
  secretOf(certificate: Manifest): ObjectReference | undefined {
    return secretOf(certificate);
  }

  /** The Certificates that are written to a Secret: one, unless they fight over it. */
  writtenTo(secret: ObjectReference): readonly Manifest[] {
    return this.productions
      .of(secret)
      .map(({ by }) => by)
      .filter((by) => isOfKind(referenceTo(by), CERTIFICATE));
  }

  /** A Certificate's reference to its issuer. */
  issuerOf(certificate: Manifest): Reference | undefined {
    return this.references.of(certificate).find(({ purpose }) => purpose === 'issuer');
  }

  /** The Certificates that an Issuer or ClusterIssuer signs. */
  issuedBy(issuer: Manifest): readonly Manifest[] {
    return this.references
      .to(referenceTo(issuer))
      .filter(({ purpose }) => purpose === 'issuer')
      .map(({ from }) => from);
  }

  /** A CA issuer's reference to the Secret that it signs with; undefined for other issuers. */
  caSecretOf(issuer: Manifest): Reference | undefined {
    return this.references.of(issuer).find(({ purpose }) => purpose === 'issuer-ca');
  }

  /** The Secret of the CA that signs a Certificate, where its issuer is in the set and is a CA issuer. */
  signingSecretOf(certificate: Manifest): ObjectReference | undefined {
    const reference = this.issuerOf(certificate);
    const issuer = reference && this.index.find(reference.to);
    return issuer && this.caSecretOf(issuer)?.to;
  }
}
