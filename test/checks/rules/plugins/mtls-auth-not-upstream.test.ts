import { mtlsAuthNotUpstream } from '../../../../src/checks/rules/plugins/mtls-auth-not-upstream';
import { findingsOf, verdictOf } from '../_rule';
import { pluginYaml } from './_yaml';

const ID = '9f0bb8c5-3f4e-4d2c-8f2a-0f6f0e4f5d11';

function mtlsAuth(id: string): string {
  return pluginYaml('mtls-auth', `config: { ca_certificates: ["${id}"] }`);
}

function service(annotations: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: payments, annotations: { konghq.com/plugins: p, ${annotations} } }
spec: { ports: [{ port: 8443 }] }
---`;
}

test('finds what is no id of a CA object', () => {
  expect(findingsOf(mtlsAuthNotUpstream, mtlsAuth('payments-root'))).toEqual([
    {
      severity: 'warning',
      object: 'KongPlugin payments/p',
      path: 'config.ca_certificates[0]',
      message: '"payments-root" is not the id of a CA object, which is a UUID',
      fix: 'give the value of the key id of a ConfigMap or Secret with the label konghq.com/ca-cert',
    },
  ]);
});

test('remarks on a Service that speaks TLS and presents no certificate', () => {
  expect(findingsOf(mtlsAuthNotUpstream, mtlsAuth(ID) + service('konghq.com/protocol: https'))).toEqual([
    {
      severity: 'info',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[konghq.com/plugins]',
      message: 'mtls-auth (KongPlugin p) verifies clients of the gateway; it presents no certificate to this Service',
      fix: 'for a client certificate to the Service set konghq.com/client-cert; else attach the plugin to the routes',
    },
  ]);
});

test.each([
  ['ids', mtlsAuth(ID)],
  ['a Service without TLS', mtlsAuth(ID) + service('konghq.com/protocol: http')],
  [
    'a Service with a client certificate',
    mtlsAuth(ID) + service('konghq.com/protocol: https, konghq.com/client-cert: c'),
  ],
])('passes %s', (_name, yaml) => {
  expect(verdictOf(mtlsAuthNotUpstream, yaml)).toBe('pass');
});

test('does not apply to other plugins', () => {
  expect(verdictOf(mtlsAuthNotUpstream, pluginYaml('jwt'))).toBe('not applicable: no KongPlugin configures mtls-auth');
});
