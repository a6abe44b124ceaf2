import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { CERT_MANAGER_GROUP } from '../checks/cert-manager/issuer-ref';
import { issuerSpecProblems } from '../checks/cert-manager/issuer-spec';
import { fieldOf, nonEmpty } from '../manifests/graph/json-fields';
import { refuseProblems } from './_refuse-problems';
import type { IssuerProps } from './issuer';
import { builtInIssuerRef, type IIssuerRef } from './issuer-ref';
import { UpstreamTls } from './upstream-tls';

/**
 * A cert-manager ClusterIssuer: it issues certificates in each namespace. Its Secrets stand in the cluster resource
 * namespace of cert-manager, which is `cert-manager` unless the flag `--cluster-resource-namespace` says otherwise.
 *
 * @see https://cert-manager.io/docs/concepts/issuer/
 */
export class ClusterIssuer extends Construct implements IIssuerRef {
  /**
   * A ClusterIssuer that is not in the app.
   * @throws Refusal if the name is no name of a ClusterIssuer
   */
  static named(name: string): IIssuerRef {
    return builtInIssuerRef('ClusterIssuer', name);
  }

  readonly name: string;
  readonly kind = 'ClusterIssuer';
  readonly group = CERT_MANAGER_GROUP;
  readonly isSelfSigned: boolean;
  readonly caSecretName?: string;

  /** @throws ValidationError if cert-manager would reject the ClusterIssuer */
  constructor(scope: Construct, id: string, props: IssuerProps) {
    super(scope, id);
    refuseProblems(this, issuerSpecProblems(props.config.spec));
    const { ca, selfSigned } = props.config.spec;
    this.isSelfSigned = selfSigned !== undefined;
    this.caSecretName = nonEmpty(fieldOf(ca, 'secretName'));
    const resource = new ApiObject(this, 'Resource', {
      apiVersion: `${CERT_MANAGER_GROUP}/v1`,
      kind: this.kind,
      metadata: props.metadata,
      spec: props.config.spec,
    });
    if (resource.metadata.namespace !== undefined) {
      // cdk8s puts the namespace of the chart on each object; this kind has none.
      resource.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
    this.name = resource.name;
    UpstreamTls.of(this);
  }
}
