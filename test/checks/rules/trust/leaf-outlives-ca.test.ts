import { leafOutlivesCa } from '../../../../src/checks/rules/trust/leaf-outlives-ca';
import { createCa, issue, testKey } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { named, rootsOf, secretOf, yamlOf } from './_objects';

const KEY = testKey('short');
const CA = createCa({ commonName: 'short', key: KEY, notAfter: new Date('2027-01-01T00:00:00Z') });
const LONG = issue(CA, { commonName: 'long', notAfter: new Date('2027-01-01T00:00:01Z'), serialNumber: 41 });

test('finds a leaf that is valid after its CA', () => {
  expect(findingsOf(leafOutlivesCa, yamlOf(rootsOf(CA.pem), secretOf(LONG.pem)))).toEqual([
    {
      severity: 'warning',
      object: 'Secret payments/ledger-tls',
      path: 'data[tls.crt]',
      message: `${named('long', 41)} is valid until 2027-01-01T00:00:01.000Z, its CA only until 2027-01-01T00:00:00.000Z`,
      fix: 'issue it for a shorter time, or renew the CA first',
    },
  ]);
});

test('passes a leaf that ends with its CA, and one whose CA was renewed with the same key', () => {
  const equal = issue(CA, { notAfter: new Date('2027-01-01T00:00:00Z') });
  expect(verdictOf(leafOutlivesCa, yamlOf(rootsOf(CA.pem), secretOf(equal.pem)))).toBe('pass');
  const renewed = createCa({ commonName: 'short', key: KEY });
  expect(verdictOf(leafOutlivesCa, yamlOf(rootsOf(CA.pem + renewed.pem), secretOf(LONG.pem)))).toBe('pass');
});

test('does not apply where the CA is not in the set', () => {
  expect(verdictOf(leafOutlivesCa, yamlOf(secretOf(LONG.pem)))).toBe(
    'not applicable: the set holds no certificate together with the CA that issued it',
  );
});
