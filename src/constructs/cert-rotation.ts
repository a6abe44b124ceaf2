import { ApiObject, type ApiObjectMetadata, Chart, type Duration, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { certificateSpecProblems } from '../checks/cert-manager/certificate-spec';
import { CERT_MANAGER_GROUP } from '../checks/cert-manager/issuer-ref';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import { Refusal } from '../gateways/refusal';
import { SERVES_ANNOTATION } from '../manifests/graph/certificate-fields';
import type { JsonObject } from '../manifests/manifest';
import { addAnnotations } from './_apply-rendering';
import { certificateSpec, impliedUsages } from './_certificate-spec';
import { rememberCa, requireLead } from './_issuing-ca';
import { refuseProblems } from './_refuse-problems';
import { serviceText } from './_service-text';
import type { Backend } from './backend';
import type {
  PrivateKeyAlgorithm,
  PrivateKeyEncoding,
  PrivateKeyRotationPolicy,
  SignatureAlgorithm,
} from './certificate-key';
import type {
  CertificateKeystores,
  CertificateOutputFormat,
  CertificateSubject,
  NameConstraints,
  OtherName,
  RenewalPolicy,
  RenewalWindow,
} from './certificate-options';
import { CertificateUsage } from './certificate-usage';
import type { IClientCertificate } from './client-certificate';
import type { IIssuerRef } from './issuer-ref';
import type { RestartedWorkload } from './restarted-workload';
import { UpstreamTls } from './upstream-tls';
import { refusingFor, ValidationError } from './validation-error';

/** What a certificate is made from, and when it is renewed. One name at least is needed. */
export interface CertRotationProps {
  /** Who issues it: an `Issuer`, a `ClusterIssuer`, or a reference such as `Issuer.clusterIssuer('payments-ca')`. */
  readonly issuer: IIssuerRef;
  /**
   * What it is for: `CLIENT_AUTH` for a gateway, `SERVER_AUTH` for a backend. There is no default, since cert-manager's
   * own leaves the certificate good for both. Digital signature is added; key encipherment for a server with an RSA
   * key, cert sign for a CA.
   */
  readonly usages: readonly CertificateUsage[];
  /** @default - none */
  readonly dnsNames?: readonly string[];
  /**
   * URIs, such as SPIFFE IDs.
   * @default - none
   */
  readonly uris?: readonly string[];
  /** @default - none */
  readonly ipAddresses?: readonly string[];
  /** @default - none */
  readonly emailAddresses?: readonly string[];
  /** @default - none */
  readonly otherNames?: readonly OtherName[];
  /**
   * At most 64 bytes. Verifiers match the other names; a CA needs one, or a subject, to be told from other CAs.
   * @default - none
   */
  readonly commonName?: string;
  /** @default - none */
  readonly subject?: CertificateSubject;
  /**
   * The whole subject in the form of RFC 4514, where its order matters. Not beside `commonName` and `subject`.
   * @default - made from `commonName` and `subject`
   */
  readonly literalSubject?: string;
  /**
   * Lifetime asked for; an hour at least. By default each certificate ends before the CA above it does, even if it is
   * never renewed: nothing else sees to that (cert-manager #5864). cert-manager's own defaults do not.
   * @default - 30 days; for a CA 365 days; for a CA that signs itself, by an `Issuer` of the app, ten years
   */
  readonly duration?: Duration;
  /**
   * How long before expiry to renew: 5 minutes at least, and less than `duration`.
   * @default - a third of `duration`, which leaves time for retries and for readers that take the new one late
   */
  readonly renewBefore?: Duration;
  /**
   * The same as percentage of the lifetime, 1 to 99. cert-manager's webhook computes it wrongly; values are refused
   * here that either the webhook or the controller would not take.
   * @default - `renewBefore` says it
   */
  readonly renewBeforePercentage?: number;
  /**
   * Whether to renew at all. `DISABLED` keeps the root of a CA from changing by itself. Needs cert-manager 1.21.1.
   * @default - the field is not written: cert-manager renews
   */
  readonly renewalPolicy?: RenewalPolicy;
  /**
   * When renewals may happen. Needs cert-manager 1.21.
   * @default - at any time
   */
  readonly renewalWindows?: readonly RenewalWindow[];
  /**
   * Whether it is a certificate authority.
   * @default false
   */
  readonly isCa?: boolean;
  /** @default PrivateKeyAlgorithm.ECDSA */
  readonly privateKeyAlgorithm?: PrivateKeyAlgorithm;
  /**
   * In bits: 256, 384 or 521 for ECDSA, 2048 to 8192 for RSA, nothing for Ed25519.
   * @default - 256 for ECDSA, 2048 for RSA
   */
  readonly privateKeySize?: number;
  /** @default PrivateKeyEncoding.PKCS8 */
  readonly privateKeyEncoding?: PrivateKeyEncoding;
  /**
   * Whether renewal makes a new key. A CA with a new key breaks each leaf that it issued until all verifiers trust the
   * new one, and cert-manager does not issue those leaves again (#2478).
   * @default - PrivateKeyRotationPolicy.ALWAYS, for a CA PrivateKeyRotationPolicy.NEVER
   */
  readonly rotationPolicy?: PrivateKeyRotationPolicy;
  /** @default - fits the key */
  readonly signatureAlgorithm?: SignatureAlgorithm;
  /**
   * Name of the Secret with key and certificate.
   * @default - the name of the Certificate, which is generated from the construct path and stays as long as that does
   */
  readonly secretName?: string;
  /** @default - those that `readers` need */
  readonly secretLabels?: Readonly<Record<string, string>>;
  /** @default - cert-manager's own, and that of `serves` */
  readonly secretAnnotations?: Readonly<Record<string, string>>;
  /**
   * Gateways that read the Secret; it gets the labels without which they do not see it. `UpstreamMtls` adds its own.
   * @default - none
   */
  readonly readers?: readonly GatewayImplementation[];
  /**
   * Backends that present the certificate: their Services, in the namespace of the Certificate. Nothing else in the
   * manifests says so, and a rotation cannot be proven without it.
   * @default - not said
   */
  readonly serves?: readonly Backend[];
  /**
   * Workloads that read the Secret when they start, and so must be restarted when the certificate is renewed.
   * @default - none: what reads the Secret notices by itself that it changed
   */
  readonly restarts?: readonly RestartedWorkload[];
  /** @default - none */
  readonly additionalOutputFormats?: readonly CertificateOutputFormat[];
  /** @default - none */
  readonly keystores?: CertificateKeystores;
  /**
   * The names that a CA may sign for; needs `isCa`.
   * @default - all
   */
  readonly nameConstraints?: NameConstraints;
  /**
   * Whether the request carries the usages.
   * @default - cert-manager's own: true
   */
  readonly encodeUsagesInRequest?: boolean;
  /**
   * CertificateRequests that are kept, 1 at least.
   * @default - cert-manager's own: 1
   */
  readonly revisionHistoryLimit?: number;
  /**
   * Labels and annotations of the Certificate, and its name where it must be a certain one.
   * @default - a generated name, and the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * A certificate that cert-manager issues into a Secret and renews: of a gateway, of a backend, or of a CA.
 *
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export class CertRotation extends Construct implements IClientCertificate {
  /** Name of the Secret with `tls.crt` and `tls.key`. */
  readonly secretName: string;
  readonly namespace?: string;
  /** What was asked for, and what that implies. */
  readonly usages: readonly CertificateUsage[];

  private readonly checks: UpstreamTls;
  private readonly spec: JsonObject;
  private readonly secretAnnotations: Readonly<Record<string, string>>;
  private secretLabels: Readonly<Record<string, string>>;

  /**
   * @throws ValidationError if cert-manager would reject the Certificate, or accept it and not do what it says; or if it
   * would outlive the CA above it
   */
  constructor(scope: Construct, id: string, props: CertRotationProps) {
    super(scope, id);
    this.checks = UpstreamTls.of(this);
    const resource = new ApiObject(this, 'Resource', {
      apiVersion: `${CERT_MANAGER_GROUP}/v1`,
      kind: 'Certificate',
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this.wholeSpec() }),
    });
    this.secretName = props.secretName ?? resource.name;
    this.namespace = resource.metadata.namespace;
    this.usages = impliedUsages(props);
    this.spec = certificateSpec(props, this.secretName, this.usages);
    this.secretLabels = { ...props.secretLabels };
    const served = refusingFor(this, () => this.servedAnnotation(props.serves ?? []));
    addAnnotations(this, 'the Certificate', resource.metadata, served);
    this.requireSecretAnnotations(props.secretAnnotations ?? {}, served);
    this.secretAnnotations = { ...props.secretAnnotations, ...served };
    this.requireIssuerInReach(props.issuer);
    for (const gateway of props.readers ?? []) {
      this.addReader(gateway);
    }
    for (const workload of props.restarts ?? []) {
      this.addRestart(workload);
    }
    refuseProblems(this, certificateSpecProblems(this.wholeSpec()));
    requireLead(this, this.checks, resource, this.spec, props.issuer);
    if (props.isCa) {
      rememberCa(resource, this.spec, this.secretName);
    }
  }

  /**
   * Labels the Secret so that the gateway sees it.
   * @throws ValidationError if `secretLabels` says otherwise
   */
  addReader(gateway: GatewayImplementation): void {
    for (const [label, value] of Object.entries(gateway.clientSecretLabels())) {
      const present = this.secretLabels[label];
      if (present !== undefined && present !== value) {
        throw new ValidationError(this, {
          rule: 'kong/selector-label-missing',
          message: `secretLabels has ${label}: "${present}", and ${gateway} reads the Secret only with "${value}"`,
          fix: `drop ${label} from secretLabels`,
        });
      }
      this.secretLabels = { ...this.secretLabels, [label]: value };
    }
  }

  /**
   * Has a workload restarted whenever the certificate is renewed.
   * @throws ValidationError if its pods cannot mount the Secret
   */
  addRestart(workload: RestartedWorkload): void {
    refusingFor(this, () => workload.restartFor(this, this.checks, this.secretName, this.namespace));
  }

  /** Written on the Certificate, and by its template on the Secret: not every set of manifests holds both. */
  private servedAnnotation(backends: readonly Backend[]): Readonly<Record<string, string>> {
    if (backends.length === 0) {
      return {};
    }
    const { usages } = this;
    if (!usages.includes(CertificateUsage.SERVER_AUTH) && !usages.includes(CertificateUsage.ANY)) {
      throw new Refusal({
        rule: 'trust/eku-mismatch',
        message: `the certificate is for ${usages.join(', ')}; a backend that presents it needs server auth`,
        fix: 'add CertificateUsage.SERVER_AUTH to its usages',
      });
    }
    const chartNamespace = Chart.of(this).namespace;
    const services = backends.map((backend) =>
      serviceText(backend.toIntent(chartNamespace), 'the Certificate', this.namespace),
    );
    return { [SERVES_ANNOTATION]: [...new Set(services)].sort().join(',') };
  }

  private requireSecretAnnotations(
    stated: Readonly<Record<string, string>>,
    needed: Readonly<Record<string, string>>,
  ): void {
    for (const [key, value] of Object.entries(needed)) {
      const present = stated[key];
      if (present !== undefined && present !== value) {
        throw new ValidationError(this, {
          rule: 'manifests/duplicate-object',
          message: `secretAnnotations has ${key}: "${present}", and serves says "${value}"`,
          fix: `drop ${key} from secretAnnotations`,
        });
      }
    }
  }

  private wholeSpec(): JsonObject {
    const labels = sorted(this.secretLabels);
    const annotations = sorted(this.secretAnnotations);
    const secretTemplate = labels === undefined && annotations === undefined ? undefined : { labels, annotations };
    return { ...this.spec, secretTemplate };
  }

  /** An Issuer serves its own namespace only; cert-manager would look for one of that name in this one. */
  private requireIssuerInReach(issuer: IIssuerRef): void {
    const namespaces = new Set([issuer.namespace, this.namespace]);
    if (namespaces.size === 2 && !namespaces.has(undefined)) {
      throw new ValidationError(this, {
        rule: 'references/missing-object',
        message: `${issuer.kind} ${issuer.name} serves namespace ${issuer.namespace} only, and the Certificate stands in ${this.namespace}`,
        fix: 'put both into one namespace, or use a ClusterIssuer',
      });
    }
  }
}

function sorted(entries: Readonly<Record<string, string>>): JsonObject | undefined {
  const keys = Object.keys(entries).sort();
  return keys.length === 0 ? undefined : Object.fromEntries(keys.map((key) => [key, entries[key]]));
}
