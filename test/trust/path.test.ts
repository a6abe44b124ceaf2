import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { type Certificate, type PathQuery, parseCertificate, parseCrls, validatePath } from '../../src/trust';
import {
  type CertificateOptions,
  createCa,
  createCrl,
  type Identity,
  issue,
  issueCa,
  type Names,
  testKey,
  toPem,
} from './pki';

const AT = new Date('2026-06-01T00:00:00Z');
const root = createCa({ commonName: 'root', key: testKey('root') });
const intermediate = issueCa(root, { commonName: 'intermediate', serialNumber: 2, key: testKey('intermediate') });

describe('validity', () => {
  const notBefore = new Date('2026-01-01T00:00:00Z');
  const notAfter = new Date('2026-03-01T00:00:00Z');
  const leaf = issue(root, { notBefore, notAfter, serialNumber: 3 });
  const cases = [
    {
      at: '2025-12-31T23:59:59.999Z',
      verdict: 'certificate "CN=leaf" (serial 100003) is valid from 2026-01-01T00:00:00.000Z on',
    },
    { at: '2026-01-01T00:00:00.000Z', verdict: 'ok' },
    { at: '2026-03-01T00:00:00.000Z', verdict: 'ok' },
    {
      at: '2026-03-01T00:00:00.001Z',
      verdict: 'certificate "CN=leaf" (serial 100003) expired at 2026-03-01T00:00:00.000Z',
    },
  ];

  test.each(cases)('at $at: $verdict', ({ at, verdict }) => {
    for (const verifier of ['openssl', 'go', 'envoy'] as const) {
      expect(ask(leaf, { at: new Date(at), verifier })).toBe(verdict);
    }
  });
});

