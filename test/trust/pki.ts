import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  RevokedCertificate,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  TBSCertList,
  Time,
  Validity,
} from '@peculiar/asn1-x509';

/**
 * A PKI for tests: synchronous, so that tables and properties can use it, and willing to sign any nonsense.
 * Keys live in the memory of one test run only.
 */

/** Where the test clock stands unless a test says otherwise; real handshakes happen in the same window. */
export const VALID_FROM = new Date('2024-01-01T00:00:00Z');
export const VALID_UNTIL = new Date('2049-12-31T00:00:00Z');

export type KeyType = 'ec' | 'ed25519' | 'rsa' | 'rsa-1024';

/** Names as they stand in a subjectAltName or in a name constraint. */
export interface Names {
  readonly dns?: readonly string[];
  readonly uris?: readonly string[];
  /** Addresses; in a name constraint ranges as in `10.0.0.0/8`. */
  readonly ips?: readonly string[];
  readonly emails?: readonly string[];
  /** Common names. */
  readonly directories?: readonly string[];
}

/** What to put into a certificate. */
export interface CertificateOptions extends Names {
  /**
   * The common name.
   * @default - `ca` for a CA, `leaf` for a leaf
   */
  readonly commonName?: string;
  /** @default - a subject with the common name only; an empty list makes an empty subject */
  readonly subject?: readonly (readonly [oid: string, value: string])[];
  /** @default - a fresh P-256 key */
  readonly key?: KeyObject;
  /** @default VALID_FROM */
  readonly notBefore?: Date;
  /** @default VALID_UNTIL */
  readonly notAfter?: Date;
  /**
   * `false` writes CA:FALSE, `absent` leaves the extension out.
   * @default - true for a CA, absent for a leaf
   */
  readonly ca?: boolean | 'absent';
  readonly pathLength?: number;
  /** @default - keyCertSign and cRLSign for a CA, digitalSignature for a leaf */
  readonly keyUsage?: readonly (keyof typeof KeyUsageFlags)[] | 'absent';
  /**
   * Object identifiers, or `serverAuth`, `clientAuth`, `any`.
   * @default - absent
   */
  readonly extendedKeyUsage?: readonly string[];
  readonly nameConstraints?: { readonly permitted?: Names; readonly excluded?: Names };
  /** @default true */
  readonly subjectKeyId?: boolean;
  /**
   * `serial` names the issuer of the issuer and the serial number of the issuer.
   * @default - true, and false for a self-signed certificate
   */
  readonly authorityKeyId?: boolean | 'serial';
  /** Object identifiers of critical extensions that nobody knows. */
  readonly criticalExtensions?: readonly string[];
  /** @default 3 */
  readonly version?: 1 | 3;
  /** @default - the next number of this test run */
  readonly serialNumber?: number;
  /** @default 'sha256' */
  readonly hash?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
}

/** A certificate with its key. */
export interface Identity {
  readonly pem: string;
  readonly der: Uint8Array;
  readonly key: KeyObject;
  readonly tbs: TBSCertificate;
}

const EXTENDED_KEY_USAGES: Readonly<Record<string, string>> = {
  any: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
};

const COMMON_NAME = '2.5.4.3';

let lastSerialNumber = 0;
const namedKeys = new Map<string, KeyObject>();
const publicKeyInfos = new WeakMap<KeyObject, SubjectPublicKeyInfo>();

/** A private key that is the same for the same name within one test run: making keys is what takes time. */
export function testKey(name: string, type: KeyType = 'ec'): KeyObject {
  const known = namedKeys.get(`${type} ${name}`);
  if (known !== undefined) {
    return known;
  }
  const key = newKey(type);
  namedKeys.set(`${type} ${name}`, key);
  return key;
}

