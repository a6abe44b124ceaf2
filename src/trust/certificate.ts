import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import type { Certificate as Asn1Certificate } from '@peculiar/asn1-x509';
import { decode, encode, hexInteger, loadX509 } from './asn1';
import { type DistinguishedName, distinguishedName, emailAddresses } from './distinguished-name';
import { type CertificateExtensions, readExtensions } from './extensions';
import { isOneDerSequence, type PemBlock, readPem } from './pem';
import { PemError, type PemProblem, pemProblem } from './pem-problem';
import { type SignatureAlgorithm, signatureAlgorithm } from './signature-algorithm';

/** The public key of a certificate. */
export interface PublicKey {
  readonly type: 'ec' | 'ed25519' | 'ed448' | 'rsa' | 'rsa-pss' | 'unsupported';
  /**
   * Length in bits: of the modulus for RSA, of the field for elliptic curves.
   * @default - unknown
   */
  readonly bits?: number;
  /**
   * The name of the elliptic curve, as OpenSSL has it: `prime256v1`.
   * @default - not an elliptic curve key
   */
  readonly curve?: string;
}

/** One X.509 certificate: an immutable value. */
export interface Certificate extends CertificateExtensions {
  /** 1, 2 or 3. */
  readonly version: number;
  /** In lower-case hexadecimal, without leading zeros. */
  readonly serialNumber: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** The email addresses in the subject; name constraints cover them. */
  readonly subjectEmailAddresses: readonly string[];
  /** The first instant at which the certificate is valid. */
  readonly notBefore: Date;
  /** The last instant at which the certificate is valid, itself included. */
  readonly notAfter: Date;
  /** Whether basicConstraints says that this is a CA. */
  readonly isCa: boolean;
  /** Whether subject and issuer are the same name and the own key made the signature. */
  readonly selfSigned: boolean;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly publicKey: PublicKey;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), in lower-case hexadecimal: the identity of the key. */
  readonly spkiSha256: string;
  /** SHA-256 of the whole certificate, in lower-case hexadecimal: the identity of the certificate. */
  readonly fingerprint: string;
  /** One CERTIFICATE block with lines of 64 characters and a final newline. */
  readonly pem: string;
}

/** A certificate with the place where it stands in a PEM text. */
export interface LocatedCertificate {
  readonly certificate: Certificate;
  /** Line of the BEGIN marker, counted from 1. */
  readonly line: number;
}

/** The certificates that every common reader takes from a PEM text, and all that is wrong with the text. */
export interface CertificateReading {
  readonly certificates: readonly LocatedCertificate[];
  readonly problems: readonly PemProblem[];
}

/** Bytes that are no X.509 certificate. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** Largest certificate that is read, in bytes. */
export const MAX_CERTIFICATE_LENGTH = 128 * 1024;

const KEY_TYPES: Readonly<Record<string, PublicKey['type']>> = {
  '1.2.840.113549.1.1.1': 'rsa',
  '1.2.840.113549.1.1.10': 'rsa-pss',
  '1.2.840.10045.2.1': 'ec',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
};

const CURVE_BITS: Readonly<Record<string, number>> = {
  prime192v1: 192,
  secp224r1: 224,
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

/**
 * Reads one certificate from its DER bytes. Both the ASN.1 structures and OpenSSL must accept them.
 *
 * @throws CertificateError if they do not
 */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > MAX_CERTIFICATE_LENGTH) {
    throw new CertificateError(`certificate of ${der.length} bytes: at most ${MAX_CERTIFICATE_LENGTH} are read`);
  }
  if (!isOneDerSequence(der)) {
    throw new CertificateError('not a certificate: the bytes are not exactly one DER sequence');
  }
  const key = createHash('sha256').update(der).digest('base64');
  const known = knownCertificates.get(key) ?? readOrThrow(der);
  if (knownCertificates.size >= MAX_KNOWN_CERTIFICATES) {
    knownCertificates.clear();
  }
  knownCertificates.set(key, known);
  return known;
}

/** Many rules look at one certificate, and many objects hold the same one; reading it takes half a millisecond. */
const knownCertificates = new Map<string, Certificate>();

/** A bound on memory: some kilobytes each. */
const MAX_KNOWN_CERTIFICATES = 10_000;

function readOrThrow(der: Uint8Array): Certificate {
  try {
    return readCertificate(der);
  } catch (error) {
    throw new CertificateError(`not a certificate: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Reads all certificates of a PEM text and reports everything that some reader would pass over or refuse. */
export function readCertificates(pem: string): CertificateReading {
  const { blocks, problems } = readPem(pem);
  const results = blocks.map(readBlock);
  return {
    certificates: results.filter((result) => 'certificate' in result),
    problems: [...problems, ...results.filter((result) => 'code' in result)].sort((a, b) => a.line - b.line),
  };
}

/**
 * Reads all certificates of a PEM text, in its order.
 *
 * @throws PemError if anything in the text would be passed over or refused by some reader
 */
export function parseCertificates(pem: string): readonly Certificate[] {
  const { certificates, problems } = readCertificates(pem);
  if (problems.length > 0) {
    throw new PemError(problems);
  }
  return certificates.map((located) => located.certificate);
}

function readBlock(block: PemBlock): LocatedCertificate | PemProblem {
  try {
    return { certificate: parseCertificate(block.der), line: block.line };
  } catch (error) {
    if (error instanceof CertificateError) {
      return pemProblem('not-a-certificate', block.line, 'the CERTIFICATE block', 1);
    }
    throw error;
  }
}

function readCertificate(der: Uint8Array): Certificate {
  const openssl = new X509Certificate(der);
  const structure = decode(der, loadX509().Certificate);
  const tbs = structure.tbsCertificate;
  const subject = distinguishedName(tbs.subject);
  const issuer = distinguishedName(tbs.issuer);
  const extensions = readExtensions(Array.from(tbs.extensions ?? []));
  const key = readPublicKey(structure, openssl);
  return {
    ...extensions,
    version: tbs.version + 1,
    serialNumber: hexInteger(tbs.serialNumber),
    subject,
    issuer,
    subjectEmailAddresses: emailAddresses(tbs.subject),
    notBefore: validTime(tbs.validity.notBefore.getTime()),
    notAfter: validTime(tbs.validity.notAfter.getTime()),
    isCa: extensions.basicConstraints?.ca ?? false,
    selfSigned: subject.canonical === issuer.canonical && key.signedItself,
    signatureAlgorithm: signatureAlgorithm(structure.signatureAlgorithm),
    publicKey: key.publicKey,
    spkiSha256: sha256(encode(tbs.subjectPublicKeyInfo)),
    fingerprint: sha256(der),
    pem: writePem(der),
  };
}

function readPublicKey(
  structure: Asn1Certificate,
  openssl: X509Certificate,
): { publicKey: PublicKey; signedItself: boolean } {
  const type = KEY_TYPES[structure.tbsCertificate.subjectPublicKeyInfo.algorithm.algorithm] ?? 'unsupported';
  if (type === 'unsupported') {
    return { publicKey: { type }, signedItself: false };
  }
  const key = openssl.publicKey;
  return { publicKey: describeKey(type, key), signedItself: openssl.verify(key) };
}

function describeKey(type: PublicKey['type'], key: KeyObject): PublicKey {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return { type, bits: modulusLength ?? CURVE_BITS[namedCurve ?? ''], curve: namedCurve };
}

function validTime(time: Date): Date {
  if (Number.isNaN(time.getTime())) {
    throw new Error('a time of its validity cannot be read');
  }
  return time;
}

function writePem(der: Uint8Array): string {
  const base64 = Buffer.from(der).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