describe('a valid path', () => {
  test('goes from the leaf over the intermediates to the anchor, in whatever order they were sent', () => {
    const second = issueCa(intermediate, { commonName: 'second', key: testKey('second') });
    const leaf = issue(second);
    const stray = createCa({ commonName: 'stray' });

    const result = validatePath(query(leaf, { intermediates: [stray, intermediate, leaf, second].map(parse) }));

    expect(result.ok && result.path.map(({ subject }) => subject.text)).toEqual([
      'CN=leaf',
      'CN=second',
      'CN=intermediate',
      'CN=root',
    ]);
  });

  test('may be a self-signed leaf that is its own anchor', () => {
    const leaf = createCa({ commonName: 'self', ca: 'absent', keyUsage: ['digitalSignature'] });

    expect(
      ['openssl', 'go', 'envoy'].map((verifier) =>
        ask(leaf, { verifier, anchors: [parse(leaf)] } as Partial<PathQuery>),
      ),
    ).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('messages name the certificate, what was found and what is needed', () => {
  const cases: readonly { title: string; leaf: Identity; query?: Partial<PathQuery>; message: string }[] = [
    {
      title: 'no anchors',
      leaf: issue(root, { serialNumber: 4 }),
      query: { anchors: [] },
      message:
        'certificate "CN=leaf" (serial 100004) is issued by "CN=root", which neither the anchors nor the chain hold',
    },
    {
      title: 'not a CA',
      leaf: issue(issueCa(root, { commonName: 'x', ca: false, serialNumber: 5 })),
      message: 'certificate "CN=leaf" (serial',
    },
    {
      title: 'extended key usage',
      leaf: issue(root, { serialNumber: 6, extendedKeyUsage: ['clientAuth'] }),
      message: 'certificate "CN=leaf" (serial 100006) is for clientAuth only, not for serverAuth',
    },
    {
      title: 'name mismatch',
      leaf: issue(root, { serialNumber: 7, dns: ['a.test', 'b.test'] }),
      query: {
        names: [
          { type: 'Hostname', hostname: 'c.test' },
          { type: 'URI', uri: 'spiffe://c' },
        ],
      },
      message:
        'certificate "CN=leaf" (serial 100007) has the names "a.test", "b.test", but "c.test" or "spiffe://c" is needed',
    },
    {
      title: 'no names',
      leaf: issue(root, { serialNumber: 8 }),
      query: { names: [{ type: 'Hostname', hostname: 'c.test' }] },
      message:
        'certificate "CN=leaf" (serial 100008) has no hostname and no URI among its names, but "c.test" is needed',
    },
    {
      title: 'a hostile subject',
      leaf: issue(root, { serialNumber: 9, commonName: 'a"\n\u001b[31m', criticalExtensions: ['1.2.3'] }),
      message:
        'certificate "CN=a\\\\\\"\\\\0a\\u001b[31m" (serial 100009) has the critical extension 1.2.3, which verifiers refuse',
    },
  ];

  test.each(cases)('$title', ({ leaf, query: more, message }) => {
    expect(ask(leaf, more)).toContain(message);
  });
});

describe('names', () => {
  const expected = { type: 'Hostname', hostname: 'ledger.payments.test' } as const;

  test('one of several expected names is enough', () => {
    const leaf = issue(root, { dns: ['ledger.payments.test'] });

    expect(ask(leaf, { names: [{ type: 'URI', uri: 'spiffe://other' }, expected] })).toBe('ok');
  });

  test('the common name does not count, although Node accepts it', () => {
    const leaf = issue(root, { commonName: 'ledger.payments.test' });
    const peer = new X509Certificate(leaf.der).toLegacyObject() as PeerCertificate;

    expect(checkServerIdentity('ledger.payments.test', peer)).toBeUndefined();
    expect(ask(leaf, { names: [expected] })).toContain('but "ledger.payments.test" is needed');
  });
});

describe('name constraints', () => {
  const cases: readonly { permitted?: Names; excluded?: Names; leaf: CertificateOptions; allowed: boolean }[] = [
    { permitted: { dns: ['a.test'] }, leaf: { dns: ['a.test'] }, allowed: true },
    { permitted: { dns: ['a.test'] }, leaf: { dns: ['X.A.TEST'] }, allowed: true },
    { permitted: { dns: ['a.test'] }, leaf: { dns: ['xa.test'] }, allowed: false },
    { permitted: { dns: ['.a.test'] }, leaf: { dns: ['a.test'] }, allowed: false },
    { permitted: { dns: ['a.test', 'b.test'] }, leaf: { dns: ['a.test', 'c.test'] }, allowed: false },
    { permitted: { dns: ['a.test'] }, leaf: { uris: ['spiffe://b.test/x'] }, allowed: true },
    { excluded: { dns: ['a.test'] }, leaf: { dns: ['x.a.test'] }, allowed: false },
    { excluded: { dns: [''] }, leaf: { dns: ['x.test'] }, allowed: false },
    { permitted: { dns: ['test'] }, excluded: { dns: ['a.test'] }, leaf: { dns: ['a.test'] }, allowed: false },
    { permitted: { uris: ['a.test'] }, leaf: { uris: ['spiffe://a.test/x'] }, allowed: true },
    { permitted: { uris: ['a.test'] }, leaf: { uris: ['https://user@a.test:8443/x'] }, allowed: true },
    { permitted: { uris: ['a.test'] }, leaf: { uris: ['spiffe://x.a.test/x'] }, allowed: false },
    { permitted: { uris: ['.a.test'] }, leaf: { uris: ['spiffe://x.a.test/x'] }, allowed: true },
    { permitted: { ips: ['10.0.0.0/8'] }, leaf: { ips: ['10.255.0.1'] }, allowed: true },
    { permitted: { ips: ['10.0.0.0/8'] }, leaf: { ips: ['11.0.0.1'] }, allowed: false },
    { permitted: { ips: ['10.0.0.0/8'] }, leaf: { ips: ['fd00::1'] }, allowed: false },
    { permitted: { ips: ['fd00::/8'] }, leaf: { ips: ['fd12::1'] }, allowed: true },
    { excluded: { ips: ['10.1.0.0/16'] }, leaf: { ips: ['10.1.2.3'] }, allowed: false },
    { permitted: { emails: ['a.test'] }, leaf: { emails: ['ops@a.test'] }, allowed: true },
    { permitted: { emails: ['a.test'] }, leaf: { emails: ['ops@x.a.test'] }, allowed: false },
    { permitted: { emails: ['ops@a.test'] }, leaf: { emails: ['dev@a.test'] }, allowed: false },
    { permitted: { directories: ['leaf'] }, leaf: {}, allowed: true },
    { permitted: { directories: ['other'] }, leaf: {}, allowed: false },
    { permitted: { dns: ['a.test'] }, leaf: { commonName: 'b.test' }, allowed: false },
    { permitted: { dns: ['a.test'] }, leaf: { commonName: 'not a hostname' }, allowed: true },
  ];

  test.each(cases)(
    'permitted $permitted, excluded $excluded, leaf $leaf: $allowed',
    ({ permitted, excluded, leaf, allowed }) => {
      const ca = createCa({ commonName: 'constrained', nameConstraints: { permitted, excluded } });

      const verdict = ask(issue(ca, leaf), { anchors: [parse(ca)] });

      expect(verdict === 'ok').toBe(allowed);
      if (!allowed) {
        expect(verdict).toMatch(/ by "CN=constrained"$/);
      }
    },
  );

  test('Go refuses constraints on directory names as an unknown critical extension', () => {
    const ca = createCa({ nameConstraints: { permitted: { directories: ['leaf'] } } });

    expect(ask(issue(ca), { anchors: [parse(ca)], verifier: 'go' })).toMatch(/critical extension 2\.5\.29\.30/);
  });

  test('BoringSSL refuses a hostname as common name only, below any constraint', () => {
    const ca = createCa({ nameConstraints: { permitted: { ips: ['10.0.0.0/8'] } } });
    const leaf = issue(ca, { commonName: 'ledger.test' });

    expect(ask(leaf, { anchors: [parse(ca)], verifier: 'envoy' })).toContain('has a hostname as common name only');
    expect(ask(leaf, { anchors: [parse(ca)] })).toBe('ok');
  });
});

describe('revocation lists', () => {
  const leaf = issue(root);

  test('without one for its issuer a certificate counts as not revoked unless lists are required', () => {
    const crls = parseCrls(createCrl(createCa({ commonName: 'other' }), { revoked: [leaf] }));

    expect(ask(leaf, { crls })).toBe('ok');
    expect(ask(leaf, { crls, requireCrls: true })).toContain('has no revocation list by "CN=root"');
  });

  test('one signed by another key of the same name does not count', () => {
    const impostor = createCa({ commonName: 'root', key: testKey('impostor') });

    expect(ask(leaf, { crls: parseCrls(createCrl(impostor, { revoked: [leaf] })) })).toBe('ok');
  });

  test('one signed by a CA without cRLSign does not count', () => {
    const ca = createCa({ commonName: 'no crl', keyUsage: ['keyCertSign'] });
    const own = issue(ca);
    const crls = parseCrls(createCrl(ca, { revoked: [own] }));

    expect(ask(own, { crls, anchors: [parse(ca)], requireCrls: true })).toContain('has no revocation list');
  });

  test.each(['rsa', 'ed25519'] as const)('signed with %s', (type) => {
    const ca = createCa({ commonName: type, key: testKey('crl', type) });
    const own = issue(ca);

    expect(ask(own, { crls: parseCrls(createCrl(ca, { revoked: [own] })), anchors: [parse(ca)] })).toContain(
      'is revoked',
    );
  });

  test('a list with a critical extension is refused: it may be partial', () => {
    expect(() => parseCrls(createCrl(root, { criticalExtensions: ['2.5.29.27'] }))).toThrow(
      'not a usable revocation list: it has the critical extension 2.5.29.27; only complete lists can be read',
    );
  });

  test('what is no list is refused', () => {
    expect(() => parseCrls(root.pem)).toThrow(/^line 1: the CERTIFICATE block is of a kind/);
    expect(() => parseCrls(toPem('X509 CRL', root.der))).toThrow(/^not a usable revocation list/);
  });
});

describe('hostile chains', () => {
  test('many cross-signed CAs of one name end the search of Go, with a reason', () => {
    const cas = Array.from({ length: 12 }, (_, index) =>
      issueCa(createCa({ commonName: 'maze', key: testKey(`maze ${index}`) }), {
        commonName: 'maze',
        key: testKey(`maze ${(index + 1) % 12}`),
        authorityKeyId: false,
        dns: [`${index}.test`],
      }),
    );
    const intermediates = [
      ...cas,
      ...cas.map((ca, index) =>
        issueCa(ca, { commonName: 'maze', key: testKey(`maze ${index}`), dns: [`x${index}.test`] }),
      ),
    ];
    const lost = issue(intermediates[0] ?? root);

    expect(ask(lost, { verifier: 'go', intermediates: intermediates.map(parse) })).toContain(
      'has more than 100 possible issuers',
    );
  });

  test('a chain of more than 100 CAs is refused by OpenSSL and by BoringSSL', () => {
    const cas: Identity[] = [createCa({ commonName: 'ca 0', key: testKey('long') })];
    for (let index = 1; index <= 110; index += 1) {
      cas.push(issueCa(cas.at(-1) ?? root, { commonName: `ca ${index}`, key: testKey('long') }));
    }
    const [anchor = root, ...intermediates] = cas;
    const leaf = issue(cas.at(-1) ?? root);

    const more = { anchors: [parse(anchor)], intermediates: intermediates.map(parse) };
    expect(ask(leaf, more)).toContain('has 100 CAs below it, and still no anchor');
    expect(ask(leaf, { ...more, verifier: 'envoy' })).toContain('has 100 CAs below it, and still no anchor');
  });
});

function query(leaf: Identity, more: Partial<PathQuery> = {}): PathQuery {
  return { leaf: parse(leaf), intermediates: [], anchors: [parse(root)], at: AT, purpose: 'serverAuth', ...more };
}

function ask(leaf: Identity, more: Partial<PathQuery> = {}): string {
  const result = validatePath(query(leaf, more));
  return result.ok ? 'ok' : result.message;
}

function parse(identity: Identity): Certificate {
  return parseCertificate(identity.der);
}
