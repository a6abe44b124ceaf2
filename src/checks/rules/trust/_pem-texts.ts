import {
  fieldOf,
  labelOf,
  objectOf,
  type PatternStep,
  parsePattern,
  valuesAt,
} from '../../../manifests/graph/json-fields';
import type { FieldPath, JsonValue, Manifest, ManifestSet } from '../../../manifests/manifest';
import { groupOf } from '../../../manifests/manifest';
import { type CertificateReading, type LocatedCertificate, readCertificates } from '../../../trust';

/** A text of certificates that stands in a manifest. */
export interface PemText {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  /**
   * The key of a ConfigMap or Secret.
   * @default - a field of another kind of object
   */
  readonly key?: string;
  readonly text: string;
}

/** A certificate with the text that it stands in. */
export interface PlacedCertificate extends LocatedCertificate {
  readonly text: PemText;
}

interface CertificateField {
  readonly pattern: readonly PatternStep[];
  /** Whether the field holds base64 of the PEM text, as fields of type `bytes` do. */
  readonly isEncoded: boolean;
}

const PLAIN = (pattern: string): CertificateField => ({ pattern: parsePattern(pattern), isEncoded: false });
const ENCODED = (pattern: string): CertificateField => ({ pattern: parsePattern(pattern), isEncoded: true });

const ISSUER_FIELDS = [
  ENCODED('spec.vault.caBundle'),
  ENCODED('spec.acme.caBundle'),
  ENCODED('spec.venafi.tpp.caBundle'),
];
const WEBHOOK_FIELDS = [ENCODED('webhooks[].clientConfig.caBundle')];

/** Fields with certificates, by group and kind. */
const CERTIFICATE_FIELDS: ReadonlyMap<string, readonly CertificateField[]> = new Map(
  Object.entries({
    'trust.cert-manager.io/Bundle': [PLAIN('spec.sources[].inLine')],
    'configuration.konghq.com/KongCACertificate': [PLAIN('spec.cert')],
    'configuration.konghq.com/KongCertificate': [PLAIN('spec.cert'), PLAIN('spec.cert_alt')],
    'cert-manager.io/Issuer': ISSUER_FIELDS,
    'cert-manager.io/ClusterIssuer': ISSUER_FIELDS,
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration': WEBHOOK_FIELDS,
    'admissionregistration.k8s.io/MutatingWebhookConfiguration': WEBHOOK_FIELDS,
    'apiregistration.k8s.io/APIService': [ENCODED('spec.caBundle')],
    'apiextensions.k8s.io/CustomResourceDefinition': [ENCODED('spec.conversion.webhook.clientConfig.caBundle')],
  }),
);

/** Keys and ends of keys under which a ConfigMap or Secret holds certificates and nothing else. */
const CERTIFICATE_KEY = /(?:^|[-._])(?:crt|pem|cer|cert|cacert)$/i;
const BEGIN = '-----BEGIN ';
const CERTIFICATE_LABEL = /-----BEGIN [A-Z0-9 ]{0,30}CERTIFICATE-----/;

