import { hostnameNotCovered } from '../../../../src/checks/rules/trust/hostname-not-covered';
import { issue } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { LEAF, policyOf, ROOT, SERVES, SERVICE, secretOf, yamlOf } from './_objects';

function hop(validation: object, leaf = LEAF): string {
  return yamlOf(SERVICE, policyOf(validation), secretOf(leaf.pem, SERVES));
}

function certificate(names: object): object {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'ledger', namespace: 'payments', ...SERVES },
    spec: { secretName: 'ledger', issuerRef: { name: 'ca' }, ...names },
  };
}

const SPIFFE = 'spiffe://example.com/ledger';

test.each([
  [
    'a hostname that is not there',
    hop({ hostname: 'ledger.example.com' }),
    'spec.validation.hostname',
    'the backend presents the certificate of Secret payments/ledger-tls, which has "ledger.payments.svc", and none of "ledger.example.com"',
    'issue the certificate with the name "ledger.example.com", or ask for a name that it has',
  ],
  [
    'a name that is a common name only',
    hop({}, issue(ROOT, { commonName: 'ledger.payments.svc' })),
    'spec.validation.hostname',
    'the backend presents the certificate of Secret payments/ledger-tls, which has no names, and none of "ledger.payments.svc"',
    'issue the certificate with the name "ledger.payments.svc", or ask for a name that it has',
  ],
  [
    'alternative names of which none is there, although the hostname is',
    hop({
      subjectAltNames: [
        { type: 'URI', uri: SPIFFE },
        { type: 'Hostname', hostname: 'a.example.com' },
      ],
    }),
    'spec.validation.subjectAltNames',
    `the backend presents the certificate of Secret payments/ledger-tls, which has "ledger.payments.svc", and none of "${SPIFFE}", "a.example.com"`,
    `issue the certificate with the name "${SPIFFE}", or ask for a name that it has`,
  ],
  [
    'a Certificate that is to be issued without the name',
    yamlOf(SERVICE, policyOf(), certificate({ dnsNames: ['*.example.com'] })),
    'spec.validation.hostname',
    'the backend presents the certificate of Certificate payments/ledger, which has "*.example.com", and none of "ledger.payments.svc"',
    'issue the certificate with the name "ledger.payments.svc", or ask for a name that it has',
  ],
])('finds %s', (_name, yaml, path, message, fix) => {
  expect(findingsOf(hostnameNotCovered, yaml)).toEqual([
    { severity: 'error', object: 'BackendTLSPolicy payments/ledger', path, message, fix },
  ]);
});

test.each([
  ['the name', hop({})],
  ['a wildcard over it', hop({}, issue(ROOT, { dns: ['*.payments.svc'] }))],
  [
    'one of several alternative names',
    hop({
      subjectAltNames: [
        { type: 'URI', uri: SPIFFE },
        { type: 'Hostname', hostname: 'ledger.payments.svc' },
      ],
    }),
  ],
  ['a URI', hop({ subjectAltNames: [{ type: 'URI', uri: SPIFFE }] }, issue(ROOT, { uris: [SPIFFE] }))],
  ['a Certificate with the name', yamlOf(SERVICE, policyOf(), certificate({ dnsNames: ['*.payments.svc'] }))],
  [
    'a Certificate with the same wildcard',
    yamlOf(
      SERVICE,
      policyOf({ subjectAltNames: [{ type: 'Hostname', hostname: '*.payments.svc' }] }),
      certificate({ dnsNames: ['*.payments.svc'] }),
    ),
  ],
])('passes %s', (_name, yaml) => {
  expect(verdictOf(hostnameNotCovered, yaml)).toBe('pass');
});

test('does not apply where nobody says what the backend presents', () => {
  expect(verdictOf(hostnameNotCovered, yamlOf(SERVICE, policyOf(), secretOf(LEAF.pem)))).toBe(
    'not applicable: no BackendTLSPolicy leads to a Service of which the set tells the certificate',
  );
});
