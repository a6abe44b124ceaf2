import { nameUnusable } from '../../../../src/checks/rules/gateway-api/name-unusable';
import { findingsOf, verdictOf } from '../_rule';
import { policy, service } from './_yaml';

const FIX = 'give a name as it stands in the certificate of the backend';
const LONG = 'a'.repeat(64);

test.each([
  policy(),
  policy({ hostname: `${'a'.repeat(63)}.example.com` }),
  policy({ validation: 'subjectAltNames: [{type: URI, uri: "spiffe://example.org/ns/payments/sa/ledger"}]' }),
  policy({ validation: 'subjectAltNames: [{type: Hostname, hostname: ledger.example.com}, {type: 7}, nothing]' }),
])('names that a certificate can have pass: %#', (yaml) => {
  expect(verdictOf(nameUnusable, yaml)).toBe('pass');
});

test.each([
  ['10.0.0.1', 'hostname "10.0.0.1" is an IP address, which is never sent as server name; allowed is a DNS name'],
  [`${LONG}.example.com`, `hostname "${LONG}.example.com" has a label of 64 characters; a DNS label has at most 63`],
])('the hostname %s is found', (hostname, message) => {
  expect(findingsOf(nameUnusable, policy({ hostname }))).toEqual([
    {
      severity: 'warning',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.validation.hostname',
      message,
      fix: FIX,
    },
  ]);
});

test.each([
  [
    '{type: Hostname, hostname: "*.example.com"}',
    'hostname',
    'subject alternative name "*.example.com" is a wildcard, which the schema takes and the documentation does not; allowed is a precise DNS name',
  ],
  [
    '{type: Hostname, hostname: "10.0.0.1"}',
    'hostname',
    'subject alternative name "10.0.0.1" is an IP address, which is never sent as server name; allowed is a DNS name',
  ],
  [
    '{type: URI, uri: "spiffe://"}',
    'uri',
    'subject alternative name "spiffe://" has no authority after "//"; allowed is a URI such as spiffe://example.org/ns/payments/sa/ledger',
  ],
  [
    '{type: URI, uri: "a b://c d"}',
    'uri',
    'subject alternative name "a b://c d" has blanks, which no URI has; allowed is a URI such as spiffe://example.org/ns/payments/sa/ledger',
  ],
])('the subject alternative name %s is found', (name, field, message) => {
  const yaml = policy({ validation: `subjectAltNames: [{type: Hostname, hostname: ledger.example.com}, ${name}]` });
  expect(findingsOf(nameUnusable, yaml)).toEqual([
    {
      severity: 'warning',
      object: 'BackendTLSPolicy payments/ledger',
      path: `spec.validation.subjectAltNames[1].${field}`,
      message,
      fix: FIX,
    },
  ]);
});

test('it does not apply without a policy', () => {
  expect(verdictOf(nameUnusable, service())).toBe('not applicable: there is no BackendTLSPolicy');
});