const BASE64 = /^[A-Za-z0-9+/=\s]*$/;
/** Of SOPS, of the vault plugin of Argo CD, of envsubst and Flux, of templates. */
const PLACEHOLDER = /^\s*(?:ENC\[|<[^>]*>\s*$|\$\{|\$\(|\{\{)/;

const NO_TEXTS: readonly PemText[] = [];
const texts = new WeakMap<Manifest, readonly PemText[]>();
const textsInSet = new WeakMap<ManifestSet, readonly PemText[]>();
const readings = new WeakMap<PemText, CertificateReading>();
/** The same roots stand in many namespaces. The oldest go first when there are too many. */
const readingsByText = new Map<string, CertificateReading>();
const MAX_READINGS = 500;
const MAX_KEPT_LENGTH = 64 * 1024;

/**
 * The texts of a manifest that are meant to hold certificates. Certificates within other text (a configuration file, a
 * script) are left out: there, indentation is right.
 */
export function pemTextsOf(manifest: Manifest): readonly PemText[] {
  const known = texts.get(manifest);
  if (known !== undefined) {
    return known;
  }
  const found = findTexts(manifest).filter(isMeantAsCertificates);
  // Most objects have none, and a weak map of all objects costs the garbage collector more than looking again.
  if (found.length > 0) {
    texts.set(manifest, found);
  }
  return found;
}

/** All texts of certificates in a set. */
export function pemTextsIn(set: ManifestSet): readonly PemText[] {
  const known = textsInSet.get(set) ?? set.manifests.flatMap(pemTextsOf);
  textsInSet.set(set, known);
  return known;
}

/** The certificates of a text, and what is wrong with it. Read once, however many rules ask. */
export function readText(text: PemText): CertificateReading {
  const known = readings.get(text) ?? readOnce(text.text);
  readings.set(text, known);
  return known;
}

function readOnce(text: string): CertificateReading {
  const known = readingsByText.get(text);
  if (known !== undefined) {
    return known;
  }
  const reading = readCertificates(text);
  const [oldest] = readingsByText.keys();
  if (oldest !== undefined && readingsByText.size >= MAX_READINGS) {
    readingsByText.delete(oldest);
  }
  if (text.length <= MAX_KEPT_LENGTH) {
    readingsByText.set(text, reading);
  }
  return reading;
}

/** The certificates of a text, in its order. */
export function certificatesOf(text: PemText): readonly PlacedCertificate[] {
  return readText(text).certificates.map((located) => ({ ...located, text }));
}

/** All certificates of a set. */
export function certificatesIn(set: ManifestSet): readonly PlacedCertificate[] {
  return pemTextsIn(set).flatMap(certificatesOf);
}

/** Whether a ConfigMap or Secret is a CA of Kong by its label. */
export function isKongCa(manifest: Manifest): boolean {
  return labelOf(manifest, 'konghq.com/ca-cert') === 'true';
}

function findTexts(manifest: Manifest): readonly PemText[] {
  const kind = `${groupOf(manifest.key.apiVersion)}/${manifest.key.kind}`;
  if (kind === '/ConfigMap') {
    return dataTexts(manifest, 'data', plainText);
  }
  if (kind === '/Secret') {
    const plain = dataTexts(manifest, 'stringData', plainText);
    const written = new Set(plain.map(({ key }) => key));
    // What stands in stringData replaces the key of the same name in data.
    return [...plain, ...dataTexts(manifest, 'data', decodedText).filter(({ key }) => !written.has(key))];
  }
  const fields = CERTIFICATE_FIELDS.get(kind);
  return fields === undefined
    ? NO_TEXTS
    : fields.flatMap(({ pattern, isEncoded }) =>
        valuesAt(manifest.body, pattern).flatMap(({ path, value }) => {
          const text = isEncoded ? decodedText(value) : plainText(value);
          return text === undefined ? [] : [{ manifest, path, text }];
        }),
      );
}

function dataTexts(
  manifest: Manifest,
  field: string,
  read: (value: JsonValue | undefined) => string | undefined,
): readonly PemText[] {
  const data = objectOf(manifest.body, field);
  return Object.keys(data).flatMap((key) => {
    const text = read(fieldOf(data, key));
    return text === undefined ? [] : [{ manifest, path: [field, key], key, text }];
  });
}

function plainText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What is no base64 is the schema check's to report, or is encrypted (SOPS writes `ENC[...]`). */
function decodedText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && BASE64.test(value) ? Buffer.from(value, 'base64').toString('utf8') : undefined;
}

/** Empty texts and placeholders are places that someone will fill in; keys, requests and lists are no certificates. */
function isMeantAsCertificates({ key, text }: PemText): boolean {
  if (text.trim() === '' || PLACEHOLDER.test(text)) {
    return false;
  }
  if (key === undefined) {
    return text.includes(BEGIN);
  }
  const isCertificateKey = CERTIFICATE_KEY.test(key);
  return CERTIFICATE_LABEL.test(text)
    ? isCertificateKey || text.trimStart().startsWith(BEGIN)
    : isCertificateKey && (key === 'ca.crt' || key === 'tls.crt') && !text.includes(BEGIN);
}
