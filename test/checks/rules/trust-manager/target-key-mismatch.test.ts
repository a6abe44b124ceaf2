import { targetKeyMismatch } from '../../../../src/checks/rules/trust-manager/target-key-mismatch';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { documents, OTHER, pinned, policy } from './_bundles';

describe('trust-manager/target-key-mismatch', () => {
  test('passes a Bundle that writes what the policy reads', () => {
    expect(verdictOf(targetKeyMismatch, documents(pinned(), policy()))).toBe('pass');
  });

  test('passes roots that are no Bundle of the set', () => {
    expect(verdictOf(targetKeyMismatch, documents(pinned(), policy('elsewhere')))).toBe('pass');
  });

  test('finds another key, and shows the line of the Bundle', () => {
    const yaml = documents(policy(), pinned('{ configMap: { key: roots.pem }, namespaceSelector: {} }'));
    expect(findingsOf(targetKeyMismatch, yaml)).toEqual([
      {
        severity: 'error',
        object: 'Bundle payments-roots',
        path: 'spec.target.configMap.key',
        message: 'the roots are written under the key roots.pem, and BackendTLSPolicy payments/ledger reads ca.crt',
        fix: 'set the key to ca.crt',
      },
    ]);
    expect(lineOf(targetKeyMismatch, yaml)).toBe(18);
  });

  const reading = (key: string) => documents(policy(), pinned(`{ configMap: { key: ${key} }, namespaceSelector: {} }`));

  test.each([
    ['istio@1.30', reading('cacert')],
    ['envoy-gateway@1.9', reading('tls.crt')],
    ['envoy-gateway@1.9', reading('roots.pem')],
  ])('passes a key that %s reads too', (gateway, yaml) => {
    expect(verdictOf(targetKeyMismatch, yaml, { gateways: [gateway] })).toBe('pass');
  });

  test.each([
    ['one of the gateways does not read', reading('cacert'), ['istio@1.30', 'traefik@3.7']],
    [
      'is not the only one',
      documents(
        policy(),
        pinned('{ configMap: { key: roots.pem }, additionalFormats: { jks: { key: a.jks } }, namespaceSelector: {} }'),
      ),
      ['envoy-gateway@1.9'],
    ],
  ])('finds a key that %s', (_name, yaml, gateways) => {
    expect(findingsOf(targetKeyMismatch, yaml, { gateways })).toMatchObject([{ fix: 'set the key to ca.crt' }]);
  });

  test('finds a target of another kind', () => {
    const yaml = documents(policy(), pinned('{ secret: { key: ca.crt }, namespaceSelector: {} }'));
    expect(findingsOf(targetKeyMismatch, yaml)).toMatchObject([
      {
        object: 'BackendTLSPolicy payments/ledger',
        path: 'spec.validation.caCertificateRefs[0]',
        message: 'Bundle payments-roots writes a Secret, and the policy reads a ConfigMap',
      },
    ]);
  });

  test('finds a policy that misspells the Bundle', () => {
    expect(findingsOf(targetKeyMismatch, documents(pinned(), policy('payment-roots')))).toEqual([
      {
        severity: 'error',
        object: 'BackendTLSPolicy payments/ledger',
        path: 'spec.validation.caCertificateRefs[0].name',
        message:
          'ConfigMap payments/payment-roots is not in the set; Bundle payments-roots writes a ConfigMap of its own name',
        fix: 'refer to payments-roots',
      },
    ]);
  });

  test('does not apply without one of both', () => {
    expect(verdictOf(targetKeyMismatch, OTHER)).toBe('not applicable: there is no Bundle');
    expect(verdictOf(targetKeyMismatch, pinned())).toBe('not applicable: no BackendTLSPolicy names its roots');
  });
});
