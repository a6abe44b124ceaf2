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
        message: 'Bundle payments-roots writes a Secret, and BackendTLSPolicy payments/ledger reads a ConfigMap',
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
    expect(verdictOf(targetKeyMismatch, pinned())).toBe(
      'not applicable: no policy and no backend names an object with roots',
    );
  });

  const READERS = [
    [
      'Backend',
      'gateway.envoyproxy.io/v1alpha1',
      '{ endpoints: [{ fqdn: { hostname: a.example.com, port: 443 } }], tls: { caCertificateRefs: [{ group: "", kind: ConfigMap, name: payments-roots }] } }',
      'configMap',
      'ca.crt',
    ],
    [
      'ServersTransport',
      'traefik.io/v1alpha1',
      '{ rootCAs: [{ configMap: payments-roots }] }',
      'configMap',
      'tls.ca or ca.crt',
    ],
    [
      'AgentgatewayPolicy',
      'agentgateway.dev/v1alpha1',
      '{ backend: { tls: { caCertificateRefs: [{ name: payments-roots }] } } }',
      'configMap',
      'ca.crt',
    ],
    [
      'HTTPProxy',
      'projectcontour.io/v1',
      '{ routes: [{ services: [{ name: ledger, port: 443, protocol: tls, validation: { caSecret: payments-roots, subjectName: a } }] }] }',
      'secret',
      'ca.crt',
    ],
  ] as const;

  describe.each(READERS)('%s', (kind, apiVersion, spec, field, keys) => {
    const reader = `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ledger, namespace: payments }
spec: ${spec}
`;
    // A keystore beside the roots: with one key alone Envoy Gateway takes whatever name it has.
    const writing = (key: string, to: string = field) =>
      documents(
        reader,
        pinned(`{ ${to}: { key: ${key} }, additionalFormats: { jks: { key: a.jks } }, namespaceSelector: {} }`),
      );

    test('passes each key that is read', () => {
      for (const key of keys.split(' or ')) {
        expect(verdictOf(targetKeyMismatch, writing(key))).toBe('pass');
      }
    });

    test('finds another key', () => {
      expect(findingsOf(targetKeyMismatch, writing('roots.pem'))).toEqual([
        {
          severity: 'error',
          object: 'Bundle payments-roots',
          path: `spec.target.${field}.key`,
          message: `the roots are written under the key roots.pem, and ${kind} payments/ledger reads ${keys}`,
          fix: 'set the key to ca.crt',
        },
      ]);
    });

    test('finds a target of another kind', () => {
      const [written, read, other] =
        field === 'secret' ? ['ConfigMap', 'Secret', 'configMap'] : ['Secret', 'ConfigMap', 'secret'];
      expect(findingsOf(targetKeyMismatch, writing('ca.crt', other))).toMatchObject([
        {
          object: `${kind} payments/ledger`,
          message: `Bundle payments-roots writes a ${written}, and ${kind} payments/ledger reads a ${read}`,
          fix: `set target.${field}.key to ca.crt in the Bundle`,
        },
      ]);
    });
  });

  test('passes the only key of an object that an Envoy Gateway Backend names', () => {
    const [[kind, apiVersion, spec]] = READERS;
    const reader = `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: a, namespace: payments }, spec: ${spec} }`;
    const yaml = documents(reader, pinned('{ configMap: { key: roots.pem }, namespaceSelector: {} }'));
    expect(verdictOf(targetKeyMismatch, yaml)).toBe('pass');
  });
});
