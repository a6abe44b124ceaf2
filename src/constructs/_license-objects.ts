import { formatGoDuration } from '../checks/cert-manager/go-duration';
import type { JsonObject } from '../manifests/manifest';
import type { NewObject } from './_create-object';
import type { ExternalLicenseOptions } from './license-source';

/** The last day of a license, as YYYY-MM-DD; the one thing of it that may be shown. */
export const EXPIRES_ANNOTATION = 'upstream-tls.dev/license-expires';

/** Marks what belongs to a license, for backups. */
export const LICENSE_LABEL = 'upstream-tls.dev/license';

/** Which Secret is meant, and what else is said of it. */
export interface LicenseSecret {
  readonly name: string;
  readonly namespace: string;
  /** Key of the license in it. */
  readonly key: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * A Secret without data for someone in the cluster to fill, who then needs no right to create Secrets. Applied again it
 * does not touch the data, which it does not state; and what prunes is told to leave it, license and all.
 */
export function emptySecret({ name, namespace, labels }: LicenseSecret): NewObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels,
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      },
    },
    type: 'Opaque',
  };
}

/**
 * `Retain` keeps the Secret when the provider has lost the value, `Orphan` when the ExternalSecret itself goes; a
 * provider that cannot be reached changes nothing.
 */
export function externalSecret(secret: LicenseSecret, options: ExternalLicenseOptions): NewObject {
  const { name, namespace, key } = secret;
  const { remoteKey, remoteProperty, remoteVersion, refreshInterval } = options;
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { namespace, ...labelsAndAnnotations(secret) },
    spec: {
      secretStoreRef: { kind: options.storeKind ?? 'SecretStore', name: options.store },
      refreshPolicy: 'Periodic',
      refreshInterval: formatGoDuration(refreshInterval?.toMilliseconds() ?? 3_600_000),
      target: {
        name,
        creationPolicy: 'Orphan',
        deletionPolicy: 'Retain',
        template: { engineVersion: 'v2', metadata: labelsAndAnnotations(secret) },
      },
      data: [
        {
          secretKey: key,
          remoteRef: {
            key: remoteKey,
            ...(remoteProperty === undefined ? {} : { property: remoteProperty }),
            ...(remoteVersion === undefined ? {} : { version: remoteVersion }),
          },
        },
      ],
    },
  };
}

function labelsAndAnnotations({ labels, annotations }: LicenseSecret): JsonObject {
  return { labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) };
}