/** A key as PEM, for a `tls.createServer` of a test. */
export function keyPem(identity: Identity): string {
  return identity.key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Makes a self-signed CA. */
export function createCa(options: CertificateOptions = {}): Identity {
  const key = options.key ?? newKey('ec');
  return build({ ...caDefaults(options), key, authorityKeyId: options.authorityKeyId ?? false }, undefined, key);
}

/** Signs a leaf. */
export function issue(issuer: Identity, options: CertificateOptions = {}): Identity {
  const defaults = { commonName: 'leaf', ca: 'absent', keyUsage: ['digitalSignature'] } as const;
  return build({ ...defaults, ...options }, issuer.tbs, issuer.key);
}

/** Signs an intermediate CA. */
export function issueCa(issuer: Identity, options: CertificateOptions = {}): Identity {
  return build(caDefaults(options), issuer.tbs, issuer.key);
}

/** Signs the name and the key of `subject` again, with another CA: a cross certificate. */
export function crossSign(subject: Identity, issuer: Identity, options: CertificateOptions = {}): Identity {
  const defaults = caDefaults({ key: subject.key, ...options });
  return build(defaults, issuer.tbs, issuer.key, subject.tbs.subject);
}

/** What to put into a revocation list. */
export interface CrlOptions {
  readonly revoked?: readonly Identity[];
  readonly thisUpdate?: Date;
  /** @default VALID_UNTIL */
  readonly nextUpdate?: Date | 'absent';
  readonly criticalExtensions?: readonly string[];
}

/** Signs a revocation list; returns its PEM. */
export function createCrl(issuer: Identity, options: CrlOptions = {}): string {
  const algorithm = signatureIdentifier(issuer.key, 'sha256');
  const tbsCertList = new TBSCertList({
    version: 1,
    signature: algorithm,
    issuer: issuer.tbs.subject,
    thisUpdate: new Time(options.thisUpdate ?? VALID_FROM),
    nextUpdate: options.nextUpdate === 'absent' ? undefined : new Time(options.nextUpdate ?? VALID_UNTIL),
    revokedCertificates: options.revoked?.map(
      (identity) =>
        new RevokedCertificate({
          userCertificate: identity.tbs.serialNumber,
          revocationDate: new Time(VALID_FROM),
        }),
    ),
    crlExtensions: options.criticalExtensions?.map(unknownExtension),
  });
  const tbs = new Uint8Array(AsnConvert.serialize(tbsCertList));
  const signature = bitString(signBytes(tbs, issuer.key, 'sha256'));
  return toPem('X509 CRL', sequence(tbs, new Uint8Array(AsnConvert.serialize(algorithm)), signature));
}

/** Writes a PEM block. */
export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function caDefaults(options: CertificateOptions): CertificateOptions {
  return { commonName: 'ca', ca: true, keyUsage: ['keyCertSign', 'cRLSign'], ...options };
}

function newKey(type: KeyType): KeyObject {
  switch (type) {
    case 'ec':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    case 'rsa-1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  }
}

function build(
  options: CertificateOptions,
  issuer: TBSCertificate | undefined,
  signingKey: KeyObject,
  givenSubject?: Name,
): Identity {
  const key = options.key ?? newKey('ec');
  const hash = options.hash ?? 'sha256';
  const signature = signatureIdentifier(signingKey, hash);
  const subject = givenSubject ?? subjectName(options);
  const tbsCertificate = new TBSCertificate({
    version: options.version === 1 ? 0 : 2,
    serialNumber: serialBytes(options.serialNumber ?? ++lastSerialNumber),
    signature,
    issuer: issuer?.subject ?? subject,
    validity: new Validity({
      notBefore: options.notBefore ?? VALID_FROM,
      notAfter: options.notAfter ?? VALID_UNTIL,
    }),
    subject,
    subjectPublicKeyInfo: publicKeyInfo(key),
    extensions: options.version === 1 ? undefined : new Extensions(extensions(options, key, issuer, signingKey)),
  });
  const tbs = new Uint8Array(AsnConvert.serialize(tbsCertificate));
  const der = sequence(
    tbs,
    new Uint8Array(AsnConvert.serialize(signature)),
    bitString(signBytes(tbs, signingKey, hash)),
  );
  return { pem: toPem('CERTIFICATE', der), der, key, tbs: tbsCertificate };
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(0x30, Buffer.concat(parts));
}

function bitString(bytes: Uint8Array): Uint8Array {
  return tagged(0x03, Buffer.concat([Buffer.of(0), bytes]));
}

function tagged(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return new Uint8Array(Buffer.concat([Buffer.of(tag, ...lengthBytes), content]));
}

function extensions(
  options: CertificateOptions,
  key: KeyObject,
  issuer: TBSCertificate | undefined,
  signingKey: KeyObject,
): Extension[] {
  const { ca = 'absent', pathLength, keyUsage = 'absent', extendedKeyUsage, nameConstraints } = options;
  const names = generalNames(options);
  const usage = extendedKeyUsage?.map((name) => EXTENDED_KEY_USAGES[name] ?? name);
  const list = [
    ca === 'absent'
      ? []
      : extension('2.5.29.19', new BasicConstraints({ cA: ca, pathLenConstraint: pathLength }), true),
    keyUsage === 'absent' ? [] : extension('2.5.29.15', new KeyUsage(usageFlags(keyUsage)), true),
    usage === undefined ? [] : extension('2.5.29.37', new ExtendedKeyUsage(usage)),
    names.length === 0 ? [] : extension('2.5.29.17', new SubjectAlternativeName(names)),
    nameConstraints === undefined ? [] : extension('2.5.29.30', constraints(nameConstraints), true),
    options.subjectKeyId === false ? [] : extension('2.5.29.14', new SubjectKeyIdentifier(keyId(key))),
    options.authorityKeyId === false ? [] : extension('2.5.29.35', authority(options, issuer, signingKey)),
    (options.criticalExtensions ?? []).map(unknownExtension),
  ];
  return list.flat();
}

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function unknownExtension(extnID: string): Extension {
  return new Extension({ extnID, critical: true, extnValue: new OctetString([0x05, 0x00]) });
}

function authority(
  options: CertificateOptions,
  issuer: TBSCertificate | undefined,
  signingKey: KeyObject,
): AuthorityKeyIdentifier {
  if (options.authorityKeyId !== 'serial' || issuer === undefined) {
    return new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyId(signingKey)) });
  }
  return new AuthorityKeyIdentifier({
    authorityCertIssuer: [new GeneralName({ directoryName: issuer.issuer })],
    authorityCertSerialNumber: issuer.serialNumber,
  });
}

