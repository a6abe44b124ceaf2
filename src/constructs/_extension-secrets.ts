import type { EnvoyGateway } from '../gateways/envoy-gateway/envoy-gateway';
import type { CaReference, TrustIntent } from '../gateways/intent';
import { Refusal } from '../gateways/refusal';
import type { RenderingNote } from '../gateways/rendering';
import { unknownNote, upgradeOr } from '../gateways/wording';
import { CertificateUsage } from './certificate-usage';
import type { IClientCertificate } from './client-certificate';

/** Where a Secret stands. */
export interface SecretPlace {
  readonly name: string;
  readonly namespace: string;
}

/** Roots for the controller: a Secret that exists, or certificates for one that is to be written. */
export type ExtensionTrust =
  | { readonly secret: SecretPlace; readonly pem?: undefined }
  | { readonly pem: string; readonly secret?: undefined };

const FIX =
  'put the roots into one Secret under the key tls.crt: TrustAnchors.pem(...), TrustAnchors.secret(...), or TrustAnchors.bundle(...) of a Bundle that writes a Secret';

/**
 * The roots of an extension server: `certificateRef` names one Secret, and nothing else is read.
 * @throws Refusal if the roots are in anything but one Secret
 */
export function extensionTrust(gateway: EnvoyGateway, trust: TrustIntent, namespace: string): ExtensionTrust {
  const [reference, ...others] = trust.references;
  if (trust.system) {
    throw new Refusal({
      rule: 'gateway-api/system-ca-unusable',
      message: `${gateway} has no field for the system roots of an extension server`,
      fix: FIX,
    });
  }
  if (others.length > 0 || (reference !== undefined && trust.certificates.length > 0)) {
    throw new Refusal({
      rule: 'gateway-api/too-many-ca-refs',
      message: `${gateway} reads the roots of an extension server from one Secret; got ${trust.references.length + Math.min(trust.certificates.length, 1)} sources`,
      fix: FIX,
    });
  }
  return reference === undefined
    ? { pem: trust.certificates.map(({ pem }) => pem).join('') }
    : { secret: { name: reference.name, namespace: secretNamespace(gateway, reference) ?? namespace } };
}

function secretNamespace(gateway: EnvoyGateway, { kind, name, namespace, source }: CaReference): string | undefined {
  if (kind !== 'Secret' && source !== 'Bundle') {
    throw new Refusal({
      rule: 'gateway-api/ca-kind-not-read',
      message: `${gateway} reads the roots of an extension server from a Secret only; got ${kind} ${name}`,
      fix: FIX,
    });
  }
  return namespace;
}

/**
 * The Secret of the controller's client certificate, if there is one.
 * @throws Refusal if this version would drop it, its namespace is not known, or it is not for clients
 */
export function clientSecret(
  gateway: EnvoyGateway,
  client: IClientCertificate | undefined,
  chartNamespace: string | undefined,
): SecretPlace | undefined {
  if (client === undefined) {
    return undefined;
  }
  requireClientCertificates(gateway);
  requireClientUsage(client);
  const namespace = client.namespace ?? chartNamespace;
  if (namespace === undefined) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `the namespace of client certificate Secret ${client.secretName} is not known, and the controller would look for it in its own`,
      fix: 'give the namespace of the Secret, or set it on the chart',
    });
  }
  return { name: client.secretName, namespace };
}

function requireClientCertificates(gateway: EnvoyGateway): void {
  const { value, evidence } = gateway.capability('extension.clientCert');
  if (value === 'unsupported') {
    throw new Refusal({
      rule: 'gateway-api/field-too-new',
      message: `${gateway} presents no client certificate to an extension server and drops clientCertificateRef in silence (${evidence})`,
      fix: upgradeOr(
        gateway.versionsWhere('extension.clientCert', (other) => other === 'honored'),
        'leave client out',
      ),
    });
  }
}

function requireClientUsage({ secretName, usages }: IClientCertificate): void {
  const isForClients =
    usages === undefined || usages.includes(CertificateUsage.CLIENT_AUTH) || usages.includes(CertificateUsage.ANY);
  if (!isForClients) {
    throw new Refusal({
      rule: 'trust/eku-mismatch',
      message: `the client certificate ${secretName} is for ${usages.join(', ')}; the controller needs client auth`,
      fix: 'add CertificateUsage.CLIENT_AUTH to its usages',
    });
  }
}

/** What is to be said of an extension server: what is unknown, what needs a restart, and what fails open. */
export function extensionNotes(
  gateway: EnvoyGateway,
  {
    client,
    failOpen,
    isWritten,
  }: { readonly client?: unknown; readonly failOpen?: boolean; readonly isWritten: boolean },
): readonly RenderingNote[] {
  const reload = gateway.capability('extension.reload');
  const presents = gateway.capability('extension.clientCert');
  return [
    ...(client !== undefined && presents.value === 'unknown'
      ? [unknownNote(gateway, 'whether it presents a client certificate to an extension server', presents.evidence)]
      : []),
    ...(reload.value === 'unknown'
      ? [unknownNote(gateway, 'when it reads the roots of an extension server again', reload.evidence)]
      : []),
    ...(reload.value === 'restart' ? [restartNote(gateway, reload.evidence)] : []),
    ...(failOpen === true && !isWritten ? [failOpenNote()] : []),
  ];
}

function restartNote(gateway: EnvoyGateway, evidence: string): RenderingNote {
  return {
    rule: 'rotation/never-reloads',
    severity: 'warning',
    message: `${gateway} keeps the roots of an extension server that it read first (${evidence})`,
    fix: 'restart the controller after each change of the Secret, or upgrade to 1.4 or later',
  };
}

function failOpenNote(): RenderingNote {
  return {
    rule: 'envoy-gateway/extension-fail-open',
    severity: 'warning',
    message:
      'failOpen is true: when the extension server fails, or its certificate is refused, proxies get the configuration without what it adds',
    fix: 'leave failOpen out, so that proxies keep the configuration that they have',
  };
}
