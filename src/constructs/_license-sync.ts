import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../manifests/manifest';
import type { NewObject } from './_create-object';
import type { LicenseSecret } from './_license-objects';
import type { LicenseSyncOptions } from './license-source';

export const DEFAULT_KONNECT_ADDRESS = 'https://us.kic.api.konghq.com';
export const DEFAULT_SCHEDULE = '17 */6 * * *';

const SCRIPTS = ['license-document.cjs', 'sync-license.cjs'] as const;
const SCRIPT_FOLDER = '/opt/license-sync';
const CERTIFICATE_FOLDER = '/etc/license-sync/client-certificate';
const POD_LABEL = 'upstream-tls.dev/license-sync';
/** The user of distroless images; any but root will do. */
const USER_ID = 65_532;
/** Twice what all attempts of the script take: five toward either peer, 15 seconds each, and the pauses between them. */
const DEADLINE_SECONDS = 600;
/** Where cloud providers hand out the credentials of a node. */
const METADATA_SERVICES = { ipv4: '169.254.169.254/32', ipv6: 'fd00:ec2::254/128' } as const;

/** The names of the objects that the synchronization consists of. */
export interface SyncNames {
  readonly cronJob: string;
  readonly serviceAccount: string;
  readonly configMap: string;
}

/** The program as a ConfigMap: no image of ours to build, and what runs is what was reviewed. */
export function syncConfigMap(secret: LicenseSecret): NewObject {
  const read = (name: string): string => readFileSync(join(__dirname, 'license-sync', name), 'utf8');
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: secret.namespace },
    data: Object.fromEntries(SCRIPTS.map((name) => [name, read(name)])),
  };
}

export function syncServiceAccount(secret: LicenseSecret): NewObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { namespace: secret.namespace },
    automountServiceAccountToken: false,
  };
}

/** `get` to compare and `patch` to replace, of the one Secret. It exists, so that nothing needs to be created. */
export function syncRule(secret: LicenseSecret): JsonObject {
  return { apiGroups: [''], resources: ['secrets'], resourceNames: [secret.name], verbs: ['get', 'patch'] };
}

export function syncCronJob(secret: LicenseSecret, options: LicenseSyncOptions, names: SyncNames): NewObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: names.cronJob, namespace: secret.namespace },
    spec: {
      schedule: options.schedule ?? DEFAULT_SCHEDULE,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          // The script has its own attempts; the next run of the schedule is the one after.
          backoffLimit: 1,
          activeDeadlineSeconds: DEADLINE_SECONDS,
          ttlSecondsAfterFinished: 7 * 86_400,
          template: {
            metadata: { labels: podLabels(names) },
            spec: podSpec(secret, options, names),
          },
        },
      },
    },
  };
}

/** Out to the license API, the Kubernetes API and name servers; nothing in. */
export function syncNetworkPolicy(secret: LicenseSecret, options: LicenseSyncOptions, names: SyncNames): NewObject {
  const { konnectCidrs, kubernetesApiPorts = [443, 6443], address = DEFAULT_KONNECT_ADDRESS } = options;
  const konnectPort = Number(new URL(address).port || '443');
  const tcp = (port: number) => ({ protocol: 'TCP', port });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: secret.namespace },
    spec: {
      podSelector: { matchLabels: podLabels(names) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [
        {
          to: [{ namespaceSelector: {} }],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
        { to: konnectPeers(konnectCidrs), ports: [tcp(konnectPort)] },
        // The API server has no label to be selected by, and its address is the cluster's own.
        { to: everywhere(), ports: kubernetesApiPorts.map(tcp) },
      ],
    },
  };
}

function konnectPeers(cidrs: readonly string[] | undefined): JsonObject[] {
  return cidrs === undefined ? everywhere() : cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

function everywhere(): JsonObject[] {
  return [
    { ipBlock: { cidr: '0.0.0.0/0', except: [METADATA_SERVICES.ipv4] } },
    { ipBlock: { cidr: '::/0', except: [METADATA_SERVICES.ipv6] } },
  ];
}

function podLabels(names: SyncNames): JsonObject {
  return { [POD_LABEL]: names.cronJob };
}

function podSpec(secret: LicenseSecret, options: LicenseSyncOptions, names: SyncNames): JsonObject {
  return {
    serviceAccountName: names.serviceAccount,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER_ID,
      runAsGroup: USER_ID,
      fsGroup: USER_ID,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'sync-license',
        image: options.image,
        command: ['node', `${SCRIPT_FOLDER}/sync-license.cjs`],
        env: environment(secret, options),
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
        volumeMounts: [
          { name: 'script', mountPath: SCRIPT_FOLDER, readOnly: true },
          { name: 'client-certificate', mountPath: CERTIFICATE_FOLDER, readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'script', configMap: { name: names.configMap, defaultMode: 0o444 } },
      { name: 'client-certificate', secret: { secretName: options.clientCertificate.secretName, defaultMode: 0o440 } },
    ],
  };
}

function environment(secret: LicenseSecret, options: LicenseSyncOptions): JsonObject[] {
  const variables = {
    KONNECT_ADDRESS: options.address ?? DEFAULT_KONNECT_ADDRESS,
    KONNECT_CONTROL_PLANE_ID: options.controlPlaneId,
    CLIENT_CERTIFICATE_FILE: `${CERTIFICATE_FOLDER}/tls.crt`,
    CLIENT_KEY_FILE: `${CERTIFICATE_FOLDER}/tls.key`,
    SECRET_NAMESPACE: secret.namespace,
    SECRET_NAME: secret.name,
    SECRET_KEY: secret.key,
  };
  return Object.entries(variables).map(([name, value]) => ({ name, value }));
}
