import { apiDisabled } from '../../../../src/checks/rules/envoy-gateway/api-disabled';
import { findingsOf, verdictOf } from '../_rule';
import { backend, configuration, gateway } from './_yaml';

const SDS = `---
apiVersion: v1
kind: Secret
metadata: {name: edge-client, namespace: payments}
type: gateway.envoyproxy.io/sds
stringData: {secretName: edge, url: "unix:///run/sds.sock"}
`;
const CONFIG_MAP = { severity: 'error', object: 'ConfigMap envoy-gateway-system/envoy-gateway-config' };

test.each([
  [
    'a Backend',
    backend('{insecureSkipVerify: true}') + configuration('extensionApis: {enableBackend: false}'),
    'extensionApis.enableBackend is not true, so Backend payments/ledger is not read',
    'set extensionApis.enableBackend: true',
  ],
  [
    'an SDS Secret',
    SDS + SDS.replace('edge-client', 'other') + configuration('gateway: {}'),
    'extensionApis.enableSDSSecretRef is not true, so Secret payments/edge-client and 1 more are not read',
    'set extensionApis.enableSDSSecretRef: true',
  ],
])('%s that the configuration does not let be read is found', (_name, yaml, message, fix) => {
  expect(findingsOf(apiDisabled, yaml)).toEqual([{ ...CONFIG_MAP, path: 'data[envoy-gateway.yaml]', message, fix }]);
});

test('a configuration among the manifests is pointed at by field', () => {
  const document = `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyGateway
extensionApis: {enableBackend: false}
`;
  expect(findingsOf(apiDisabled, backend('{}') + document).map(({ path }) => path)).toEqual([
    'extensionApis.enableBackend',
  ]);
});

test('an SDS Secret as the client certificate of a Gateway is found, whatever the configuration', () => {
  expect(findingsOf(apiDisabled, SDS + gateway('edge-client'))).toEqual([
    {
      severity: 'error',
      object: 'Gateway payments/edge',
      path: 'spec.tls.backend.clientCertificateRef.name',
      message:
        'Secret payments/edge-client names an SDS server; the client certificate of a Gateway must be a Secret with tls.crt and tls.key, and requests go out without one',
      fix: 'name a Secret of type kubernetes.io/tls',
    },
  ]);
});

test('extensions that are on pass', () => {
  const yaml = backend('{}') + SDS + configuration('extensionApis: {enableBackend: true, enableSDSSecretRef: true}');
  expect(verdictOf(apiDisabled, yaml)).toBe('pass');
});

test.each([
  ['a set without either', configuration('gateway: {}'), 'there is no Backend of Envoy Gateway and no SDS Secret'],
  ['a set without configuration', backend('{}'), 'there is no configuration of Envoy Gateway (kind EnvoyGateway)'],
])('%s is not judged', (_name, yaml, reason) => {
  expect(verdictOf(apiDisabled, yaml)).toBe(`not applicable: ${reason}`);
});
