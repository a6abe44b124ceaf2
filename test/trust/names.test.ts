import { coversName, dnsNameCovers, isPreciseHostname, isWildcardHostname, parseCertificate } from '../../src/trust';
import { createCa, issue } from './pki';

describe('hostnames', () => {
  const precise = ['ledger', 'ledger.payments.svc.cluster.local', 'a-b.c0', `${'a'.repeat(63)}.test`, '1.example'];
  const other = [
    '',
    '.',
    'a.',
    '.a',
    'A.test',
    '*.test',
    '10.0.0.1',
    'a_b.test',
    '-a.test',
    `${'a'.repeat(64)}.test`,
    `${'a.'.repeat(127)}a`,
  ];

  test.each(precise)('%j is precise', (text) => {
    expect(isPreciseHostname(text)).toBe(true);
    expect(isWildcardHostname(`*.${text}`)).toBe(true);
  });

  test.each(other)('%j is not precise', (text) => {
    expect(isPreciseHostname(text)).toBe(false);
    expect(isWildcardHostname(`*.${text}`)).toBe(false);
  });

  test.each(['ledger.test', '*', '*.', 'a.*.test', '*a.test'])('%j is no wildcard', (text) => {
    expect(isWildcardHostname(text)).toBe(false);
  });
});

describe('DNS names of a certificate', () => {
  const cases: readonly [string, string, boolean][] = [
    ['ledger.test', 'ledger.test', true],
    ['Ledger.TEST', 'ledger.test', true],
    ['ledger.test', 'other.test', false],
    ['ledger.test', 'a.ledger.test', false],
    ['*.payments.test', 'ledger.payments.test', true],
    ['*.payments.test', 'LEDGER.payments.test', true],
    ['*.payments.test', 'payments.test', false],
    ['*.payments.test', '.payments.test', false],
    ['*.payments.test', 'a.b.payments.test', false],
    ['*.payments.test', '*.payments.test', false],
    ['*.test', 'ledger.test', false],
    ['*', 'ledger', false],
    ['led*.payments.test', 'ledger.payments.test', false],
    ['a.*.test', 'a.b.test', false],
    ['', 'ledger.test', false],
  ];

  test.each(cases)('%j covers %j: %j', (dnsName, hostname, expected) => {
    expect(dnsNameCovers(dnsName, hostname)).toBe(expected);
  });
});

describe('names that a policy expects', () => {
  const uri = 'spiffe://payments.test/ns/payments/sa/ledger';
  const ca = createCa();
  const leaf = parseCertificate(
    issue(ca, { commonName: 'common.payments.test', dns: ['ledger.payments.test', '*.eu.payments.test'], uris: [uri] })
      .der,
  );

  test.each([
    ['ledger.payments.test', true],
    ['a.eu.payments.test', true],
    ['*.eu.payments.test', true],
    ['*.payments.test', true],
    ['*.us.payments.test', false],
    ['common.payments.test', false],
  ])('Hostname %j: %j', (hostname, expected) => {
    expect(coversName(leaf, { type: 'Hostname', hostname })).toBe(expected);
  });

  test.each([
    [uri, true],
    [uri.toUpperCase(), false],
    [`${uri}/more`, false],
    ['spiffe://payments.test', false],
  ])('URI %j: %j', (value, expected) => {
    expect(coversName(leaf, { type: 'URI', uri: value })).toBe(expected);
  });

  test('a certificate without subject alternative names covers nothing, whatever its common name', () => {
    const bare = parseCertificate(issue(ca, { commonName: 'ledger.payments.test' }).der);

    expect(coversName(bare, { type: 'Hostname', hostname: 'ledger.payments.test' })).toBe(false);
  });
});
