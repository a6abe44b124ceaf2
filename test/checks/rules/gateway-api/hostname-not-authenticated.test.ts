import { hostnameNotAuthenticated } from '../../../../src/checks/rules/gateway-api/hostname-not-authenticated';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

test.each([
  '[{type: URI, uri: "spiffe://example.org/ledger"}, {type: Hostname, hostname: ledger.example.com}]',
  '[{type: Hostname, hostname: "*.example.com"}]',
])('subjectAltNames that cover the hostname pass: %s', (names) => {
  expect(verdictOf(hostnameNotAuthenticated, policy({ validation: `subjectAltNames: ${names}` }))).toBe('pass');
});

test.each(['[{type: URI, uri: "spiffe://example.org/ledger"}]', '[{type: Hostname, hostname: ledger.example.org}]'])(
  'subjectAltNames without the hostname are found: %s',
  (names) => {
    expect(findingsOf(hostnameNotAuthenticated, policy({ validation: `subjectAltNames: ${names}` }))).toEqual([
      {
        severity: 'warning',
        object: 'BackendTLSPolicy payments/ledger',
        path: 'spec.validation.subjectAltNames',
        message:
          'hostname "ledger.example.com" is not among the subjectAltNames, so it is sent as server name and not verified',
        fix: 'add {type: Hostname, hostname: ledger.example.com} to subjectAltNames, or suppress this finding with the reason why the other names are enough',
      },
    ]);
  },
);

test('it does not apply without subjectAltNames', () => {
  expect(verdictOf(hostnameNotAuthenticated, policy())).toBe('not applicable: no BackendTLSPolicy has subjectAltNames');
});
