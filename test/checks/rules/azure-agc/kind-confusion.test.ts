import { kindConfusion } from '../../../../src/checks/rules/azure-agc/kind-confusion';
import { findingsOf, lineOf, verdictOf } from '../_rule';

const AZURE = `
apiVersion: alb.networking.azure.io/v1
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRef: {group: "", kind: Service, name: ledger}
  default:
    sni: ledger.example.com
    verify: {caCertificateRef: {kind: Secret, name: ca}, subjectAltName: ledger.example.com}
`;
const STANDARD = `
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: risk, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: risk}]
  validation: {hostname: risk.example.com, wellKnownCACertificates: System}
`;

test('policies with the fields of their own groups pass', () => {
  expect(verdictOf(kindConfusion, `${AZURE}---${STANDARD}`)).toBe('pass');
});

test('fields of the Gateway API in the group of Azure are found', () => {
  const policy = STANDARD.replace('gateway.networking.k8s.io/v1', 'alb.networking.azure.io/v1');
  const message = (field: string) =>
    `${field} is a field of gateway.networking.k8s.io; alb.networking.azure.io/v1 has targetRef, default, override`;
  const fix = 'write the fields of alb.networking.azure.io/v1, or set apiVersion to one of gateway.networking.k8s.io';
  const found = { severity: 'error', object: 'BackendTLSPolicy payments/risk', fix };
  expect(findingsOf(kindConfusion, policy)).toEqual([
    { ...found, path: 'spec.targetRefs', message: message('targetRefs') },
    { ...found, path: 'spec.validation', message: message('validation') },
  ]);
});

test('the one targetRef of v1alpha2 of the Gateway API passes', () => {
  const policy = `
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: BackendTLSPolicy
metadata: {name: risk, namespace: payments}
spec:
  targetRef: {group: "", kind: Service, name: risk}
  tls: {hostname: risk.example.com, wellKnownCACerts: System}
`;
  expect(verdictOf(kindConfusion, policy)).toBe('pass');
  expect(findingsOf(kindConfusion, policy.replace('v1alpha2', 'v1'))).toHaveLength(1);
});

test('fields of Azure in the group of the Gateway API are found', () => {
  const policy = `${STANDARD}  default: {sni: risk.example.com}\n`;
  expect(findingsOf(kindConfusion, policy)).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/risk',
      path: 'spec.default',
      message:
        'default is a field of alb.networking.azure.io; gateway.networking.k8s.io/v1 has targetRefs, validation, options',
      fix: 'write the fields of gateway.networking.k8s.io/v1, or set apiVersion to one of alb.networking.azure.io',
    },
  ]);
  expect(lineOf(kindConfusion, policy)).toBe(8);
});

test.each([
  ['subjectAltNames: [a.example.com]', 'spec.default.verify.subjectAltNames'],
  ['subjectAltName: [a.example.com]', 'spec.default.verify.subjectAltName'],
])('several names to verify are found: %s', (names, path) => {
  expect(findingsOf(kindConfusion, AZURE.replace('subjectAltName: ledger.example.com', names))).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path,
      message: 'Application Gateway for Containers verifies one name; allowed is subjectAltName with one text',
      fix: 'give subjectAltName one name that the certificates of all endpoints have',
    },
  ]);
});

test('without a policy there is nothing to look at', () => {
  expect(verdictOf(kindConfusion, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n')).toBe(
    'not applicable: there is no BackendTLSPolicy of either group',
  );
});
