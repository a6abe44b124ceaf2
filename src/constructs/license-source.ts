import type { Duration } from 'cdk8s';
import type { IClientCertificate } from './client-certificate';

/** Where External Secrets reads the license. */
export interface ExternalLicenseOptions {
  /** Name of the SecretStore or ClusterSecretStore. */
  readonly store: string;
  /** @default 'SecretStore' */
  readonly storeKind?: 'SecretStore' | 'ClusterSecretStore';
  /** Name of the value at the provider, as `remoteRef.key` says it. */
  readonly remoteKey: string;
  /**
   * Part of the value that is the license.
   * @default - the whole value
   */
  readonly remoteProperty?: string;
  /**
   * Version of the value.
   * @default - the newest one
   */
  readonly remoteVersion?: string;
  /**
   * How often the value is read.
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
}

/** How a license of Konnect is asked for. */
export interface KonnectLicenseOptions {
  /** Id of the control plane in Konnect, a UUID. */
  readonly controlPlaneId: string;
  /** What the license API of Konnect knows the cluster by, in the namespace of the license. */
  readonly clientCertificate: IClientCertificate;
  /**
   * Address of the license API, which is one per region.
   * @default 'https://us.kic.api.konghq.com'
   */
  readonly address?: string;
}

/** How the controller keeps the license that it asks Konnect for. */
export interface ControllerLicenseOptions extends KonnectLicenseOptions {
  /**
   * Whether to go on where the controller writes the license and cannot read it back: Kong Ingress Controller 3.5, and
   * Kong Operator before 2.0.8 and 2.1.3. It then does not get ready after a restart while Konnect cannot be reached.
   *
   * @default false
   */
  readonly acceptUnreadableStorage?: boolean;
}

/** How our CronJob keeps the license of a control plane in the Secret. */
export interface LicenseSyncOptions extends KonnectLicenseOptions {
  /**
   * Image with Node.js 20 or later as `node`, by digest: `registry.example.com/node@sha256:...`. The pod has the right
   * to write the license, so what runs in it must not change behind a tag.
   */
  readonly image: string;
  /**
   * When to ask, in cron notation.
   * @default '17 *\/6 * * *'
   */
  readonly schedule?: string;
  /**
   * Address ranges of Konnect, or of the proxy before it. Konnect names none that stay.
   * @default - everywhere but the metadata services of cloud providers
   */
  readonly konnectCidrs?: readonly string[];
  /**
   * Ports of the Kubernetes API. A NetworkPolicy sees the address behind the Service `kubernetes`, often at 6443.
   * @default [443, 6443]
   */
  readonly kubernetesApiPorts?: readonly number[];
}

/** @internal */
export type LicenseSourceDetail =
  | { readonly kind: 'existing-secret' }
  | { readonly kind: 'external-secret'; readonly options: ExternalLicenseOptions }
  | { readonly kind: 'sealed-secret'; readonly manifest: string }
  | { readonly kind: 'konnect'; readonly options: ControllerLicenseOptions }
  | { readonly kind: 'konnect-sync'; readonly options: LicenseSyncOptions };

/** Where a license comes from: by reference in each case. */
export class LicenseSource {
  /** A Secret that someone else writes, under the key `license`. */
  static existingSecret(): LicenseSource {
    return new LicenseSource({ kind: 'existing-secret' });
  }

  /**
   * A Secret that External Secrets writes. It is read again and again, kept as it is while the provider cannot be
   * reached or has lost the value, and left behind when the ExternalSecret goes.
   */
  static externalSecret(options: ExternalLicenseOptions): LicenseSource {
    return new LicenseSource({ kind: 'external-secret', options });
  }

  /**
   * A SealedSecret as `kubeseal` wrote it, YAML or JSON, with the sealed license under the key `license`. It must be
   * sealed for the name and the namespace of the Secret.
   */
  static sealedSecret(manifest: string): LicenseSource {
    return new LicenseSource({ kind: 'sealed-secret', manifest });
  }

  /**
   * Konnect, asked by the controller, which keeps what it got in the Secret `konnect-license-<control plane id>` of its
   * own namespace and passes it on to Kong Gateway. Needs the gateway and its version.
   */
  static konnect(options: ControllerLicenseOptions): LicenseSource {
    return new LicenseSource({ kind: 'konnect', options });
  }

  /**
   * Konnect, asked by a CronJob of ours, for controllers that do not keep the license. Only a good license that is not
   * older than the one in the Secret is written; in each other case the Secret stays and the job fails.
   */
  static konnectSync(options: LicenseSyncOptions): LicenseSource {
    return new LicenseSource({ kind: 'konnect-sync', options });
  }

  private constructor(
    /** @internal */
    readonly detail: LicenseSourceDetail,
  ) {}
}
