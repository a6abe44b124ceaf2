import { CERT_MANAGER_GROUP } from '../checks/cert-manager/issuer-ref';
import { requireObjectName } from './_object-name';

/** Who issues a certificate: what `issuerRef` of a Certificate says. `Issuer` and `ClusterIssuer` are one. */
export interface IIssuerRef {
  readonly name: string;
  readonly kind: string;
  readonly group: string;
  /**
   * The one namespace that the issuer serves.
   * @default - not known, or the issuer serves all namespaces
   */
  readonly namespace?: string;
  /**
   * Whether each certificate signs itself, as that of a root does.
   * @default - not known
   */
  readonly isSelfSigned?: boolean;
  /**
   * The Secret of the CA that signs.
   * @default - not known, or it is not a CA in a Secret that signs
   */
  readonly caSecretName?: string;
}

/** An issuer that cert-manager itself does not come with, as in AWS Private CA or step-ca. */
export interface ExternalIssuerRef {
  readonly name: string;
  /** As in `AWSPCAClusterIssuer`. */
  readonly kind: string;
  /** API group of the kind, as in `awspca.cert-manager.io`. */
  readonly group: string;
}

/** @throws Refusal if the name is no name of an issuer */
export function builtInIssuerRef(kind: 'Issuer' | 'ClusterIssuer', name: string): IIssuerRef {
  requireObjectName(kind, name);
  return { name, kind, group: CERT_MANAGER_GROUP };
}

/** @throws Refusal if the name is no name of an issuer */
export function externalIssuerRef(reference: ExternalIssuerRef): IIssuerRef {
  requireObjectName(reference.kind, reference.name);
  return { name: reference.name, kind: reference.kind, group: reference.group };
}
