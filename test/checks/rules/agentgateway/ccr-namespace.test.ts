import { ccrNamespace } from '../../../../src/checks/rules/agentgateway/ccr-namespace';
import { findingsOf, verdictOf } from '../_rule';

function gateway(reference: string, controllerName = 'agentgateway.dev/agentgateway'): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: edge}
spec: {controllerName: ${controllerName}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: gateways}
spec:
  gatewayClassName: edge
  listeners: [{name: http, port: 80, protocol: HTTP}]
  tls: {backend: {clientCertificateRef: ${reference}}}
`;
}

const gateways = ['agentgateway@1.4.1'];
const found = { severity: 'error', object: 'Gateway gateways/edge' };
const consequence = 'agentgateway 1.4.1 refuses the reference and presents a dummy certificate';

test('a reference by name alone passes', () => {
  expect(verdictOf(ccrNamespace, gateway('{group: "", kind: Secret, name: edge-client}'), { gateways })).toBe('pass');
});

test.each([
  ['gateways', 'remove namespace: it is the namespace of the Gateway anyway'],
  ['pki', 'remove namespace, and keep the Secret in the namespace of the Gateway'],
])('namespace %s is refused', (namespace, fix) => {
  expect(findingsOf(ccrNamespace, gateway(`{name: edge-client, namespace: ${namespace}}`), { gateways })).toEqual([
    {
      ...found,
      path: 'spec.tls.backend.clientCertificateRef.namespace',
      message: `namespace "${namespace}" is set; ${consequence}`,
      fix,
    },
  ]);
});

test('the group core is refused', () => {
  expect(findingsOf(ccrNamespace, gateway('{group: core, name: edge-client}'), { gateways })).toEqual([
    {
      ...found,
      path: 'spec.tls.backend.clientCertificateRef.group',
      message: `group "core" is not the group of Secrets; ${consequence}`,
      fix: 'set group to ""',
    },
  ]);
});

test.each([
  ['no client certificate', gateway('null')],
  ['a Gateway of another implementation', gateway('{name: a, namespace: b}', 'kgateway.dev/kgateway')],
])('%s is not judged', (_name, yaml) => {
  expect(verdictOf(ccrNamespace, yaml, { gateways })).toBe(
    'not applicable: there is no Gateway of agentgateway with a client certificate',
  );
});

test.each([
  ['a version of which this is not known', ['agentgateway@1.3'], 'ccr.namespaceField of agentgateway 1.3 is not known'],
  ['a version that is not stated', [], 'the version of agentgateway is not stated'],
])('%s is not judged', (_name, stated, reason) => {
  const yaml = gateway('{name: edge-client, namespace: gateways}');
  expect(verdictOf(ccrNamespace, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});
