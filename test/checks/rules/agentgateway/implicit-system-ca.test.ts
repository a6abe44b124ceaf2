import { implicitSystemCa } from '../../../../src/checks/rules/agentgateway/implicit-system-ca';
import { findingsOf, verdictOf } from '../_rule';

function policy(tls: string, kind = 'Service'): string {
  const group = kind === 'Service' ? '""' : 'agentgateway.dev';
  return `
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRefs: [{group: ${group}, kind: ${kind}, name: ledger}]
  backend: {tls: ${tls}}
`;
}

function service(type = 'ClusterIP'): string {
  return `---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: payments}
spec: {type: ${type}, externalName: ledger.example.com, ports: [{name: https, port: 8443}]}
`;
}

function secret(...keys: readonly string[]): string {
  const data = keys.map((key) => `${key}: dGV4dA==`).join(', ');
  return `---
apiVersion: v1
kind: Secret
metadata: {name: edge-client, namespace: payments}
data: {${data}}
`;
}

const MUTUAL = policy('{mtlsCertificateRef: [{name: edge-client}]}');
const found = { severity: 'warning', object: 'AgentgatewayPolicy payments/ledger' };
const fix = 'set caCertificateRefs to a ConfigMap with your authorities under ca.crt';

test.each([
  ['authorities in a ConfigMap', policy('{caCertificateRefs: [{name: roots}]}') + service()],
  ['authorities beside the client certificate', MUTUAL + secret('tls.crt', 'tls.key', 'ca.crt')],
  ['a Secret that is not in the set', MUTUAL + service()],
  ['a host on the internet', policy('{}', 'AgentgatewayBackend')],
  ['a Service that stands for an outside name', policy('{}') + service('ExternalName')],
  ['a Service that is not in the set', policy('{}')],
  ['no verification at all, which another rule finds', policy('{insecureSkipVerify: All}') + service()],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(implicitSystemCa, yaml)).toBe('pass');
});

test('a Service of the cluster is not verified by the authorities of the system', () => {
  expect(findingsOf(implicitSystemCa, policy('{sni: ledger}') + service())).toEqual([
    {
      ...found,
      path: 'spec.backend.tls',
      message:
        'TLS to Service payments/ledger has no caCertificateRefs, so agentgateway trusts the authorities of the system',
      fix,
    },
  ]);
});

test.each([[['tls.crt', 'tls.key']], [['tls.crt', 'tls.key', 'ca.cert']]])(
  'a client certificate without ca.crt brings no authorities: %s',
  (keys) => {
    expect(findingsOf(implicitSystemCa, MUTUAL + secret(...keys))).toEqual([
      {
        ...found,
        path: 'spec.backend.tls.mtlsCertificateRef[0]',
        message:
          'Secret payments/edge-client has no ca.crt, and there are no caCertificateRefs, so agentgateway trusts the authorities of the system',
        fix,
      },
    ]);
  },
);

test('a policy without TLS is not judged', () => {
  expect(verdictOf(implicitSystemCa, policy('null'))).toBe(
    'not applicable: there is no AgentgatewayPolicy with TLS to backends',
  );
});
