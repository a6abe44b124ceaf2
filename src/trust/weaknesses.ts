import type { Certificate } from './certificate';

/** One thing about the cryptography of a certificate that verifiers refuse or will refuse. */
export interface Weakness {
  readonly code: 'weak-key' | 'weak-signature';
  /** What was found and what is needed: lower case, no final period. */
  readonly message: string;
}

/** Lengths in bits that NIST SP 800-57 accepts until 2030, and the hashes of signatures that go with them. */
export const CRYPTOGRAPHY_LIMITS = {
  rsaBits: 2048,
  ecBits: 256,
  hashes: ['sha256', 'sha384', 'sha512'],
} as const;

/** Finds weak keys and signatures; the signature of a self-signed certificate proves nothing and does not count. */
export function weaknesses(certificate: Certificate): readonly Weakness[] {
  return [weakKey(certificate), weakSignature(certificate)].filter((weakness) => weakness !== undefined);
}

function weakKey({ publicKey: { type, bits } }: Certificate): Weakness | undefined {
  if (type === 'unsupported') {
    return { code: 'weak-key', message: 'the key is of a type that verifiers may not know; use RSA, ECDSA or Ed25519' };
  }
  const isRsa = type === 'rsa' || type === 'rsa-pss';
  const needed = isRsa ? CRYPTOGRAPHY_LIMITS.rsaBits : CRYPTOGRAPHY_LIMITS.ecBits;
  return (isRsa || type === 'ec') && bits !== undefined && bits < needed
    ? { code: 'weak-key', message: `the ${type} key has ${bits} bits; at least ${needed} are needed` }
    : undefined;
}

function weakSignature({ selfSigned, signatureAlgorithm: { name, key, hash } }: Certificate): Weakness | undefined {
  const isStrong = key === 'ed25519' || key === 'ed448' || CRYPTOGRAPHY_LIMITS.hashes.some((strong) => strong === hash);
  return selfSigned || isStrong
    ? undefined
    : { code: 'weak-signature', message: `the signature is ${name}; SHA-256, SHA-384, SHA-512 or Ed25519 is needed` };
}
