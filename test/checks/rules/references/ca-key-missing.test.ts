import { caKeyMissing } from '../../../../src/checks/rules/references/ca-key-missing';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, documents, OTHER, policy, roots } from './_objects';

const FOUND = {
  severity: 'error',
  object: 'BackendTLSPolicy payments/ledger',
  path: 'spec.validation.caCertificateRefs[0]',
  message: 'ConfigMap payments/roots has no key ca.crt, from which the roots are read; it has "roots.pem"',
  fix: 'put the roots under the key ca.crt',
};
const IN_SECRET = policy({ ca: '{ group: "", kind: Secret, name: roots }' });

describe('references/ca-key-missing', () => {
  test('passes the key of the Gateway API, and an object that is not in the set', () => {
    expect(verdictOf(caKeyMissing, documents(policy(), roots()))).toBe('pass');
    expect(verdictOf(caKeyMissing, policy())).toBe('pass');
  });

  test('finds another key', () => {
    expect(findingsOf(caKeyMissing, documents(policy(), roots('roots.pem')))).toEqual([FOUND]);
    expect(findingsOf(caKeyMissing, documents(policy(), roots('roots.pem')), { gateways: ['istio@1.30'] })).toEqual([
      FOUND,
    ]);
  });

  test('finds an object without keys', () => {
    const empty = '{ apiVersion: v1, kind: ConfigMap, metadata: { name: roots, namespace: payments } }';
    expect(findingsOf(caKeyMissing, documents(policy(), empty))).toMatchObject([
      { message: 'ConfigMap payments/roots has no key ca.crt, from which the roots are read; it has none' },
    ]);
  });

  test.each([
    ['istio@1.30', 'cacert'],
    ['envoy-gateway@1.9', 'tls.crt'],
    ['kong-ingress-controller@3.5', 'cert'],
  ])('passes what %s reads beside it', (gateway, key) => {
    const yaml = documents(policy(), roots(key));
    expect(verdictOf(caKeyMissing, yaml, { gateways: [gateway] })).toBe('pass');
    expect(verdictOf(caKeyMissing, yaml, { gateways: ['nginx-gateway-fabric@2.6'] })).toBe('findings');
    // Which gateway it is, is not known.
    expect(verdictOf(caKeyMissing, yaml)).toBe('pass');
  });

  test('passes the only key of an object where Envoy Gateway takes it, whatever its name', () => {
    const options = { gateways: ['envoy-gateway@1.9'] };
    expect(verdictOf(caKeyMissing, documents(policy(), roots('roots.pem')), options)).toBe('pass');
    expect(verdictOf(caKeyMissing, documents(policy(), roots('a.pem: "", b.pem')), options)).toBe('findings');
    // The kind tells the gateway.
    const backend = `
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: Backend
metadata: { name: ledger, namespace: payments }
spec: { tls: { caCertificateRefs: [{ group: "", kind: ConfigMap, name: roots }] } }
`;
    expect(verdictOf(caKeyMissing, documents(backend, roots('roots.pem')))).toBe('pass');
    expect(verdictOf(caKeyMissing, documents(backend, roots('a.pem: "", b.pem')))).toBe('findings');
  });

  test.each([
    [
      'HTTPProxy',
      'projectcontour.io/v1',
      '{ routes: [{ services: [{ name: ledger, port: 443, protocol: tls, validation: { caSecret: roots, subjectName: a } }] }] }',
      ['ca.crt'],
    ],
    [
      'AgentgatewayPolicy',
      'agentgateway.dev/v1alpha1',
      '{ backend: { tls: { caCertificateRefs: [{ name: roots }] } } }',
      ['ca.crt'],
    ],
    ['ServersTransport', 'traefik.io/v1alpha1', '{ rootCAs: [{ secret: roots }] }', ['tls.ca', 'ca.crt']],
    ['ServersTransport', 'traefik.io/v1alpha1', '{ rootCAs: [{ configMap: roots }] }', ['tls.ca', 'ca.crt']],
    ['ServersTransportTCP', 'traefik.io/v1alpha1', '{ tls: { rootCAsSecrets: [roots] } }', ['tls.ca', 'ca.crt']],
    [
      'KongCACertificate',
      'configuration.konghq.com/v1alpha1',
      '{ type: secretRef, secretRef: { name: roots } }',
      ['ca.crt'],
    ],
  ])('judges what a %s names by the keys that its gateway reads', (kind, apiVersion, spec, keys) => {
    const reader = `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ledger, namespace: payments }
spec: ${spec}
`;
    const both = (key: string) =>
      documents(reader, roots(key), roots(key).replace('ConfigMap', 'Secret').replace(' data:', ' stringData:'));
    expect(keys.map((key) => verdictOf(caKeyMissing, both(key)))).toEqual(keys.map(() => 'pass'));
    expect(findingsOf(caKeyMissing, both('roots.pem'))).toEqual([
      {
        severity: 'error',
        object: `${kind} payments/ledger`,
        path: expect.any(String),
        message: expect.stringMatching(
          `^(?:Secret|ConfigMap) payments/roots has no key ${keys.join(' or ')}, from which the roots are read; it has "roots.pem"$`,
        ),
        fix: 'put the roots under the key ca.crt',
      },
    ]);
  });

  test('does not judge a Secret whose issuer may give no CA', () => {
    expect(verdictOf(caKeyMissing, documents(IN_SECRET, certificate('roots', 'payments')))).toBe('pass');
  });

  test('leaves what a Bundle writes to another rule', () => {
    const bundle = `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: roots }
spec: { sources: [{ inLine: x }], target: { configMap: { key: roots.pem } } }
`;
    expect(verdictOf(caKeyMissing, documents(policy(), bundle))).toBe('pass');
  });

  test('does not apply where nothing names roots', () => {
    expect(verdictOf(caKeyMissing, documents(OTHER, roots('roots.pem')))).toBe(
      'not applicable: no policy and no backend names an object with roots',
    );
  });
});
