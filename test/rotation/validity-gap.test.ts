import { checkRotation, type RotationCheckOptions } from '../../src/rotation/check-rotation';
import { validityGap } from '../../src/rotation/rules/validity-gap';
import { createCa, type Identity, issue, issueCa, testKey } from '../trust/pki';
import { HOP, policy, roots, SERVES, secret, setOf } from './payments';

const NOW = new Date('2026-06-01T00:00:00Z');
const HOUR = 3_600_000;
const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

const a = createCa({ commonName: 'a', serialNumber: 1, key: testKey('a') });
const b = createCa({ commonName: 'b', serialNumber: 2, key: testKey('b') });
const leaf = (issuer: Identity, serialNumber: number, notAfter?: Date) =>
  issue(issuer, { key: testKey('leaf'), dns: ['ledger.test'], serialNumber, ...(notAfter && { notAfter }) });

/** The hop with what the gateway trusts and the backend presents. */
const hop = (trusted: readonly Identity[], ...chain: readonly Identity[]) =>
  setOf(
    HOP.replace('  tls: { backend: { clientCertificateRef: { name: edge-client } } }\n', ''),
    policy('roots'),
    roots('roots', trusted),
    secret('ledger-tls', chain, SERVES),
  );

function messages(before: ReturnType<typeof hop>, wanted: ReturnType<typeof hop>, options: RotationCheckOptions = {}) {
  return checkRotation(before, wanted, { now: NOW, ...options })
    .findings.filter(({ rule }) => rule === validityGap.id)
    .map(({ severity, object, message, fix }) => `${severity} ${object?.kind} ${object?.name}: ${message} -> ${fix}`);
}

describe('a certificate that ends within the step', () => {
  // Ten minutes of pickup, an hour of issuance, five minutes of skew; trust takes fifteen minutes in all.
  const endingLeaf = leaf(a, 11, after(1.2 * HOUR));

  test('is found where another takes its place', () => {
    expect(messages(hop([a, b], endingLeaf), hop([a, b], leaf(b, 12)))).toEqual([
      'error Secret ledger-tls: Gateway payments/edge to Service payments/ledger: certificate "CN=leaf" (serial 10000b) ends at 2026-06-01T01:12:00.000Z, and may be presented for as long as the step takes: 75m -> renew the certificate first, as a step of its own',
    ]);
  });

  test('is found where it is the new one', () => {
    expect(messages(hop([a, b], leaf(a, 13)), hop([a, b], leaf(b, 14, after(HOUR))))).toHaveLength(1);
  });

  test('is found where it stands between the leaf and the root', () => {
    const intermediate = issueCa(a, { commonName: 'i', serialNumber: 15, key: testKey('i'), notAfter: after(HOUR) });

    expect(messages(hop([a, b], leaf(intermediate, 16), intermediate), hop([a, b], leaf(b, 17)))).toEqual([
      expect.stringContaining('certificate "CN=i" (serial 10000f) ends at 2026-06-01T01:00:00.000Z'),
    ]);
  });

  test('is found where trust changes, for as long as that takes', () => {
    const until = (end: number) => {
      const presented = leaf(a, 18, after(end));
      return messages(hop([a], presented), hop([a, b], presented));
    };

    expect(until(0.24 * HOUR)).toHaveLength(1);
    expect(until(0.25 * HOUR)).toEqual([]);
  });

  test.each<[string, ReturnType<typeof hop>, ReturnType<typeof hop>, RotationCheckOptions]>([
    ['it outlives the step', hop([a, b], leaf(a, 19, after(1.25 * HOUR))), hop([a, b], leaf(b, 20)), {}],
    ['nothing changes', hop([a, b], endingLeaf), hop([a, b], endingLeaf), {}],
    ['no instant is given', hop([a, b], endingLeaf), hop([a, b], leaf(b, 21)), { now: undefined }],
    [
      'the step is said to be quick',
      hop([a, b], endingLeaf),
      hop([a, b], leaf(b, 22)),
      { delays: { issuance: 0, leafPickup: 0, clockSkew: 0 } },
    ],
  ])('is not found where %s', (_, before, wanted, options) => {
    expect(messages(before, wanted, options)).toEqual([]);
  });

  test('is told once where it has ended already', () => {
    const expired = leaf(a, 23, after(-HOUR));

    expect(messages(hop([a, b], expired), hop([a, b], leaf(b, 24)))).toEqual([
      expect.stringContaining('already before the change, '),
    ]);
  });
});
