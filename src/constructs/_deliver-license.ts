import { Names } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkControllerStorage, checkSync, type KongController } from './_check-license-source';
import { createObject } from './_create-object';
import { grant } from './_grant';
import { emptySecret, externalSecret, type LicenseSecret } from './_license-objects';
import {
  type SyncNames,
  syncConfigMap,
  syncCronJob,
  syncNetworkPolicy,
  syncRule,
  syncServiceAccount,
} from './_license-sync';
import { sealedSecret } from './_sealed-license';
import type {
  ControllerLicenseOptions,
  KonnectLicenseOptions,
  LicenseSourceDetail,
  LicenseSyncOptions,
} from './license-source';
import type { UpstreamTls } from './upstream-tls';
import { refusingFor, ValidationError } from './validation-error';

/** The objects that write the license, by name, where alerts watch them. */
export interface LicenseWriters {
  readonly externalSecret?: string;
  readonly cronJob?: string;
}

/**
 * Writes what brings the license into the Secret.
 * @throws ValidationError if the source cannot
 */
export function deliverLicense(
  scope: Construct,
  checks: UpstreamTls,
  source: LicenseSourceDetail,
  secret: LicenseSecret,
  gateway: KongController | undefined,
): LicenseWriters {
  switch (source.kind) {
    case 'existing-secret':
      return {};
    case 'external-secret':
      return { externalSecret: createObject(scope, 'ExternalSecret', externalSecret(secret, source.options)).name };
    case 'sealed-secret':
      createObject(
        scope,
        'SealedSecret',
        refusingFor(scope, () => sealedSecret(source.manifest, secret)),
      );
      return {};
    case 'konnect':
      deliverByController(scope, checks, source.options, secret, gateway);
      return {};
    case 'konnect-sync':
      return { cronJob: deliverBySync(scope, source.options, secret) };
  }
}

function deliverByController(
  scope: Construct,
  checks: UpstreamTls,
  options: ControllerLicenseOptions,
  secret: LicenseSecret,
  gateway: KongController | undefined,
): void {
  const warning = refusingFor(scope, () => checkControllerStorage(gateway, options));
  requireSameNamespace(scope, options, secret);
  createObject(scope, 'Secret', emptySecret(secret));
  if (gateway !== undefined) {
    checks.useGateway(gateway.implementation, gateway.version.toString());
  }
  if (warning !== undefined) {
    checks.addFindings(() => [
      {
        rule: 'license/storage-unreadable',
        severity: 'warning',
        path: '',
        message: warning,
        fix: 'use Kong Operator 2.0.8, 2.1.3 or later, or LicenseSource.konnectSync',
        constructPath: scope.node.path,
      },
    ]);
  }
}

function deliverBySync(scope: Construct, options: LicenseSyncOptions, secret: LicenseSecret): string {
  refusingFor(scope, () => checkSync(options));
  requireSameNamespace(scope, options, secret);
  createObject(scope, 'Secret', emptySecret(secret));
  const names: SyncNames = {
    // Kubernetes makes the names of Jobs from it, so that it has 52 characters at most.
    cronJob: Names.toDnsLabel(scope, { extra: ['sync'], maxLen: 52 }),
    serviceAccount: createObject(scope, 'SyncServiceAccount', syncServiceAccount(secret)).name,
    configMap: createObject(scope, 'SyncScript', syncConfigMap(secret)).name,
  };
  const subject = { kind: 'ServiceAccount', name: names.serviceAccount, namespace: secret.namespace };
  grant(scope, 'Sync', syncRule(secret), subject, { namespace: secret.namespace });
  createObject(scope, 'SyncCronJob', syncCronJob(secret, options, names));
  createObject(scope, 'SyncNetworkPolicy', syncNetworkPolicy(secret, options, names));
  return names.cronJob;
}

function requireSameNamespace(scope: Construct, options: KonnectLicenseOptions, secret: LicenseSecret): void {
  const { namespace, secretName } = options.clientCertificate;
  if (namespace !== undefined && namespace !== secret.namespace) {
    throw new ValidationError(scope, {
      rule: 'references/missing-object',
      message: `the client certificate stands in Secret ${namespace}/${secretName}, and pods in ${secret.namespace} read Secrets of their own namespace only`,
      fix: `have the certificate issued in ${secret.namespace}`,
    });
  }
}
