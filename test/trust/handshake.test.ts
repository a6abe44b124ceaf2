import fc from 'fast-check';
import { type Certificate, parseCertificate, parseCrls, type Verifier, validatePath } from '../../src/trust';
import { buildCase, scenarios } from './generated-chains';
import { HandshakeBench, type HandshakeQuery } from './handshake';
import { createCa, createCrl, crossSign, type Identity, issue, issueCa, testKey } from './pki';

const RUNS = 2000;
const SEED = 20261120;

let bench: HandshakeBench;

beforeAll(async () => {
  bench = await HandshakeBench.open();
});

afterAll(async () => {
  await bench.close();
});

describe('path validation against TLS handshakes between two Node endpoints', () => {
  test(`the verdict on ${RUNS} generated chains equals that of the handshake`, async () => {
    const tally = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(scenarios, async (drawn) => {
        const generated = buildCase(drawn);
        const ours = verdict(generated, 'openssl');
        const theirs = await bench.verdict(generated);
        tally.set(ours, (tally.get(ours) ?? 0) + 1);
        expect({ ours, accepted: ours === 'ok' }).toEqual({ ours, accepted: theirs === 'ok' });
      }),
      { numRuns: RUNS, seed: SEED },
    );

    // Without these the property could hold because nothing interesting was generated.
    expect(tally.get('ok')).toBeGreaterThan(RUNS / 5);
    for (const reason of REASONS_REACHED) {
      expect(`${reason}: ${tally.get(reason) ?? 0}`).toMatch(/: [1-9]/);
    }
  }, 300_000);
});

const REASONS_REACHED = [
  'anchor-not-self-signed',
  'bad-signature',
  'expired',
  'extended-key-usage',
  'key-usage',
  'name-constraints',
  'no-issuer',
  'not-a-ca',
  'not-yet-valid',
  'path-too-long',
  'self-signed-not-trusted',
  'unknown-critical-extension',
];

const EXPIRED = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2021-01-01T00:00:00Z') };

const root = createCa({ commonName: 'root', key: testKey('root') });
const otherRoot = createCa({ commonName: 'root', key: testKey('other root') });
const bareRoot = createCa({ commonName: 'root', key: testKey('root'), subjectKeyId: false });
const bareOtherRoot = createCa({ commonName: 'root', key: testKey('other root'), subjectKeyId: false });
const intermediate = issueCa(root, { commonName: 'intermediate', key: testKey('intermediate') });
const leaf = issue(intermediate, { key: testKey('leaf') });

interface Difference {
  readonly title: string;
  readonly query: Omit<HandshakeQuery, 'purpose'> & { readonly purpose?: HandshakeQuery['purpose'] };
  readonly handshake: string;
  readonly verdicts: Readonly<Record<Verifier, string>>;
}

