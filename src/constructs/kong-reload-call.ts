import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { describeString } from '../checks/schema/describe-value';
import type { KongGateway } from '../gateways/kong/kong-gateway';
import { Refusal } from '../gateways/refusal';
import type { JsonObject } from '../manifests/manifest';
import { gatewayAnnotation } from './_declare-kong-plugin';
import { requireObjectName } from './_object-name';
import type { IClientCertificate } from './client-certificate';
import { UpstreamTls } from './upstream-tls';
import { refusingFor, ValidationError } from './validation-error';

/** What is sent where, and when. */
export interface KongReloadCallProps {
  /** The Kong Gateway whose Admin API is called. */
  readonly kongGateway: KongGateway;
  /** The Secret with `tls.crt` and `tls.key`; it must stand in the namespace of the job. */
  readonly certificate: IClientCertificate;
  /** URL of the Admin API, as in `https://kong-admin.kong.svc:8444`. Over TLS only, since the private key is sent. */
  readonly adminApiUrl: string;
  /** Name of a ConfigMap with the authority of the Admin API under `ca.crt`. */
  readonly adminApiCaConfigMap: string;
  /** When to call, as cron expression of five fields: `0 * * * *`. */
  readonly schedule: string;
  /** Image with curl, by digest: `registry.example.com/curl@sha256:...`. */
  readonly image: string;
  /**
   * Labels and annotations of the CronJob, and its name where it must be a certain one.
   * @default - a generated name, and the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;
}

const PINNED_IMAGE = /^[a-z0-9][a-z0-9.:/_-]{0,400}@sha256:[0-9a-f]{64}$/;
const SCHEDULE = /^(?:\S{1,100} ){4}\S{1,100}$/;

/**
 * A remedy from the field: a CronJob that posts the renewed certificate to the Admin API of Kong Gateway. It reloads
 * nothing: without a database each call is answered with 405, with one each call adds a certificate that no Service names.
 * The finding says which. What does help is `CertRotation` with `UpstreamMtls`.
 */
export class KongReloadCall extends Construct {
  /** @throws ValidationError if the private key would be sent in plaintext, or the image is not pinned */
  constructor(scope: Construct, id: string, props: KongReloadCallProps) {
    super(scope, id);
    refusingFor(this, () => requireProps(props));
    const resource = new ApiObject(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: {
        ...props.metadata,
        annotations: { ...gatewayAnnotation(props.kongGateway), ...props.metadata?.annotations },
      },
      spec: {
        schedule: props.schedule,
        concurrencyPolicy: 'Forbid',
        jobTemplate: { spec: { backoffLimit: 2, template: { spec: podSpec(props) } } },
      },
    });
    this.requireSameNamespace(props.certificate, resource.metadata.namespace);
    UpstreamTls.of(this);
  }

  /** Pods mount Secrets of their own namespace only. */
  private requireSameNamespace({ secretName, namespace }: IClientCertificate, own: string | undefined): void {
    if (namespace !== undefined && namespace !== own) {
      throw new ValidationError(this, {
        rule: 'references/missing-object',
        message: `Secret ${namespace}/${secretName} is not in namespace ${own ?? '(none stated)'} of the job, which can mount Secrets of its own namespace only`,
        fix: 'put the construct into a chart with the namespace of the Secret',
      });
    }
  }
}

function podSpec({ certificate, adminApiUrl, adminApiCaConfigMap, image }: KongReloadCallProps): JsonObject {
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'call',
        image,
        command: ['curl', '--fail', '--silent', '--show-error', '--max-time', '30', '--cacert', '/ca/ca.crt'],
        args: [
          '--form',
          'cert=</tls/tls.crt',
          '--form',
          'key=</tls/tls.key',
          `${adminApiUrl.replace(/\/+$/, '')}/certificates`,
        ],
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'tls', mountPath: '/tls', readOnly: true },
          { name: 'ca', mountPath: '/ca', readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'tls', secret: { secretName: certificate.secretName } },
      { name: 'ca', configMap: { name: adminApiCaConfigMap } },
    ],
  };
}

function requireProps({ adminApiUrl, adminApiCaConfigMap, image, schedule }: KongReloadCallProps): void {
  requireObjectName('ConfigMap', adminApiCaConfigMap);
  requireUrl(adminApiUrl);
  if (!PINNED_IMAGE.test(image)) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: 'image is not an image name with a sha256 digest, and the container sees the private key',
      fix: 'give it as registry.example.com/curl@sha256:... with the digest of the image you reviewed',
    });
  }
  if (!SCHEDULE.test(schedule)) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `schedule ${describeString(schedule)} is not a cron expression of five fields`,
      fix: 'give it as in "0 * * * *"',
    });
  }
}

/** The URL is not shown: it may carry a password. */
function requireUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url?.protocol !== 'https:' ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message:
        'adminApiUrl is not an https URL without user, password and query; the private key is sent to it, and the URL stands in Git',
      fix: 'give it as in "https://kong-admin.kong.svc:8444"',
    });
  }
}
