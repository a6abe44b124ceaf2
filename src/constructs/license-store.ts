import { type ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { JsonObject } from '../manifests/manifest';
import { checkControllerStorage, checkSchedule, type KongController, storageSecretName } from './_check-license-source';
import { createObject } from './_create-object';
import { deliverLicense } from './_deliver-license';
import { type GrantMetadata, grant } from './_grant';
import { type LicenseAlertsOptions, licenseAlerts } from './_license-alerts';
import { type LicenseBackupOptions, licenseBackup } from './_license-backup';
import { EXPIRES_ANNOTATION, LICENSE_LABEL, type LicenseSecret } from './_license-objects';
import { DEFAULT_KONNECT_ADDRESS } from './_license-sync';
import { requireNameNotLicense } from './_name-not-license';
import { KongHelmChart } from './kong-helm-chart';
import type { LicenseDocument } from './license-document';
import type {
  ControllerLicenseEnv,
  ControlPlaneKonnectOptions,
  IngressChartControllerValues,
  IngressChartLicenseValues,
  KongChartControllerValues,
  KongChartLicenseValues,
  LicenseEnvVar,
} from './license-helm-values';
import { type ControllerLicenseOptions, LicenseSource } from './license-source';
import { UpstreamTls } from './upstream-tls';
import { refusingFor, ValidationError } from './validation-error';

export type { KongController } from './_check-license-source';
export type { LicenseAlertsOptions } from './_license-alerts';
export type { LicenseBackupOptions } from './_license-backup';
export { KongHelmChart } from './kong-helm-chart';

/** A ServiceAccount by name, or the shape of one in cdk8s-plus. */
export interface IServiceAccountRef {
  readonly name: string;
  /** @default - that of `metadata`, else that of the license */
  readonly namespace?: string;
  /** @default - not known */
  readonly metadata?: { readonly namespace?: string };
}

/** A license by reference. There is no prop that takes its text, and no manifest that holds it. */
export interface LicenseStoreProps {
  /** Name of the ingress controller, as its Helm release or Deployment is called; the Secret is named after it. */
  readonly ingressControllerName: string;
  /** Who may read the Secret through the API; of `LicenseSource.konnect` the controller, which also writes it. */
  readonly serviceAccount: IServiceAccountRef;
  /** @default LicenseSource.existingSecret() */
  readonly source?: LicenseSource;
  /**
   * The controller and its version.
   * @default - not known; refused where the source is `LicenseSource.konnect`
   */
  readonly gateway?: KongController;
  /**
   * Name of the Secret, where it is not the conventional one. The source `LicenseSource.konnect` has no choice.
   * @default - `<ingressControllerName>-license`, and `konnect-license-<control plane id>` of the controller's own
   */
  readonly secretName?: string;
  /**
   * Namespace of the Secret: the one that the gateway's pods run in, since pods read Secrets of their own namespace
   * only; of `LicenseSource.konnect` the one that the controller runs in.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
  /**
   * The license as a file at synthesis, to be checked. Of it only the last day is written, as an annotation. Not for
   * sources that ask Konnect: there the license changes by itself.
   *
   * @default - the license is not looked at
   */
  readonly document?: LicenseDocument;
  /**
   * Alerts on the license, as a PrometheusRule.
   * @default - no alerts
   */
  readonly alerts?: LicenseAlertsOptions;
  /**
   * Backups of the license by Velero. An existing Secret is in it once it has the label `upstream-tls.dev/license: "true"`.
   * @default - no backups
   */
  readonly backup?: LicenseBackupOptions;
  /**
   * Labels and annotations of the Role and the RoleBinding.
   * @default - none
   */
  readonly metadata?: Pick<ApiObjectMetadata, 'annotations' | 'labels'>;
}

/**
 * The license of a Kong gateway as one Secret of one namespace, with the least right to read it.
 *
 * Unless Kong's own controller asks Konnect for it, the license stands under the key `license` and Kong Gateway reads it
 * at the start of a pod: after a change the pods must restart, for which `reloaderAnnotations()` can care.
 *
 * @see https://developer.konghq.com/gateway/entities/license/
 */
export class LicenseStore extends Construct {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Key of the Secret under which the license stands. */
  readonly secretKey: string;
  readonly namespace: string;

  private readonly source: LicenseSource;
  private readonly gateway?: KongController;
  private readonly labels: Readonly<Record<string, string>>;
  private readonly annotations: Readonly<Record<string, string>>;

  /**
   * @throws ValidationError if a name is no name of an object, no namespace is known, another store of the app writes
   * the same Secret or serves the same controller, or the controller cannot keep its license
   */
  constructor(scope: Construct, id: string, props: LicenseStoreProps) {
    super(scope, id);
    this.source = props.source ?? LicenseSource.existingSecret();
    this.gateway = props.gateway;
    this.secretName = this.secretNameOf(props);
    this.secretKey = this.source.detail.kind === 'konnect' ? 'payload' : 'license';
    this.namespace = this.namespaceOf(props);
    this.labels = { [LICENSE_LABEL]: 'true', ...this.readerLabels() };
    this.annotations = this.annotationsOf(props.document);
    const checks = UpstreamTls.of(this);
    this.claimFor(checks, props.ingressControllerName);
    grant(this, '', this.readerRule(), this.subjectOf(props.serviceAccount), this.grantMetadata(props.metadata));
    const writers = deliverLicense(this, checks, this.source.detail, this.secret(), this.gateway);
    if (props.alerts !== undefined) {
      const { alerts } = props;
      const rule = refusingFor(this, () => licenseAlerts({ secret: this.secret(), ...writers }, alerts));
      createObject(this, 'Alerts', rule);
    }
    this.backUp(props.backup);
  }

  /**
   * The license as an environment variable of Kong's container.
   * @throws ValidationError if the controller asks Konnect, which passes the license on itself
   */
  envVar(): LicenseEnvVar {
    return { name: 'KONG_LICENSE_DATA', valueFrom: this.valueFrom() };
  }

  /**
   * The license as values of the Helm chart of Kong.
   * @throws ValidationError if the controller asks Konnect, which passes the license on itself
   */
  helmValues(chart: KongHelmChart.KONG): KongChartLicenseValues;
  helmValues(chart: KongHelmChart.INGRESS): IngressChartLicenseValues;
  helmValues(chart: KongHelmChart): KongChartLicenseValues | IngressChartLicenseValues {
    const valueFrom = this.valueFrom();
    return chart === KongHelmChart.KONG
      ? { enterprise: { enabled: true, license_secret: this.secretName } }
      : { gateway: { env: { LICENSE_DATA: { valueFrom } } } };
  }

  /**
   * The settings of Kong Ingress Controller as values of its Helm chart.
   * @throws ValidationError if it is not Kong Ingress Controller that asks Konnect
   */
  controllerHelmValues(chart: KongHelmChart.KONG): KongChartControllerValues;
  controllerHelmValues(chart: KongHelmChart.INGRESS): IngressChartControllerValues;
  controllerHelmValues(chart: KongHelmChart): KongChartControllerValues | IngressChartControllerValues {
    const env = this.controllerEnv();
    return chart === KongHelmChart.KONG
      ? { ingressController: { env } }
      : { controller: { ingressController: { env } } };
  }

  /**
   * What a ControlPlane of Kong Operator needs in `spec.konnect`. Control plane and client certificate come from its
   * KonnectExtension.
   *
   * @throws ValidationError if it is not Kong Operator that asks Konnect
   */
  controlPlaneKonnectOptions(): ControlPlaneKonnectOptions {
    this.requireController('kong-operator', 'Kong Operator');
    return { licensing: { state: 'enabled', storageState: 'enabled' } };
  }

  /**
   * Annotations for the Deployment of Kong Gateway by which Stakater Reloader restarts it when the license changes.
   * @throws ValidationError if the controller asks Konnect, which needs no restart
   * @see https://github.com/stakater/Reloader
   */
  reloaderAnnotations(): Readonly<Record<string, string>> {
    this.requireStaticSource();
    return { 'secret.reloader.stakater.com/reload': this.secretName };
  }

  private secret(): LicenseSecret {
    const { secretName: name, secretKey: key, namespace, labels, annotations } = this;
    return { name, key, namespace, labels, annotations };
  }

  private backUp(options: LicenseBackupOptions | undefined): void {
    if (options !== undefined) {
      refusingFor(this, () => checkSchedule(options.schedule));
      createObject(this, 'Backup', licenseBackup(this.secret(), options));
    }
  }

  /** Of an existing Secret there is no other object of ours to tell the end of its license. */
  private grantMetadata(given: LicenseStoreProps['metadata']): GrantMetadata {
    const tells = this.source.detail.kind === 'existing-secret';
    const roleAnnotations = tells ? this.annotations : {};
    return { ...given, namespace: this.namespace, roleAnnotations };
  }

  /**
   * `get` of the one Secret, and `update` for a controller that keeps its license there. No `list` and no `watch`: who
   * needs the Secret knows its name. No `create`, which RBAC cannot limit to a name: what is written in the cluster is
   * there before, empty. `envVar()` needs no rule at all: the kubelet fetches the Secret for the pod.
   */
  private readerRule(): JsonObject {
    const verbs = this.source.detail.kind === 'konnect' ? ['get', 'update'] : ['get'];
    return { apiGroups: [''], resources: ['secrets'], resourceNames: [this.secretName], verbs };
  }

  /** Labels without which Kong's own controller does not see the Secret that it keeps the license in. */
  private readerLabels(): Readonly<Record<string, string>> {
    return this.source.detail.kind === 'konnect' ? (this.gateway?.clientSecretLabels() ?? {}) : {};
  }

  private annotationsOf(document: LicenseDocument | undefined): Readonly<Record<string, string>> {
    if (document === undefined) {
      return {};
    }
    if (this.source.detail.kind === 'konnect' || this.source.detail.kind === 'konnect-sync') {
      throw new ValidationError(this, {
        rule: 'schema/invalid-value',
        message: 'a license document is given, and the license comes from Konnect, which renews it',
        fix: 'leave document out, or deliver that license by another source',
      });
    }
    return { [EXPIRES_ANNOTATION]: document.expires };
  }

  /** Two writers of one Secret overwrite each other; two licenses of one controller leave open which one counts. */
  private claimFor(checks: UpstreamTls, controllerName: string): void {
    const rule = 'license/store-contested';
    const controller = `the license of controller ${this.namespace}/${controllerName}`;
    checks.claim(
      this,
      controller,
      (other) => `[${other}] already keeps ${controller}; which of two licenses it takes would be left to chance`,
      'keep one of the two',
      rule,
    );
    if (this.source.detail.kind !== 'existing-secret') {
      const secret = `Secret ${this.namespace}/${this.secretName}`;
      checks.claim(
        this,
        `the license in ${secret}`,
        (other) => `[${other}] already writes ${secret}; each would overwrite the license of the other`,
        'give each controller a Secret of its own, and a control plane of its own in Konnect',
        rule,
      );
    }
  }

  private valueFrom(): LicenseEnvVar['valueFrom'] {
    this.requireStaticSource();
    return { secretKeyRef: { name: this.secretName, key: this.secretKey } };
  }

  private requireStaticSource(): void {
    if (this.source.detail.kind === 'konnect') {
      throw new ValidationError(this, {
        rule: 'schema/invalid-value',
        message: 'the controller passes the license of Konnect on to Kong Gateway, which reads no Secret for it',
        fix: 'use controllerHelmValues() or controlPlaneKonnectOptions(), or LicenseSource.konnectSync',
      });
    }
  }

  private requireController(implementation: KongController['implementation'], title: string): ControllerLicenseOptions {
    const { detail } = this.source;
    if (detail.kind !== 'konnect' || this.gateway?.implementation !== implementation) {
      const found = detail.kind === 'konnect' ? String(this.gateway) : 'not the controller';
      throw new ValidationError(this, {
        rule: 'license/storage-inert',
        message: `these are settings for ${title} that asks Konnect for its license; here ${found} does`,
        fix: `use LicenseSource.konnect with ${title} as gateway, or what this source has instead`,
      });
    }
    return detail.options;
  }

  private controllerEnv(): ControllerLicenseEnv {
    const options = this.requireController('kong-ingress-controller', 'Kong Ingress Controller');
    const certificate = (key: string) => ({
      valueFrom: { secretKeyRef: { name: options.clientCertificate.secretName, key } },
    });
    return {
      konnect_licensing_enabled: 'true',
      konnect_license_storage_enabled: 'true',
      konnect_control_plane_id: options.controlPlaneId,
      konnect_address: options.address ?? DEFAULT_KONNECT_ADDRESS,
      konnect_tls_client_cert: certificate('tls.crt'),
      konnect_tls_client_key: certificate('tls.key'),
    };
  }

  private secretNameOf(props: LicenseStoreProps): string {
    requireNameNotLicense(this, 'controller', props.ingressControllerName);
    const { detail } = this.source;
    if (detail.kind === 'konnect') {
      const conventional = storageSecretName(detail.options);
      if (props.secretName !== undefined && props.secretName !== conventional) {
        throw new ValidationError(this, {
          rule: 'schema/invalid-value',
          message: "the controller keeps its license in a Secret whose name it makes from the control plane's id",
          fix: 'leave secretName out',
        });
      }
      // Checked before anything is made of it, so that no message shows what stands in its place.
      refusingFor(this, () => checkControllerStorage(this.gateway, detail.options));
      return conventional;
    }
    const name = props.secretName ?? `${props.ingressControllerName}-license`;
    requireNameNotLicense(this, 'Secret', name);
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
    requireNameNotLicense(this, 'Namespace', namespace);
    return namespace;
  }

  private subjectOf({ name, namespace, metadata }: IServiceAccountRef): JsonObject {
    requireNameNotLicense(this, 'ServiceAccount', name);
    const where = namespace ?? metadata?.namespace ?? this.namespace;
    requireNameNotLicense(this, 'Namespace', where);
    return { kind: 'ServiceAccount', name, namespace: where };
  }
}