const DIFFERENCES: readonly Difference[] = [
  {
    title: 'the wrong one of two CAs with the same name comes first, and the leaf has no AKI: only Go tries the other',
    query: { leaf: issue(root, { authorityKeyId: false }), sent: [], anchors: [otherRoot, root] },
    handshake: 'CERT_SIGNATURE_FAILURE',
    verdicts: { openssl: 'bad-signature', go: 'ok', envoy: 'bad-signature' },
  },
  {
    title: 'the right one of two CAs with the same name comes first: all accept',
    query: { leaf: issue(root, { authorityKeyId: false }), sent: [], anchors: [root, otherRoot] },
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'ok', envoy: 'ok' },
  },
  {
    title: 'AKI in the leaf alone does not tell two CAs with the same name apart',
    query: { leaf: issue(root), sent: [], anchors: [bareOtherRoot, bareRoot] },
    handshake: 'CERT_SIGNATURE_FAILURE',
    verdicts: { openssl: 'bad-signature', go: 'ok', envoy: 'bad-signature' },
  },
  {
    title: 'AKI in the leaf and SKI in both CAs tell two CAs with the same name apart',
    query: { leaf: issue(root), sent: [], anchors: [otherRoot, root] },
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'ok', envoy: 'ok' },
  },
  {
    title: 'an expired CA comes before its renewal: OpenSSL and Go pass over it, BoringSSL does not',
    query: {
      leaf: issue(root),
      sent: [],
      anchors: [createCa({ ...EXPIRED, commonName: 'root', key: testKey('root') }), root],
    },
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'ok', envoy: 'expired' },
  },
  {
    title: 'an unrelated expired root in the bundle does no harm',
    query: { leaf, sent: [intermediate], anchors: [createCa({ ...EXPIRED, commonName: 'old root' }), root] },
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'ok', envoy: 'ok' },
  },
  {
    title: 'the CA of a valid leaf is expired: all refuse',
    query: { ...expiredCa(), sent: [] },
    handshake: 'CERT_HAS_EXPIRED',
    verdicts: { openssl: 'expired', go: 'expired', envoy: 'expired' },
  },
  {
    title: 'an intermediate is the only anchor: OpenSSL wants the root',
    query: { leaf, sent: [intermediate], anchors: [intermediate] },
    handshake: 'UNABLE_TO_GET_ISSUER_CERT',
    verdicts: { openssl: 'anchor-not-self-signed', go: 'ok', envoy: 'ok' },
  },
  {
    title: 'an intermediate and its expired root are anchors: only BoringSSL and OpenSSL go on to the root',
    query: {
      leaf,
      sent: [],
      anchors: [intermediate, createCa({ ...EXPIRED, commonName: 'root', key: testKey('root') })],
    },
    handshake: 'CERT_HAS_EXPIRED',
    verdicts: { openssl: 'expired', go: 'ok', envoy: 'expired' },
  },
  {
    title: 'a leaf has the name of its issuer and no key identifiers: OpenSSL takes it for self-signed',
    query: {
      leaf: issue(root, { commonName: 'root', subjectKeyId: false, authorityKeyId: false }),
      sent: [],
      anchors: [root],
    },
    handshake: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    verdicts: { openssl: 'self-signed-not-trusted', go: 'ok', envoy: 'ok' },
  },
  {
    title: 'a leaf has the name of its issuer and key identifiers: all accept',
    query: { leaf: issue(root, { commonName: 'root' }), sent: [], anchors: [root] },
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'ok', envoy: 'ok' },
  },
  {
    title: 'the issuer is CA:FALSE: all refuse when it is sent by the peer',
    query: { ...underIntermediate({ ca: false }), anchors: [root] },
    handshake: 'INVALID_PURPOSE',
    verdicts: { openssl: 'not-a-ca', go: 'not-a-ca', envoy: 'not-a-ca' },
  },
  {
    title: 'an anchor without basicConstraints but with keyCertSign: OpenSSL and Envoy accept, Go refuses',
    query: { ...underRoot({ ca: 'absent' }), sent: [] },
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'not-a-ca', envoy: 'ok' },
  },
  {
    title: 'anyExtendedKeyUsage is enough for Go only',
    query: { leaf: issue(root, { extendedKeyUsage: ['any'] }), sent: [], anchors: [root] },
    handshake: 'INVALID_PURPOSE',
    verdicts: { openssl: 'extended-key-usage', go: 'ok', envoy: 'extended-key-usage' },
  },
  {
    title: 'a leaf for servers is shown by a client: all refuse',
    query: {
      leaf: issue(root, { extendedKeyUsage: ['serverAuth'] }),
      sent: [],
      anchors: [root],
      purpose: 'clientAuth',
    },
    handshake: 'INVALID_PURPOSE',
    verdicts: { openssl: 'extended-key-usage', go: 'extended-key-usage', envoy: 'extended-key-usage' },
  },
  {
    title: 'a leaf without extended key usage plays both roles',
    query: { leaf: issue(root), sent: [], anchors: [root], purpose: 'clientAuth' },
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'ok', envoy: 'ok' },
  },
  {
    title: 'self-issued CAs count towards the path length for Go only',
    query: selfIssuedBelowPathLengthZero(),
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'path-too-long', envoy: 'ok' },
  },
  {
    title: 'the path length of an anchor does not bind BoringSSL',
    query: { ...belowTwoCas({ pathLength: 0 }) },
    handshake: 'PATH_LENGTH_EXCEEDED',
    verdicts: { openssl: 'path-too-long', go: 'path-too-long', envoy: 'ok' },
  },
  {
    title: 'a common name with a dot is constrained as a DNS name by OpenSSL, refused by BoringSSL, ignored by Go',
    query: belowConstraints('ledger.other.test'),
    handshake: 'UNSPECIFIED',
    verdicts: { openssl: 'name-constraints', go: 'ok', envoy: 'name-constraints' },
  },
  {
    title: 'a common name without a dot is refused below constraints by BoringSSL only',
    query: belowConstraints('ledger'),
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'ok', envoy: 'name-constraints' },
  },
  {
    title: 'roots that sign each other are no loop',
    query: mutuallyCrossSigned(),
    handshake: 'ok',
    verdicts: { openssl: 'ok', go: 'ok', envoy: 'ok' },
  },
];

