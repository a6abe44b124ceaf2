import { envoyproxyReplaced } from '../../../../src/checks/rules/envoy-gateway/envoyproxy-replaced';
import { findingsOf, verdictOf } from '../_rule';
import { gateway, proxy } from './_yaml';

const gateways = ['envoy-gateway@1.9'];
const PROXY = proxy('{clientCertificateRef: {name: edge-client}, minVersion: "1.3"}');

const ofClass = `${gateway('edge-client')
  .replace(
    '{controllerName',
    '{parametersRef: {group: gateway.envoyproxy.io, kind: EnvoyProxy, name: edge, namespace: payments}, controllerName',
  )
  .replace(/ {2}infrastructure: .*\n/, '')}`;

test.each([
  ['other settings of the EnvoyProxy', gateway('edge-client') + PROXY, 'minVersion'],
  ['the settings of the EnvoyProxy of the class', ofClass + PROXY, 'minVersion'],
  ['another certificate of the EnvoyProxy', gateway('other') + PROXY, 'clientCertificateRef, minVersion'],
])('%s are found', (_name, yaml, lost) => {
  expect(findingsOf(envoyproxyReplaced, yaml, { gateways })).toEqual([
    {
      severity: 'error',
      object: 'Gateway payments/edge',
      path: 'spec.tls.backend.clientCertificateRef',
      message: `Envoy Gateway 1.9 does not read backendTLS of EnvoyProxy payments/edge (${lost}) where the Gateway names a client certificate for backends`,
      fix: `set ${lost} in spec.tls of Backends, or name the client certificate in backendTLS of EnvoyProxy payments/edge instead`,
    },
  ]);
});

test.each([
  [
    'the same certificate in both places',
    gateway('edge-client') + proxy('{clientCertificateRef: {name: edge-client}}'),
    gateways,
  ],
  ['a version that does not read the field of the Gateway', gateway('edge-client') + PROXY, ['envoy-gateway@1.7']],
])('%s passes', (_name, yaml, stated) => {
  expect(verdictOf(envoyproxyReplaced, yaml, { gateways: stated })).toBe('pass');
});

test.each([
  [
    'a Gateway without certificate',
    gateway() + PROXY,
    gateways,
    'there is no Gateway with a client certificate whose EnvoyProxy has backendTLS',
  ],
  ['a version that is not stated', gateway('edge-client') + PROXY, [], 'the version of Envoy Gateway is not stated'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(envoyproxyReplaced, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});
