import { ApiObject, type ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { JsonObject } from '../manifests/manifest';
import { requireObjectName } from './_object-name';
import { UpstreamTls } from './upstream-tls';
import { refusingFor, ValidationError } from './validation-error';

/** A ServiceAccount by name, or the shape of one in cdk8s-plus. */
export interface IServiceAccountRef {
  readonly name: string;
  /** @default - that of `metadata`, else that of the license */
  readonly namespace?: string;
  /** @default - not known */
  readonly metadata?: { readonly namespace?: string };
}

/** Which of Kong's Helm charts the values are for. */
export enum KongHelmChart {
  /** Chart `kong/kong`: controller and gateway in one release. */
  KONG = 'kong',
  /** Chart `kong/ingress`: controller and gateway apart. */
  INGRESS = 'ingress',
}

/** A license by reference. There is no prop that takes its text, and no manifest that holds it. */
export interface LicenseStoreProps {
  /** Name of the ingress controller, as its Helm release or Deployment is called; the Secret is named after it. */
  readonly ingressControllerName: string;
  /** Who may read the Secret through the API. */
  readonly serviceAccount: IServiceAccountRef;
  /**
   * Name of the Secret, where it is not the conventional one.
   * @default - `<ingressControllerName>-license`
   */
  readonly secretName?: string;
  /**
   * Namespace of the Secret: the one that the gateway's pods run in, since pods read Secrets of their own namespace only.
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
  /**
   * Labels and annotations of the Role and the RoleBinding.
   * @default - none
   */
  readonly metadata?: Pick<ApiObjectMetadata, 'annotations' | 'labels'>;
}

/** An entry of a container's `env`. */
export interface LicenseEnvVar {
  readonly name: 'KONG_LICENSE_DATA';
  readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

/** Values of chart `kong/kong`. */
export interface KongChartLicenseValues {
  readonly enterprise: { readonly enabled: true; readonly license_secret: string };
}

/** Values of chart `kong/ingress`; the chart puts `KONG_` before the names of `env`. */
export interface IngressChartLicenseValues {
  readonly gateway: { readonly env: { readonly LICENSE_DATA: Pick<LicenseEnvVar, 'valueFrom'> } };
}

/**
 * The license of a self-managed Kong gateway as one Secret of one namespace, with the least right to read it.
 *
 * The Secret itself comes from elsewhere (External Secrets, Sealed Secrets, `kubectl create secret`), under the key
 * `license`. Kong reads it at the start of a pod: after a change the pods must restart.
 *
 * @see https://developer.konghq.com/gateway/entities/license/
 */
export class LicenseStore extends Construct {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Key of the Secret under which the license stands; both Helm charts take it for granted. */
  readonly secretKey = 'license';
  readonly namespace: string;

  /** @throws ValidationError if a name is no name of an object, or no namespace is known */
  constructor(scope: Construct, id: string, props: LicenseStoreProps) {
    super(scope, id);
    this.secretName = this.secretNameOf(props);
    this.namespace = this.namespaceOf(props);
    const subject = this.subjectOf(props.serviceAccount);
    const metadata = { ...props.metadata, namespace: this.namespace };
    const role = new ApiObject(this, 'Role', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [this.rule()],
    });
    new ApiObject(this, 'RoleBinding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role.name },
      subjects: [subject],
    });
    UpstreamTls.of(this);
  }

  /** The license as an environment variable of Kong's container. */
  envVar(): LicenseEnvVar {
    return { name: 'KONG_LICENSE_DATA', valueFrom: this.valueFrom() };
  }

  /** The license as values of the Helm chart of Kong. */
  helmValues(chart: KongHelmChart.KONG): KongChartLicenseValues;
  helmValues(chart: KongHelmChart.INGRESS): IngressChartLicenseValues;
  helmValues(chart: KongHelmChart): KongChartLicenseValues | IngressChartLicenseValues {
    return chart === KongHelmChart.KONG
      ? { enterprise: { enabled: true, license_secret: this.secretName } }
      : { gateway: { env: { LICENSE_DATA: { valueFrom: this.valueFrom() } } } };
  }

  private valueFrom(): LicenseEnvVar['valueFrom'] {
    return { secretKeyRef: { name: this.secretName, key: this.secretKey } };
  }

  /**
   * `get` of the one Secret and nothing else. No `list` and no `watch`: a reader that needs the Secret knows its name.
   * No `create`, which RBAC cannot limit to a name, and no `update`: nothing in the cluster writes this Secret but what
   * delivers it, by its own rights. `envVar()` needs no rule at all: the kubelet fetches the Secret for the pod.
   */
  private rule(): JsonObject {
    return { apiGroups: [''], resources: ['secrets'], resourceNames: [this.secretName], verbs: ['get'] };
  }

  private secretNameOf(props: LicenseStoreProps): string {
    this.requireName('controller', props.ingressControllerName);
    const name = props.secretName ?? `${props.ingressControllerName}-license`;
    this.requireName('Secret', name);
    return name;
  }

  private namespaceOf(props: LicenseStoreProps): string {
    const namespace = props.namespace ?? Chart.of(this).namespace;
    if (namespace === undefined) {
      throw new ValidationError(this, {
        rule: 'license/rbac-missing',
        message: 'no namespace is known for the license, so no ServiceAccount could be bound to it',
        fix: 'give the namespace of the gateway as namespace, or to the chart',
      });
    }
    this.requireName('Namespace', namespace);
    return namespace;
  }

  private subjectOf({ name, namespace, metadata }: IServiceAccountRef): JsonObject {
    this.requireName('ServiceAccount', name);
    const where = namespace ?? metadata?.namespace ?? this.namespace;
    this.requireName('Namespace', where);
    return { kind: 'ServiceAccount', name, namespace: where };
  }

  /** Where a name is asked for, the license itself may be given by mistake; it must not reach a message. */
  private requireName(kind: string, name: string): void {
    if (LOOKS_LIKE_LICENSE.test(name)) {
      throw new ValidationError(this, {
        rule: 'secrets/license-text',
        message: `the text of a license is given where the name of a ${kind} is expected`,
        fix: `give the name of the ${kind}, and keep the license in a Secret under the key license`,
      });
    }
    refusingFor(this, () => requireObjectName(kind, name));
  }
}

/** JSON, by its first character or by a field of a license. */
const LOOKS_LIKE_LICENSE = /^\s*\{|"(?:license|payload|signature|license_key)"/;
