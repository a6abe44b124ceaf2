import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import {
  CertificateError,
  formatFingerprint,
  parseCertificate,
  parseCertificates,
  sameKey,
  stableUuid,
  weaknesses,
} from '../../src/trust';
import { createCa, crossSign, issue, issueCa, testKey } from './pki';

const root = createCa({
  subject: [
    ['2.5.4.6', 'DE'],
    ['2.5.4.10', 'Example, Inc.'],
    ['2.5.4.3', 'Root'],
  ],
  key: testKey('root'),
  pathLength: 1,
  nameConstraints: { permitted: { dns: ['payments.test'], ips: ['10.0.0.0/8'] }, excluded: { emails: ['test'] } },
});

describe('parseCertificate', () => {
  test('reads what path validation and rules need', () => {
    const leaf = issue(root, {
      commonName: 'ledger',
      serialNumber: 0xbeef,
      notBefore: new Date('2024-02-03T04:05:06Z'),
      notAfter: new Date('2051-02-03T04:05:06Z'),
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      extendedKeyUsage: ['serverAuth', 'clientAuth', '1.2.3.4'],
      dns: ['ledger.payments.test', '*.payments.test'],
      uris: ['spiffe://payments.test/ledger'],
      ips: ['10.1.2.3', 'fd00::1'],
      emails: ['ops@payments.test'],
      directories: ['Ledger'],
      criticalExtensions: ['1.2.3.5'],
    });

    expect(parseCertificate(leaf.der)).toMatchObject({
      version: 3,
      serialNumber: '10beef',
      subject: { text: 'CN=ledger', commonNames: ['ledger'] },
      issuer: { text: 'CN=Root,O=Example\\, Inc.,C=DE' },
      notBefore: new Date('2024-02-03T04:05:06Z'),
      notAfter: new Date('2051-02-03T04:05:06Z'),
      isCa: false,
      selfSigned: false,
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      extendedKeyUsage: ['serverAuth', 'clientAuth', '1.2.3.4'],
      subjectAltNames: {
        dns: ['ledger.payments.test', '*.payments.test'],
        uri: ['spiffe://payments.test/ledger'],
        ip: ['10.1.2.3', 'fd00::1'],
        email: ['ops@payments.test'],
        directory: ['[[["2.5.4.3","ledger"]]]'],
        other: [],
      },
      authorityKeyId: { keyId: parseCertificate(root.der).subjectKeyId },
      unknownCriticalExtensions: ['1.2.3.5'],
      signatureAlgorithm: { name: 'ecdsa-with-SHA256', key: 'ec', hash: 'sha256' },
      publicKey: { type: 'ec', bits: 256, curve: 'prime256v1' },
    });
  });

  test('reads what makes a CA', () => {
    expect(parseCertificate(root.der)).toMatchObject({
      isCa: true,
      selfSigned: true,
      basicConstraints: { ca: true, pathLength: 1 },
      keyUsage: ['cRLSign', 'keyCertSign'],
      nameConstraints: {
        permitted: [
          { type: 'dns', value: 'payments.test' },
          { type: 'ip', value: '10.0.0.0/8' },
        ],
        excluded: [{ type: 'email', value: 'test' }],
      },
    });
  });

  test('leaves out what is absent', () => {
    const bare = parseCertificate(createCa({ version: 1 }).der);

    expect(bare).toMatchObject({ version: 1, isCa: false, basicConstraints: undefined, keyUsage: undefined });
    expect(bare).toMatchObject({ extendedKeyUsage: undefined, subjectAltNames: undefined, subjectKeyId: undefined });
  });

  test('agrees with OpenSSL on the identity', () => {
    const openssl = new X509Certificate(root.der);
    const certificate = parseCertificate(root.der);

    expect(formatFingerprint(certificate)).toBe(openssl.fingerprint256);
    expect(certificate.serialNumber.toUpperCase()).toBe(openssl.serialNumber);
    expect(certificate.pem).toBe(openssl.toString());
  });

  test.each(['ec', 'ed25519', 'rsa', 'rsa-1024'] as const)('reads an %s key', (type) => {
    const bits = { ec: 256, ed25519: undefined, rsa: 2048, 'rsa-1024': 1024 }[type];
    const certificate = parseCertificate(createCa({ key: testKey('any', type) }).der);

    expect(certificate.publicKey).toMatchObject({ type: type.replace('-1024', ''), bits });
    expect(certificate.selfSigned).toBe(true);
  });

  test('the issuer name alone does not make a certificate self-signed', () => {
    const impostor = crossSign(root, createCa({ subject: [['2.5.4.3', 'x']], commonName: 'x' }));

    expect(parseCertificate(impostor.der).selfSigned).toBe(false);
  });

  test('names that differ in letter case and blanks are the same for RFC 5280 and not byte for byte', () => {
    const [one, two] = ['Payments  Root', ' payments root'].map((commonName) =>
      parseCertificate(createCa({ commonName }).der),
    );

    expect(one?.subject.canonical).toBe(two?.subject.canonical);
    expect(one?.subject.der).not.toBe(two?.subject.der);
  });

  test('bytes that are no certificate throw CertificateError', () => {
    expect(() => parseCertificate(Uint8Array.of(0x30, 0x00))).toThrow(CertificateError);
    expect(() => parseCertificate(new Uint8Array())).toThrow(
      'not a certificate: the bytes are not exactly one DER sequence',
    );
    expect(() => parseCertificate(new Uint8Array(200_000))).toThrow(
      'certificate of 200000 bytes: at most 131072 are read',
    );
  });

  test('damaged bytes give a certificate or CertificateError, never another error', () => {
    const edits = fc.array(fc.tuple(fc.nat(root.der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(edits, (changes) => {
        const der = Uint8Array.from(root.der);
        for (const [index, byte] of changes) {
          der[index] = byte;
        }
        try {
          expect(parseCertificate(der).fingerprint).toMatch(/^[0-9a-f]{64}$/);
        } catch (error) {
          expect(error).toBeInstanceOf(CertificateError);
        }
      }),
      { numRuns: 300, seed: 20261120 },
    );
  });
});

describe('identity', () => {
  const renewal = createCa({ commonName: 'ca', key: testKey('renewed') });
  const [before, after, rekeyed, renamed] = [
    renewal,
    createCa({ commonName: 'CA', key: testKey('renewed'), notAfter: new Date('2030-01-01T00:00:00Z') }),
    createCa({ commonName: 'ca', key: testKey('other') }),
    createCa({ commonName: 'cb', key: testKey('renewed') }),
  ].map(({ der }) => parseCertificate(der));

  test('same key and same name is a renewal, one of the two alone is not', () => {
    if (before === undefined || after === undefined || rekeyed === undefined || renamed === undefined) {
      throw new Error('four certificates were made');
    }
    expect([sameKey(before, after), sameKey(before, rekeyed), sameKey(before, renamed)]).toEqual([true, false, false]);
    expect(before.fingerprint).not.toBe(after.fingerprint);
  });

  test('stableUuid is the RFC 4122 version 5 UUID of the fingerprint', () => {
    // Computed with the uuid module of Python: uuid5(uuid5(NAMESPACE_URL, 'https://upstream-tls.dev/certificate'), 64 * '0').
    const certificate = { ...parseCertificate(root.der), fingerprint: '0'.repeat(64) };

    expect(stableUuid(certificate)).toBe('73c2f183-1fca-5030-b4a2-5d622f8f3297');
  });

  test('stableUuid is the same for the same certificate, and differs for its renewal', () => {
    const [again] = parseCertificates(renewal.pem.replaceAll('\n', '\r\n'));
    if (before === undefined || after === undefined || again === undefined) {
      throw new Error('three certificates were made');
    }
    expect(stableUuid(again)).toBe(stableUuid(before));
    expect(stableUuid(after)).not.toBe(stableUuid(before));
  });
});

describe('weaknesses', () => {
  const strong = createCa({ commonName: 'strong' });
  const strongRsa = createCa({ commonName: 'strong', key: testKey('strong', 'rsa') });
  const cases = [
    { title: 'P-256 with SHA-256', identity: strong, found: [] },
    { title: 'RSA 2048 with SHA-512', identity: createCa({ key: testKey('a', 'rsa'), hash: 'sha512' }), found: [] },
    { title: 'Ed25519', identity: createCa({ key: testKey('a', 'ed25519') }), found: [] },
    {
      title: 'RSA 1024',
      identity: issueCa(strong, { key: testKey('a', 'rsa-1024') }),
      found: [{ code: 'weak-key', message: 'the rsa key has 1024 bits; at least 2048 are needed' }],
    },
    {
      title: 'a SHA-1 signature',
      identity: issue(strongRsa, { hash: 'sha1' }),
      found: [
        {
          code: 'weak-signature',
          message: 'the signature is sha1WithRSAEncryption; SHA-256, SHA-384, SHA-512 or Ed25519 is needed',
        },
      ],
    },
    { title: 'the SHA-1 signature of a root on itself', identity: createCa({ hash: 'sha1' }), found: [] },
  ];

  test.each(cases)('$title', ({ identity, found }) => {
    expect(weaknesses(parseCertificate(identity.der))).toEqual(found);
  });
});
