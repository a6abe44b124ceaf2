import { generateKeyPairSync, type KeyExportOptions, type KeyObject, randomBytes } from 'node:crypto';

/** What a private key looks like in the wild, made anew for each run. */
export interface KeyText {
  readonly name: string;
  readonly text: string;
}

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const ED25519 = generateKeyPairSync('ed25519').privateKey;
const ENCRYPTION = { cipher: 'aes-256-cbc', passphrase: 'correct horse' };

/** Private keys as PEM text. */
export const PEM_KEYS: readonly KeyText[] = [
  { name: 'RSA, PKCS#1', text: pem(RSA, 'pkcs1') },
  { name: 'RSA, PKCS#8', text: pem(RSA, 'pkcs8') },
  { name: 'ECDSA, SEC 1', text: pem(EC, 'sec1') },
  { name: 'ECDSA, PKCS#8', text: pem(EC, 'pkcs8') },
  { name: 'Ed25519', text: pem(ED25519, 'pkcs8') },
  { name: 'RSA, encrypted', text: RSA.export({ type: 'pkcs8', format: 'pem', ...ENCRYPTION }).toString() },
];

/** Private keys as base64 of their DER form. */
export const DER_KEYS: readonly KeyText[] = [
  { name: 'RSA, PKCS#1', text: RSA.export({ type: 'pkcs1', format: 'der' }).toString('base64') },
  { name: 'RSA, PKCS#8', text: RSA.export({ type: 'pkcs8', format: 'der' }).toString('base64') },
  { name: 'ECDSA, SEC 1', text: EC.export({ type: 'sec1', format: 'der' }).toString('base64') },
  { name: 'Ed25519', text: ED25519.export({ type: 'pkcs8', format: 'der' }).toString('base64') },
  { name: 'RSA, encrypted', text: RSA.export({ type: 'pkcs8', format: 'der', ...ENCRYPTION }).toString('base64') },
];

/** A PKCS#12 keystore in outline: what surrounds one bag, and the bag's type. */
export function pkcs12(bag: 'certificate' | 'key' | 'encrypted key'): string {
  const types = { key: 1, 'encrypted key': 2, certificate: 3 };
  const safe = sequence(
    Buffer.from([6, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1, types[bag]]),
    randomBytes(200),
  );
  return sequence(Buffer.from([2, 1, 3]), safe).toString('base64');
}

function sequence(...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([0x30, 0x82, content.length >> 8, content.length & 0xff]), content]);
}

/** A JSON Web Key with its private part. */
export const JWK = JSON.stringify(EC.export({ format: 'jwk' }));

/** The public half of a key, which is no secret. */
export const PUBLIC_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();

/** Text drawn at random, in capitals, small letters and digits of which it has a few for sure. */
export function randomText(length: number): string {
  const random = randomBytes(length * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '');
  return `aB3cD4eF5${random}`.slice(0, length);
}

/** Tokens of known forms, put together so that no scanner of this repository takes them for real ones. */
export const TOKENS: readonly KeyText[] = [
  {
    name: 'a JSON Web Token',
    text: [{ alg: 'RS256' }, { sub: 'edge' }].map(base64url).concat(randomText(40)).join('.'),
  },
  { name: 'a GitHub token', text: `ghp_${randomText(36)}` },
  { name: 'a GitLab token', text: `glpat-${randomText(20)}` },
  { name: 'a Konnect token', text: `kpat_${randomText(48)}` },
  { name: 'a Vault token', text: `hvs.${randomText(30)}` },
  { name: 'a Slack token', text: `xoxb-${randomText(30)}` },
  { name: 'a Google API key', text: `AIza${randomText(35)}` },
  { name: 'an npm token', text: `npm_${randomText(36)}` },
  { name: 'a DigitalOcean token', text: `dop_v1_${randomBytes(32).toString('hex')}` },
  { name: 'a Stripe key', text: `sk_live_${randomText(24)}` },
  { name: 'an API key', text: `sk-proj-${randomText(48)}` },
  { name: 'an Azure storage key', text: `AccountName=a;AccountKey=${randomText(86)}==` },
  {
    name: 'a registry password',
    text: JSON.stringify({ auths: { 'registry.example.com': { auth: base64('user:pass-word') } } }),
  },
  { name: 'a bearer token', text: `Authorization: Bearer ${randomText(32)}` },
];

/** A license in Kong's form with nothing in it. */
export const LICENSE = JSON.stringify({
  license: {
    payload: { customer: 'Example', license_key: randomText(32) },
    signature: randomBytes(64).toString('hex'),
    version: '1',
  },
});

/** Text as base64. */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** A YAML value that stands for the text. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function pem(key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1'): string {
  return key.export({ type, format: 'pem' } as KeyExportOptions<'pem'>).toString();
}
