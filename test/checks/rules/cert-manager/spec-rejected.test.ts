import { specRejected } from '../../../../src/checks/rules/cert-manager/spec-rejected';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { CA_ISSUER, certificate, documents, leaf, OTHER } from './_certificates';

const OBJECT = 'Certificate payments/ledger';

describe('cert-manager/spec-rejected', () => {
  test('passes what the webhook takes', () => {
    expect(verdictOf(specRejected, documents(leaf(), CA_ISSUER))).toBe('pass');
  });

  test('finds what the webhook rejects, and shows the line', () => {
    const yaml = certificate('dnsNames: [ledger.example.com]\nduration: 30m');
    expect(findingsOf(specRejected, yaml)).toEqual([
      {
        severity: 'error',
        object: OBJECT,
        path: 'spec.duration',
        message: 'duration 30m is below the minimum of 1h',
        fix: 'ask for 1h at least',
      },
    ]);
    expect(lineOf(specRejected, yaml)).toBe(9);
  });

  test.each([
    ['no name', 'usages: [client auth]', 'error'],
    ['a common name of 65 bytes', `commonName: ${'a'.repeat(65)}`, 'error'],
    ['an RSA key of 1024 bits', 'dnsNames: [a.example.com]\nprivateKey: { algorithm: RSA, size: 1024 }', 'error'],
    ['renewBefore not below the duration', 'dnsNames: [a.example.com]\nduration: 2h\nrenewBefore: 2h', 'error'],
    ['a DNS name that is none', 'dnsNames: [a_b.example.com/x]', 'warning'],
  ])('finds %s', (_what, spec, severity) => {
    expect(findingsOf(specRejected, certificate(spec)).map((found) => found.severity)).toEqual([severity]);
  });

  test('finds an issuer without a type', () => {
    const yaml = '{ apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: { name: root }, spec: {} }';
    expect(findingsOf(specRejected, yaml)).toEqual([
      {
        severity: 'error',
        object: 'ClusterIssuer root',
        path: 'spec.ca',
        message: 'ca is missing, and so is any other type of issuer',
        fix: 'give exactly one of acme, ca, selfSigned, vault, venafi',
      },
    ]);
  });

  test('leaves a field that is missing altogether to the schema check', () => {
    const yaml = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ledger, namespace: payments }
spec: { issuerRef: { name: payments-ca }, dnsNames: [ledger.example.com] }
`;
    expect(verdictOf(specRejected, yaml)).toBe('pass');
  });

  test('does not apply without Certificates and issuers', () => {
    expect(verdictOf(specRejected, OTHER)).toBe(
      'not applicable: there is no Certificate and no issuer of cert-manager',
    );
  });
});
