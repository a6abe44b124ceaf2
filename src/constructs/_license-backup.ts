import { Duration } from 'cdk8s';
import { formatGoDuration } from '../checks/cert-manager/go-duration';
import type { NewObject } from './_create-object';
import { LICENSE_LABEL, type LicenseSecret } from './_license-objects';

/** How the license is backed up by Velero. */
export interface LicenseBackupOptions {
  /**
   * When, in cron notation.
   * @default '47 1 * * *'
   */
  readonly schedule?: string;
  /**
   * How long a backup is kept. Older ones hold licenses that have ended meanwhile.
   * @default Duration.days(30)
   */
  readonly ttl?: Duration;
  /**
   * Namespace of the Velero server, which reads Schedules there alone.
   * @default 'velero'
   */
  readonly veleroNamespace?: string;
}

export const DEFAULT_BACKUP_SCHEDULE = '47 1 * * *';

/** What stands for a license in a cluster; a kind that the cluster does not have is passed over. */
const RESOURCES = ['secrets', 'externalsecrets.external-secrets.io', 'sealedsecrets.bitnami.com'];

/** Backs up the Secret, and what writes it, by label. The backup holds the license: its storage must be encrypted. */
export function licenseBackup(secret: LicenseSecret, options: LicenseBackupOptions): NewObject {
  return {
    apiVersion: 'velero.io/v1',
    kind: 'Schedule',
    metadata: { namespace: options.veleroNamespace ?? 'velero' },
    spec: {
      schedule: options.schedule ?? DEFAULT_BACKUP_SCHEDULE,
      template: {
        includedNamespaces: [secret.namespace],
        includedResources: RESOURCES,
        includeClusterResources: false,
        labelSelector: { matchLabels: { [LICENSE_LABEL]: 'true' } },
        ttl: formatGoDuration((options.ttl ?? Duration.days(30)).toMilliseconds()),
      },
    },
  };
}