describe('where the verifiers differ', () => {
  test.each(DIFFERENCES)('$title', async ({ query, handshake, verdicts }) => {
    const whole = { purpose: 'serverAuth' as const, ...query };

    expect(await bench.verdict(whole)).toBe(handshake);
    expect({
      openssl: verdict(whole, 'openssl'),
      go: verdict(whole, 'go'),
      envoy: verdict(whole, 'envoy'),
    }).toEqual(verdicts);
  });

  test('an intermediate as the only anchor is enough for OpenSSL when partial chains are allowed', async () => {
    const query = { leaf, sent: [], anchors: [intermediate], purpose: 'serverAuth', partialChain: true } as const;

    expect(await bench.verdict(query)).toBe('ok');
    expect(verdict(query, 'openssl')).toBe('ok');
  });
});

describe('revocation', () => {
  const cases = [
    { title: 'a revoked leaf', revoked: [leaf], crl: {}, handshake: 'CERT_REVOKED', ours: 'revoked' },
    { title: 'a list without the leaf', revoked: [], crl: {}, handshake: 'ok', ours: 'ok' },
    {
      title: 'a list that is out of date',
      revoked: [],
      crl: { nextUpdate: new Date('2025-01-01T00:00:00Z') },
      handshake: 'CRL_HAS_EXPIRED',
      ours: 'crl-unusable',
    },
    {
      title: 'a list of the future',
      revoked: [],
      crl: { thisUpdate: new Date('2049-01-01T00:00:00Z') },
      handshake: 'CRL_NOT_YET_VALID',
      ours: 'crl-unusable',
    },
  ];

  test.each(cases)('$title is judged as in the handshake', async ({ revoked, crl, handshake, ours }) => {
    const crls = [createCrl(intermediate, { ...crl, revoked }), createCrl(root)];
    const query = { leaf, sent: [intermediate], anchors: [root], purpose: 'serverAuth', crls } as const;

    expect(await bench.verdict(query)).toBe(handshake);
    expect(verdict(query, 'openssl')).toBe(ours);
  });

  test('a list for the leaf alone is not enough for OpenSSL, which checks the intermediates too', async () => {
    const crls = [createCrl(intermediate)];
    const query = { leaf, sent: [intermediate], anchors: [root], purpose: 'serverAuth', crls } as const;

    expect(await bench.verdict(query)).toBe('UNABLE_TO_GET_CRL');
    expect(verdict(query, 'openssl')).toBe('crl-missing');
  });
});

function verdict(query: HandshakeQuery, verifier: Verifier): string {
  const result = validatePath({
    leaf: parse(query.leaf),
    intermediates: query.sent.map(parse),
    anchors: query.anchors.map(parse),
    at: new Date(),
    purpose: query.purpose,
    crls: query.crls?.flatMap(parseCrls),
    requireCrls: true,
    verifier,
    ...(verifier === 'openssl' ? { partialChain: query.partialChain } : {}),
  });
  return result.ok ? 'ok' : result.reason;
}

function parse(identity: Identity): Certificate {
  return parseCertificate(identity.der);
}

function expiredCa(): { leaf: Identity; anchors: Identity[] } {
  const ca = createCa({ ...EXPIRED, commonName: 'expired root' });
  return { leaf: issue(ca), anchors: [ca] };
}

function underRoot(options: Parameters<typeof createCa>[0]): { leaf: Identity; anchors: Identity[] } {
  const ca = createCa(options);
  return { leaf: issue(ca), anchors: [ca] };
}

function underIntermediate(options: Parameters<typeof createCa>[0]): { leaf: Identity; sent: Identity[] } {
  const ca = issueCa(root, { commonName: 'flawed intermediate', ...options });
  return { leaf: issue(ca), sent: [ca] };
}

function selfIssuedBelowPathLengthZero(): Difference['query'] {
  const anchor = createCa({ commonName: 'limited', pathLength: 0 });
  const renewed = issueCa(anchor, { commonName: 'limited' });
  return { leaf: issue(renewed), sent: [renewed], anchors: [anchor] };
}

function belowTwoCas(options: Parameters<typeof createCa>[0]): Difference['query'] {
  const anchor = createCa({ commonName: 'anchor', ...options });
  const ca = issueCa(anchor, { commonName: 'below' });
  return { leaf: issue(ca), sent: [ca], anchors: [anchor] };
}

function belowConstraints(commonName: string): Difference['query'] {
  const ca = createCa({ commonName: 'constrained', nameConstraints: { permitted: { dns: ['payments.test'] } } });
  return { leaf: issue(ca, { commonName }), sent: [], anchors: [ca] };
}

function mutuallyCrossSigned(): Difference['query'] {
  const a = createCa({ commonName: 'a' });
  const b = createCa({ commonName: 'b' });
  const [aByB, bByA] = [crossSign(a, b), crossSign(b, a)];
  return { leaf: issue(a), sent: [aByB, bByA], anchors: [b] };
}
