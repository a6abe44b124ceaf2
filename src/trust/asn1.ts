import type { AsnConvert } from '@peculiar/asn1-schema';

/**
 * Loads the X.509 structures when the first certificate is read, and not before: they take about 25 ms to load,
 * which a program that synthesizes without certificates must not pay. These are the structures underneath
 * `@peculiar/x509`, which would take 120 ms and patch the global `Reflect`, for an asynchronous API on top.
 */
export function loadX509(): typeof import('@peculiar/asn1-x509') {
  return require('@peculiar/asn1-x509');
}

type Constructor<T> = new () => T;

// A certificate takes a few kilobytes and a few hundred nodes; hostile input must not take more of our time.
const LIMITS = { maxDepth: 30, maxNodes: 10_000, maxContentLength: 1024 * 1024 };
const CRL_LIMITS = { maxDepth: 30, maxNodes: 1_000_000, maxContentLength: 16 * 1024 * 1024 };

/**
 * Decodes one structure.
 *
 * @throws Error if the bytes are not that structure
 */
export function decode<T>(bytes: Uint8Array | ArrayBuffer, structure: Constructor<T>): T {
  return converter().parse(bytes, structure, { berOptions: LIMITS });
}

/** As `decode`, with room for the many entries of a revocation list. */
export function decodeLarge<T>(bytes: Uint8Array | ArrayBuffer, structure: Constructor<T>): T {
  return converter().parse(bytes, structure, { berOptions: CRL_LIMITS });
}

/** Encodes one structure. */
export function encode(value: object): Uint8Array {
  return new Uint8Array(converter().serialize(value));
}

/** Writes bytes as lower-case hexadecimal digits. */
export function hex(bytes: Uint8Array | ArrayBuffer): string {
  return Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString('hex');
}

/** Writes an ASN.1 INTEGER as hexadecimal digits without leading zeros. */
export function hexInteger(bytes: ArrayBuffer): string {
  return hex(bytes).replace(/^0+(?=.)/, '');
}

function converter(): typeof AsnConvert {
  const schema: typeof import('@peculiar/asn1-schema') = require('@peculiar/asn1-schema');
  return schema.AsnConvert;
}