function constraints(given: { readonly permitted?: Names; readonly excluded?: Names }): NameConstraints {
  const subtrees = (names: Names | undefined) =>
    names === undefined
      ? undefined
      : new GeneralSubtrees(generalNames(names).map((base) => new GeneralSubtree({ base })));
  return new NameConstraints({
    permittedSubtrees: subtrees(given.permitted),
    excludedSubtrees: subtrees(given.excluded),
  });
}

function generalNames(names: Names): GeneralName[] {
  return [
    (names.dns ?? []).map((dNSName) => new GeneralName({ dNSName })),
    (names.uris ?? []).map((uniformResourceIdentifier) => new GeneralName({ uniformResourceIdentifier })),
    (names.ips ?? []).map((iPAddress) => new GeneralName({ iPAddress })),
    (names.emails ?? []).map((rfc822Name) => new GeneralName({ rfc822Name })),
    (names.directories ?? []).map(
      (name) => new GeneralName({ directoryName: distinguishedName([[COMMON_NAME, name]]) }),
    ),
  ].flat();
}

function subjectName(options: CertificateOptions): Name {
  return distinguishedName(options.subject ?? [[COMMON_NAME, options.commonName ?? 'ca']]);
}

function distinguishedName(attributes: readonly (readonly [string, string])[]): Name {
  return new Name(
    attributes.map(
      ([type, utf8String]) =>
        new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) })]),
    ),
  );
}

function usageFlags(usages: readonly (keyof typeof KeyUsageFlags)[]): number {
  return usages.reduce((flags, usage) => flags | KeyUsageFlags[usage], 0);
}

function serialBytes(serialNumber: number): ArrayBuffer {
  // Always three bytes without a leading zero or a sign bit, as DER wants the shortest form.
  return new Uint8Array(Buffer.from((0x100000 + serialNumber).toString(16).padStart(6, '0'), 'hex')).buffer;
}

function publicKeyInfo(key: KeyObject): SubjectPublicKeyInfo {
  const known = publicKeyInfos.get(key);
  if (known !== undefined) {
    return known;
  }
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const info = AsnConvert.parse(new Uint8Array(der), SubjectPublicKeyInfo);
  publicKeyInfos.set(key, info);
  return info;
}

function keyId(key: KeyObject): Uint8Array {
  return new Uint8Array(
    createHash('sha1')
      .update(new Uint8Array(publicKeyInfo(key).subjectPublicKey))
      .digest(),
  );
}

function signatureIdentifier(key: KeyObject, hash: string): AlgorithmIdentifier {
  const oids: Readonly<Record<string, string>> = {
    'ec sha1': '1.2.840.10045.4.1',
    'ec sha256': '1.2.840.10045.4.3.2',
    'ec sha384': '1.2.840.10045.4.3.3',
    'ec sha512': '1.2.840.10045.4.3.4',
    'rsa sha1': '1.2.840.113549.1.1.5',
    'rsa sha256': '1.2.840.113549.1.1.11',
    'rsa sha384': '1.2.840.113549.1.1.12',
    'rsa sha512': '1.2.840.113549.1.1.13',
  };
  const type = key.asymmetricKeyType ?? '';
  const algorithm = type === 'ed25519' ? '1.3.101.112' : oids[`${type} ${hash}`];
  if (algorithm === undefined) {
    throw new Error(`no test signature with ${type} and ${hash}`);
  }
  return new AlgorithmIdentifier({ algorithm, ...(type === 'rsa' ? { parameters: null } : {}) });
}

function signBytes(bytes: Uint8Array, key: KeyObject, hash: string): Uint8Array {
  return sign(key.asymmetricKeyType === 'ed25519' ? null : hash, bytes, key);
}
