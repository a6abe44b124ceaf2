import { extensionCaKey } from '../../../../src/checks/rules/envoy-gateway/extension-ca-key';
import { createCa, issue } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { backend, configuration } from './_yaml';

const CA = createCa({ commonName: 'Extension Root' });
const LEAF = issue(CA, { commonName: 'extension' });
const NAMED = configuration(
  'extensionManager: {hooks: {}, service: {fqdn: {hostname: a, port: 1}, tls: {certificateRef: {name: extension-tls}}}}',
);

function secret(data: Readonly<Record<string, string>>): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: extension-tls, namespace: envoy-gateway-system}
stringData: ${JSON.stringify(data)}
`;
}

function certificate(isCa: boolean): string {
  return `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: extension, namespace: envoy-gateway-system}
spec: {secretName: extension-tls, isCA: ${isCa}, dnsNames: [extension], issuerRef: {name: extension-ca}}
`;
}

const AT = 'extensionManager.service.tls.certificateRef: Secret envoy-gateway-system/extension-tls';

test.each([
  ['a Secret without tls.crt', secret({ 'ca.crt': CA.pem }), 'has no tls.crt'],
  [
    'the Secret of a server certificate',
    certificate(false),
    'is written for Certificate envoy-gateway-system/extension, which is no CA, so that its tls.crt is a leaf',
  ],
  ['a leaf', secret({ 'tls.crt': LEAF.pem, 'ca.crt': CA.pem }), 'has a certificate that is no CA under tls.crt'],
])('%s is found', (_name, yaml, what) => {
  expect(findingsOf(extensionCaKey, NAMED + yaml)).toEqual([
    {
      severity: 'error',
      object: 'ConfigMap envoy-gateway-system/envoy-gateway-config',
      path: 'data[envoy-gateway.yaml]',
      message: `${AT} ${what}; Envoy Gateway takes the roots of an extension server from tls.crt`,
      fix: "name a Secret with the CA's certificate under tls.crt: the Secret of the CA's own Certificate, or one that is filled with that key",
    },
  ]);
});

test('a configuration without a namespace of its own means the only Secret of that name', () => {
  const document = `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyGateway
extensionManager: {hooks: {}, service: {fqdn: {hostname: a, port: 1}, tls: {certificateRef: {name: extension-tls}}}}
`;
  expect(findingsOf(extensionCaKey, document + certificate(false)).map(({ path }) => path)).toEqual([
    'extensionManager.service.tls.certificateRef',
  ]);
  const elsewhere = certificate(false).replaceAll('envoy-gateway-system', 'other');
  expect(verdictOf(extensionCaKey, document + certificate(false) + elsewhere)).toBe('pass');
});

test.each([
  ['the Secret of a CA', certificate(true)],
  ['a CA', secret({ 'tls.crt': CA.pem })],
  ['a Secret outside the set', ''],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(extensionCaKey, NAMED + yaml)).toBe('pass');
});

test.each([
  ['a set without configuration', backend('{}')],
  ['a configuration without extension', configuration('gateway: {}')],
])('%s is not judged', (_name, yaml) => {
  expect(verdictOf(extensionCaKey, yaml)).toBe(
    'not applicable: no configuration of Envoy Gateway names the root of an extension server',
  );
});
