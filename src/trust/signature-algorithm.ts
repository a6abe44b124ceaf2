import type { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { hex } from './asn1';

/** How a certificate or a revocation list is signed. */
export interface SignatureAlgorithm {
  /** As OpenSSL names it: `ecdsa-with-SHA256`; the object identifier where it is not known. */
  readonly name: string;
  /** The type of key that makes such signatures. */
  readonly key: 'ec' | 'ed25519' | 'ed448' | 'rsa' | 'rsa-pss' | 'unsupported';
  /**
   * The hash of the signed bytes: `sha256`.
   * @default - part of the algorithm (Ed25519), or unknown
   */
  readonly hash?: string;
}

const KNOWN: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.2': { name: 'md2WithRSAEncryption', key: 'rsa', hash: 'md2' },
  '1.2.840.113549.1.1.4': { name: 'md5WithRSAEncryption', key: 'rsa', hash: 'md5' },
  '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', key: 'rsa', hash: 'sha1' },
  '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', key: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', key: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', key: 'rsa', hash: 'sha512' },
  '1.2.840.113549.1.1.14': { name: 'sha224WithRSAEncryption', key: 'rsa', hash: 'sha224' },
  '1.2.840.10045.4.1': { name: 'ecdsa-with-SHA1', key: 'ec', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { name: 'ecdsa-with-SHA224', key: 'ec', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', key: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', key: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', key: 'ec', hash: 'sha512' },
  '1.3.101.112': { name: 'ED25519', key: 'ed25519' },
  '1.3.101.113': { name: 'ED448', key: 'ed448' },
};

const RSA_PSS = '1.2.840.113549.1.1.10';
// RSASSA-PSS-params (RFC 4055) begins with the hash: SEQUENCE, [0], SEQUENCE, and the OID of SHA-256, 384 or 512.
const PSS_SHA2 = /^30..a0..30..06096086480165030402(01|02|03)/;
const PSS_HASHES: Readonly<Record<string, string>> = { '01': 'sha256', '02': 'sha384', '03': 'sha512' };

/** Reads how something is signed. */
export function signatureAlgorithm(identifier: AlgorithmIdentifier): SignatureAlgorithm {
  if (identifier.algorithm === RSA_PSS) {
    return { name: 'rsassaPss', key: 'rsa-pss', hash: pssHash(identifier) };
  }
  return KNOWN[identifier.algorithm] ?? { name: identifier.algorithm, key: 'unsupported' };
}

// Without the field the hash is SHA-1, as RFC 4055 has it.
function pssHash(identifier: AlgorithmIdentifier): string {
  const code = PSS_SHA2.exec(hex(identifier.parameters ?? new Uint8Array()))?.[1];
  return PSS_HASHES[code ?? ''] ?? 'sha1';
}

/** Whether a key of this type can make such a signature. */
export function couldBeMadeBy(algorithm: SignatureAlgorithm, key: SignatureAlgorithm['key']): boolean {
  if (algorithm.key === 'unsupported') {
    return false;
  }
  return algorithm.key === key || (algorithm.key === 'rsa-pss' && key === 'rsa');
}
