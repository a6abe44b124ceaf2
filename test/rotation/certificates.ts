import type { CertificateChain, CertificateTrust } from '../../src/rotation/certificate-verification';
import type { EdgeState } from '../../src/rotation/edge-state';
import { type Certificate, parseCertificate } from '../../src/trust';
import { type CertificateOptions, createCa, crossSign, type Identity, issue, issueCa, testKey } from '../trust/pki';
import { type KeyedChain, type KeyedState, type KeyedTrust, SERVER_NAME } from './mutual-handshake';

/** The certificates that steps are made of in tests. */

const EXPIRED = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2021-01-01T00:00:00Z') };
const FUTURE = { notBefore: new Date('2048-01-01T00:00:00Z') };

const root = (commonName: string, key: string, options: CertificateOptions = {}) =>
  createCa({ commonName, key: testKey(key), ...options });

export const roots = {
  a: root('root a', 'root a'),
  b: root('root b', 'root b'),
  /** Another certificate for the name and key of `a`. */
  aRenewed: root('root a', 'root a', { notAfter: new Date('2045-01-01T00:00:00Z') }),
  aExpired: root('root a', 'root a', EXPIRED),
  /** Another key under the name of `a`. */
  aRekeyed: root('root a', 'root a rekeyed'),
  aRekeyedBare: root('root a', 'root a rekeyed', { subjectKeyId: false }),
  aBare: root('root a', 'root a', { subjectKeyId: false }),
  notACa: root('not a ca', 'not a ca', { ca: false }),
} as const;

const intermediateA = issueCa(roots.a, { commonName: 'intermediate a', key: testKey('intermediate a') });
const intermediateB = issueCa(roots.b, { commonName: 'intermediate b', key: testKey('intermediate b') });
const aByB = crossSign(roots.a, roots.b);
const bByA = crossSign(roots.b, roots.a);

const leaf = (issuer: Identity, options: CertificateOptions = {}) =>
  issue(issuer, { key: testKey('leaf'), dns: [SERVER_NAME], ...options });

export const chains = {
  a: { leaf: leaf(roots.a), sent: [] },
  b: { leaf: leaf(roots.b), sent: [] },
  bCrossed: { leaf: leaf(roots.b), sent: [bByA] },
  underIntermediateA: { leaf: leaf(intermediateA), sent: [intermediateA] },
  underIntermediateB: { leaf: leaf(intermediateB), sent: [intermediateB] },
  withoutIntermediateA: { leaf: leaf(intermediateA), sent: [] },
  aRekeyed: { leaf: leaf(roots.aRekeyed), sent: [] },
  aRekeyedWithoutKeyId: { leaf: leaf(roots.aRekeyed, { authorityKeyId: false }), sent: [] },
  aWithoutKeyId: { leaf: leaf(roots.a, { authorityKeyId: false }), sent: [] },
  aForServers: { leaf: leaf(roots.a, { extendedKeyUsage: ['serverAuth'] }), sent: [] },
  aForClients: { leaf: leaf(roots.a, { extendedKeyUsage: ['clientAuth'] }), sent: [] },
  aForBoth: { leaf: leaf(roots.a, { extendedKeyUsage: ['serverAuth', 'clientAuth'] }), sent: [] },
  aOtherName: { leaf: leaf(roots.a, { dns: ['other.test'] }), sent: [] },
  aExpired: { leaf: leaf(roots.a, EXPIRED), sent: [] },
  aFuture: { leaf: leaf(roots.a, FUTURE), sent: [] },
  notACa: { leaf: leaf(roots.notACa), sent: [] },
} as const satisfies Readonly<Record<string, KeyedChain>>;

export const trusts = {
  a: { anchors: [roots.a] },
  ab: { anchors: [roots.a, roots.b] },
  ba: { anchors: [roots.b, roots.a] },
  b: { anchors: [roots.b] },
  bCrossed: { anchors: [roots.b, aByB] },
  aRenewed: { anchors: [roots.aRenewed] },
  aAndRenewed: { anchors: [roots.a, roots.aRenewed] },
  expiredThenRenewed: { anchors: [roots.aExpired, roots.aRenewed] },
  aExpired: { anchors: [roots.aExpired] },
  aThenRekeyed: { anchors: [roots.a, roots.aRekeyed] },
  aThenRekeyedBare: { anchors: [roots.aBare, roots.aRekeyedBare] },
  rekeyedBareThenA: { anchors: [roots.aRekeyedBare, roots.aBare] },
  aRekeyed: { anchors: [roots.aRekeyed] },
  intermediateA: { anchors: [intermediateA] },
  intermediateAAndB: { anchors: [intermediateA, roots.b] },
  notACa: { anchors: [roots.notACa, roots.b] },
} as const satisfies Readonly<Record<string, KeyedTrust>>;

/** What the model is asked about what the handshake is made of. */
export function toCertificates({ client, server }: KeyedState): EdgeState<CertificateChain, CertificateTrust> {
  return {
    client: {
      presents: chainOf(client.presents),
      trusts: { ...trustOf(client.trusts), names: [{ type: 'Hostname', hostname: SERVER_NAME }] },
    },
    server: { presents: chainOf(server.presents), trusts: trustOf(server.trusts) },
  };
}

const parsed = new Map<Identity, Certificate>();

export function certificateOf(identity: Identity): Certificate {
  const certificate = parsed.get(identity) ?? parseCertificate(identity.der);
  parsed.set(identity, certificate);
  return certificate;
}

function chainOf({ leaf: identity, sent }: KeyedChain): CertificateChain {
  return { leaf: certificateOf(identity), intermediates: sent.map(certificateOf) };
}

function trustOf({ anchors }: KeyedTrust): CertificateTrust {
  return { anchors: anchors.map(certificateOf) };
}
