import type { ManifestIndex, ObjectReference } from '../index-set';
import { groupOf, isJsonObject, type Manifest } from '../manifest';
import { type DataKeys, dataKeys } from './data-keys';
import { annotationOf, fieldAt, fieldOf, itemsOf, nonEmpty, objectOf, optional, textOf } from './json-fields';
import { CERTIFICATE, CLUSTER_ISSUER, GATEWAY, INGRESS, ISSUER, isOfKind, LISTENER_SETS, SECRET } from './object-kinds';
import type { Production } from './production';
import { type Reference, referenceTo, type Ternary } from './reference';

/** The Secret that a Certificate has cert-manager write; undefined where it names none. */
export function secretOf(certificate: Manifest): ObjectReference | undefined {
  const name = textOf(fieldOf(certificate.body, 'spec'), 'secretName');
  return name === undefined ? undefined : { ...SECRET, ...optional('namespace', certificate.key.namespace), name };
}

/** The Secret of a Certificate with the keys that it will hold. */
export function certificateProductions(
  certificate: Manifest,
  index: ManifestIndex,
  issuers: readonly Reference[],
): readonly Production[] {
  const target = isOfKind(referenceTo(certificate), CERTIFICATE) ? secretOf(certificate) : undefined;
  if (target === undefined) {
    return [];
  }
  const [issuer] = issuers;
  const givesCa = issuer === undefined ? 'unknown' : returnsCa(index.find(issuer.to));
  return [{ by: certificate, target, keys: keysOf(certificate, givesCa), creates: true, certain: true }];
}

/** What most Certificates come to; large sets have many. */
const PLAIN_KEYS = dataKeys(['tls.crt', 'tls.key'], { possible: ['ca.crt'] });

function keysOf({ body }: Manifest, givesCa: Ternary): DataKeys {
  const spec = objectOf(body, 'spec');
  const certain = [
    'tls.crt',
    'tls.key',
    ...outputFormats(itemsOf(spec.additionalOutputFormats).map((f) => fieldOf(f, 'type'))),
  ];
  const withCa = ['ca.crt'];
  for (const [format, extension] of [
    ['jks', 'jks'],
    ['pkcs12', 'p12'],
  ] as const) {
    if (fieldAt(spec, 'keystores', format, 'create') === true) {
      certain.push(`keystore.${extension}`);
      withCa.push(`truststore.${extension}`);
    }
  }
  if (givesCa !== 'yes' && certain.length === 2) {
    return PLAIN_KEYS;
  }
  return givesCa === 'yes' ? dataKeys([...certain, ...withCa]) : dataKeys(certain, { possible: withCa });
}

function outputFormats(types: readonly unknown[]): readonly string[] {
  return [
    ...(types.includes('CombinedPEM') ? ['tls-combined.pem'] : []),
    ...(types.includes('DER') ? ['key.der'] : []),
  ];
}

/**
 * Whether cert-manager learns the CA from the issuer, and so writes `ca.crt`: always from a CA, itself or Vault; mostly
 * not from ACME; others depend on what the service returns.
 */
function returnsCa(issuer: Manifest | undefined): Ternary {
  const spec = issuer === undefined ? undefined : fieldOf(issuer.body, 'spec');
  const isKnown = ['ca', 'selfSigned', 'vault'].some((type) => isJsonObject(fieldOf(spec, type)));
  return isKnown ? 'yes' : 'unknown';
}

const ISSUER_ANNOTATIONS = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer'];

/** The listener Secrets for which cert-manager makes Certificates because an Ingress or Gateway asks by annotation. */
export function shimProductions(manifest: Manifest, references: readonly Reference[]): readonly Production[] {
  if (ISSUER_ANNOTATIONS.every((name) => annotationOf(manifest, name) === undefined) || !isListening(manifest)) {
    return [];
  }
  const namespace = manifest.key.namespace;
  return references
    .filter(({ purpose, to }) => purpose === 'listener-certificate' && to.namespace === namespace)
    .map(({ to }) => ({
      by: manifest,
      target: to,
      keys: dataKeys(['tls.crt', 'tls.key'], { possible: ['ca.crt'] }),
      creates: true,
      certain: true,
    }));
}

function isListening({ key }: Manifest): boolean {
  const kind = { group: groupOf(key.apiVersion), kind: key.kind };
  return [INGRESS, GATEWAY, ...LISTENER_SETS].some((listening) => isOfKind(kind, listening));
}

/** The ACME account key, which cert-manager makes where it is not there. */
export function accountKeyProductions(issuer: Manifest, clusterResourceNamespace: string): readonly Production[] {
  const kind = referenceTo(issuer);
  const name = nonEmpty(fieldAt(issuer.body, 'spec', 'acme', 'privateKeySecretRef', 'name'));
  if (name === undefined || !(isOfKind(kind, ISSUER) || isOfKind(kind, CLUSTER_ISSUER))) {
    return [];
  }
  const namespace = isOfKind(kind, CLUSTER_ISSUER) ? clusterResourceNamespace : issuer.key.namespace;
  const key = nonEmpty(fieldAt(issuer.body, 'spec', 'acme', 'privateKeySecretRef', 'key')) ?? 'tls.key';
  const target = { ...SECRET, ...optional('namespace', namespace), name };
  return [{ by: issuer, target, keys: dataKeys([key]), creates: true, certain: true }];
}
