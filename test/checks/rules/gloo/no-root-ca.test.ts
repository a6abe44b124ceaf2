import { noRootCa } from '../../../../src/checks/rules/gloo/no-root-ca';
import { findingsOf, verdictOf } from '../_rule';

function upstream(sslConfig: string): string {
  return `
apiVersion: gloo.solo.io/v1
kind: Upstream
metadata: {name: ledger, namespace: gloo-system}
spec:
  kube: {serviceName: ledger, serviceNamespace: payments, servicePort: 8443}
  sslConfig: ${sslConfig}
`;
}

function secret(...keys: readonly string[]): string {
  const data = keys.map((key) => `${key}: dGV4dA==`).join(', ');
  return `---
apiVersion: v1
kind: Secret
metadata: {name: ledger-tls, namespace: gloo-system}
data: {${data}}
`;
}

const BY_SECRET = upstream('{secretRef: {name: ledger-tls, namespace: gloo-system}}');

test.each([
  ['a Secret with ca.crt', BY_SECRET + secret('tls.crt', 'tls.key', 'ca.crt')],
  ['a Secret that is not in the set', BY_SECRET],
  ['a file', upstream('{sslFiles: {rootCa: /etc/pki/root.pem}}')],
  ['a validation context over SDS', upstream('{sds: {validationContextName: roots, clusterName: sds}}')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(noRootCa, yaml)).toBe('pass');
});

test.each([
  ['a Secret without ca.crt', BY_SECRET + secret('tls.crt', 'tls.key')],
  ['files without rootCa', upstream('{sslFiles: {tlsCert: /etc/pki/tls.crt, tlsKey: /etc/pki/tls.key}}')],
  ['a certificate alone over SDS', upstream('{sds: {certificatesSecretName: client, clusterName: sds}}')],
  ['a server name alone', upstream('{sni: ledger.example.com}')],
])('%s leaves the backend unverified', (_name, yaml) => {
  expect(findingsOf(noRootCa, yaml)).toEqual([
    {
      severity: 'error',
      object: 'Upstream gloo-system/ledger',
      path: 'spec.sslConfig',
      message: 'sslConfig leads to no authorities, so Gloo does not verify the certificate of the backend',
      fix: 'set secretRef to a Secret with the authorities under ca.crt, or sslFiles.rootCa to their file',
    },
  ]);
});

test('names to verify are refused without authorities', () => {
  expect(findingsOf(noRootCa, upstream('{verifySubjectAltName: [ledger.example.com]}'))).toEqual([
    expect.objectContaining({
      message: 'sslConfig leads to no authorities, so Gloo refuses verifySubjectAltName without them',
    }),
  ]);
});

test('an Upstream without TLS is not judged', () => {
  expect(verdictOf(noRootCa, upstream('null'))).toBe(
    'not applicable: there is no Upstream with an sslConfig, and no Service with such annotations',
  );
});

function annotated(annotations: string): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: payments, annotations: {${annotations}}}
spec: {ports: [{name: https, port: 8443}]}
`;
}

function secretWith(key: string): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: upstream, namespace: payments}
data: {${key}: dGV4dA==}
`;
}

test.each([
  ['a Secret with authorities', annotated('gloo.solo.io/sslService.secret: upstream') + secretWith('ca.crt')],
  ['a Secret that is not in the set', annotated('gloo.solo.io/sslService.secret: upstream')],
  ['files', annotated('gloo.solo.io/sslService.tlsCert: /a, gloo.solo.io/sslService.rootCa: /b')],
])('a Service that is annotated with %s passes', (_name, yaml) => {
  expect(verdictOf(noRootCa, yaml)).toBe('pass');
});

test.each([
  [
    annotated('gloo.solo.io/sslService.secret: "8443:upstream"') + secretWith('tls.crt'),
    'metadata.annotations[gloo.solo.io/sslService.secret]',
    'Secret payments/upstream has no ca.crt, so Gloo does not verify the certificate of the backend',
    'put the authorities under ca.crt of Secret payments/upstream',
  ],
  [
    annotated('gloo.solo.io/sslService.tlsCert: /a'),
    'metadata.annotations[gloo.solo.io/sslService.tlsCert]',
    'there is no gloo.solo.io/sslService.rootCa, so Gloo does not verify the certificate of the backend',
    'set gloo.solo.io/sslService.rootCa to the file with the authorities',
  ],
])('a Service that is annotated without authorities is found: %#', (yaml, path, message, fix) => {
  expect(findingsOf(noRootCa, yaml)).toEqual([
    { severity: 'error', object: 'Service payments/ledger', path, message, fix },
  ]);
});
