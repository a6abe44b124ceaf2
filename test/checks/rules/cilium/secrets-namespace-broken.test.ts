import { secretsNamespaceBroken } from '../../../../src/checks/rules/cilium/secrets-namespace-broken';
import { findingsOf, verdictOf } from '../_rule';

function rendered(namespace: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: {name: cilium-config, namespace: kube-system}
data: {gateway-api-secrets-namespace: ${namespace}}
`;
}

function release(chart: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: cilium, namespace: kube-system}
spec:
  chart: {spec: {chart: ${chart}}}
  values: {gatewayAPI: {enabled: true, secretsNamespace: {name: edge-secrets}}}
`;
}

function application(helm: string): string {
  return `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cilium, namespace: argocd}
spec: {sources: [{chart: other}, {chart: cilium, helm: {${helm}}}]}
`;
}

const gateways = ['cilium@1.19'];

test('the default namespace passes', () => {
  expect(verdictOf(secretsNamespaceBroken, rendered('cilium-secrets'), { gateways })).toBe('pass');
});

test.each([
  [
    'a rendered chart',
    rendered('edge-secrets'),
    'ConfigMap kube-system/cilium-config',
    'data.gateway-api-secrets-namespace',
  ],
  [
    'values of Flux',
    release('cilium'),
    'HelmRelease kube-system/cilium',
    'spec.values.gatewayAPI.secretsNamespace.name',
  ],
  [
    'values of Argo CD',
    application('valuesObject: {gatewayAPI: {secretsNamespace: {name: edge-secrets}}}'),
    'Application argocd/cilium',
    'spec.sources[1].helm.valuesObject.gatewayAPI.secretsNamespace.name',
  ],
  [
    'parameters of Argo CD',
    application('parameters: [{name: a, value: b}, {name: gatewayAPI.secretsNamespace.name, value: edge-secrets}]'),
    'Application argocd/cilium',
    'spec.sources[1].helm.parameters[1].value',
  ],
])('another namespace is found in %s', (_name, yaml, object, path) => {
  expect(findingsOf(secretsNamespaceBroken, yaml, { gateways })).toEqual([
    {
      severity: 'error',
      object,
      path,
      message:
        'secrets of Gateways are kept in namespace "edge-secrets"; the proxy of Cilium 1.19 looks in cilium-secrets',
      fix: 'set gatewayAPI.secretsNamespace.name to cilium-secrets, or leave it out',
    },
  ]);
});

test.each([
  ['another chart', release('other'), gateways, 'no object tells the namespace of the secrets of Cilium Gateways'],
  [
    'a release of which this is not known',
    rendered('edge-secrets'),
    ['cilium@1.20'],
    'secretsNamespace of Cilium 1.20 is not known',
  ],
  ['a version that is not stated', rendered('edge-secrets'), [], 'the version of Cilium is not stated'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(secretsNamespaceBroken, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});
