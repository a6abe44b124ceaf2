import type { Extension, GeneralName } from '@peculiar/asn1-x509';
import { decode, hex, hexInteger, loadX509 } from './asn1';
import { distinguishedName } from './distinguished-name';
import { type TypedName, typedName } from './general-name';

/** What a key may be used for (RFC 5280 section 4.2.1.3). */
export type KeyUsage =
  | 'cRLSign'
  | 'dataEncipherment'
  | 'decipherOnly'
  | 'digitalSignature'
  | 'encipherOnly'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'keyEncipherment'
  | 'nonRepudiation';

/** The names below a CA that are permitted and excluded (RFC 5280 section 4.2.1.10). */
export interface NameConstraints {
  readonly permitted: readonly TypedName[];
  readonly excluded: readonly TypedName[];
}

/** What a certificate says about the key that signed it (RFC 5280 section 4.2.1.1). */
export interface AuthorityKeyId {
  /** In hexadecimal. */
  readonly keyId?: string;
  /** The issuer of the issuer, in its canonical form. */
  readonly issuer?: string;
  /** The serial number of the issuer, in hexadecimal. */
  readonly serialNumber?: string;
}

/** The names of a subject, by kind; the common name is not among them. */
export interface SubjectAltNames {
  readonly dns: readonly string[];
  readonly uri: readonly string[];
  readonly ip: readonly string[];
  readonly email: readonly string[];
  /** In their canonical form. */
  readonly directory: readonly string[];
  /** Of each name of another kind nothing but its presence is known: one empty text. */
  readonly other: readonly string[];
}

/** The extensions of a certificate that decide whether it is accepted. */
export interface CertificateExtensions {
  /** @default - there is no basicConstraints extension */
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number };
  /** @default - there is no keyUsage extension: every use is allowed */
  readonly keyUsage?: readonly KeyUsage[];
  /**
   * As in `serverAuth`; object identifiers where there is no common name.
   * @default - there is no extendedKeyUsage extension: every use is allowed
   */
  readonly extendedKeyUsage?: readonly string[];
  /** @default - there is no subjectAltName extension */
  readonly subjectAltNames?: SubjectAltNames;
  /**
   * In hexadecimal.
   * @default - there is no subjectKeyIdentifier extension
   */
  readonly subjectKeyId?: string;
  /** @default - there is no authorityKeyIdentifier extension */
  readonly authorityKeyId?: AuthorityKeyId;
  /** @default - there is no nameConstraints extension */
  readonly nameConstraints?: NameConstraints;
  /** Object identifiers of critical extensions that verifiers do not know and therefore refuse. */
  readonly unknownCriticalExtensions: readonly string[];
}

const OID = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyId: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
};

const KNOWN: ReadonlySet<string> = new Set(Object.values(OID));

const EXTENDED_KEY_USAGES: Readonly<Record<string, string>> = {
  '2.5.29.37.0': 'any',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

/**
 * Reads the extensions of a certificate.
 *
 * @throws Error if one of them is malformed or stands there twice
 */
export function readExtensions(extensions: readonly Extension[]): CertificateExtensions {
  const byOid = new Map(extensions.map((extension) => [extension.extnID, extension]));
  if (byOid.size !== extensions.length) {
    throw new Error('an extension stands there twice');
  }
  const value = (oid: string): ArrayBuffer | undefined => byOid.get(oid)?.extnValue.buffer;
  return {
    basicConstraints: readIfThere(value(OID.basicConstraints), readBasicConstraints),
    keyUsage: readIfThere(value(OID.keyUsage), readKeyUsage),
    extendedKeyUsage: readIfThere(value(OID.extendedKeyUsage), readExtendedKeyUsage),
    subjectAltNames: readIfThere(value(OID.subjectAltName), readSubjectAltNames),
    subjectKeyId: readIfThere(value(OID.subjectKeyId), readSubjectKeyId),
    authorityKeyId: readIfThere(value(OID.authorityKeyId), readAuthorityKeyId),
    nameConstraints: readIfThere(value(OID.nameConstraints), readNameConstraints),
    unknownCriticalExtensions: extensions
      .filter((extension) => extension.critical && !KNOWN.has(extension.extnID))
      .map((extension) => extension.extnID),
  };
}

function readIfThere<T>(value: ArrayBuffer | undefined, read: (value: ArrayBuffer) => T): T | undefined {
  return value === undefined ? undefined : read(value);
}

function readBasicConstraints(value: ArrayBuffer): CertificateExtensions['basicConstraints'] {
  const { cA, pathLenConstraint } = decode(value, loadX509().BasicConstraints);
  return { ca: cA, pathLength: pathLenConstraint };
}

function readKeyUsage(value: ArrayBuffer): readonly KeyUsage[] {
  const { KeyUsage, KeyUsageFlags } = loadX509();
  const flags = decode(value, KeyUsage).toNumber();
  const names = Object.keys(KeyUsageFlags).filter((name): name is KeyUsage => Number.isNaN(Number(name)));
  return names.filter((name) => (flags & KeyUsageFlags[name]) !== 0).sort();
}

function readExtendedKeyUsage(value: ArrayBuffer): readonly string[] {
  return [...decode(value, loadX509().ExtendedKeyUsage)].map((oid) => EXTENDED_KEY_USAGES[oid] ?? oid);
}

function readSubjectAltNames(value: ArrayBuffer): SubjectAltNames {
  const names = [...decode(value, loadX509().SubjectAlternativeName)].map(typedName);
  const of = (type: TypedName['type']) => names.filter((name) => name.type === type).map((name) => name.value);
  return {
    dns: of('dns'),
    uri: of('uri'),
    ip: of('ip'),
    email: of('email'),
    directory: of('directory'),
    other: of('other'),
  };
}

function readSubjectKeyId(value: ArrayBuffer): string {
  return hex(decode(value, loadX509().SubjectKeyIdentifier).buffer);
}

function readAuthorityKeyId(value: ArrayBuffer): AuthorityKeyId {
  const decoded = decode(value, loadX509().AuthorityKeyIdentifier);
  return {
    keyId: readIfThere(decoded.keyIdentifier?.buffer, hex),
    issuer: directoryNameIn(decoded.authorityCertIssuer ?? []),
    serialNumber: readIfThere(decoded.authorityCertSerialNumber, hexInteger),
  };
}

function directoryNameIn(names: readonly GeneralName[]): string | undefined {
  const directoryName = names.find((name) => name.directoryName !== undefined)?.directoryName;
  return directoryName === undefined ? undefined : distinguishedName(directoryName).canonical;
}

function readNameConstraints(value: ArrayBuffer): NameConstraints {
  const { permittedSubtrees, excludedSubtrees } = decode(value, loadX509().NameConstraints);
  return {
    permitted: [...(permittedSubtrees ?? [])].map((subtree) => typedName(subtree.base)),
    excluded: [...(excludedSubtrees ?? [])].map((subtree) => typedName(subtree.base)),
  };
}
