import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { CERT_MANAGER_GROUP } from '../checks/cert-manager/issuer-ref';
import { issuerSpecProblems } from '../checks/cert-manager/issuer-spec';
import { fieldOf, nonEmpty } from '../manifests/graph/json-fields';
import { refuseProblems } from './_refuse-problems';
import type { IssuerConfig } from './issuer-config';
import { builtInIssuerRef, type ExternalIssuerRef, externalIssuerRef, type IIssuerRef } from './issuer-ref';
import { UpstreamTls } from './upstream-tls';

/** What an Issuer or a ClusterIssuer is made from. */
export interface IssuerProps {
  /** What issues the certificates. */
  readonly config: IssuerConfig;
  /**
   * Labels, annotations, and the name where it must be a certain one.
   * @default - a generated name, and the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * A cert-manager Issuer: it issues certificates in its own namespace, from Secrets of that namespace.
 *
 * @see https://cert-manager.io/docs/concepts/issuer/
 */
export class Issuer extends Construct implements IIssuerRef {
  /**
   * An Issuer that is not in the app, in the namespace of whoever refers to it.
   * @throws Refusal if the name is no name of an Issuer
   */
  static named(name: string): IIssuerRef {
    return builtInIssuerRef('Issuer', name);
  }

  /**
   * A ClusterIssuer that is not in the app.
   * @throws Refusal if the name is no name of a ClusterIssuer
   */
  static clusterIssuer(name: string): IIssuerRef {
    return builtInIssuerRef('ClusterIssuer', name);
  }

  /**
   * An issuer of another project that cert-manager passes requests to.
   * @throws Refusal if the name is no name of an object
   */
  static external(reference: ExternalIssuerRef): IIssuerRef {
    return externalIssuerRef(reference);
  }

  readonly name: string;
  readonly kind = 'Issuer';
  readonly group = CERT_MANAGER_GROUP;
  readonly isSelfSigned: boolean;
  readonly caSecretName?: string;
  readonly namespace?: string;

  /** @throws ValidationError if cert-manager would reject the Issuer */
  constructor(scope: Construct, id: string, props: IssuerProps) {
    super(scope, id);
    refuseProblems(this, issuerSpecProblems(props.config.spec));
    const { ca, selfSigned } = props.config.spec;
    this.isSelfSigned = selfSigned !== undefined;
    this.caSecretName = nonEmpty(fieldOf(ca, 'secretName'));
    const { name, metadata } = new ApiObject(this, 'Resource', {
      apiVersion: `${CERT_MANAGER_GROUP}/v1`,
      kind: this.kind,
      metadata: props.metadata,
      spec: props.config.spec,
    });
    this.name = name;
    this.namespace = metadata.namespace;
    UpstreamTls.of(this);
  }
}
