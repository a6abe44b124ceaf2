import { tlsVerifyOff } from '../../../../src/checks/rules/kong/tls-verify-off';
import { findingsOf, verdictOf } from '../_rule';
import { kongGateway, policy, service } from './_yaml';

const OFF = service({ protocol: 'https', 'tls-verify': 'false' });
const UNSET = service({ protocol: 'https' });
const fix =
  'set konghq.com/tls-verify: "true", and name the authority\'s ConfigMap in konghq.com/ca-certificates-configmaps';

const OPERATED = `---
apiVersion: gateway-operator.konghq.com/v1beta1
kind: DataPlane
metadata: {name: kong, namespace: kong}
spec: {deployment: {podTemplateSpec: {spec: {containers: [{name: proxy, image: "kong/kong-gateway:3.14"}]}}}}
`;

test.each([
  [
    'verification that is off',
    OFF + kongGateway('3.14.0.2'),
    'error',
    'tls-verify',
    'konghq.com/tls-verify is "false", which Kong Gateway 3.14.0.2 refuses; without a database it refuses the whole configuration',
  ],
  [
    'verification that is left open',
    UNSET + OPERATED,
    'warning',
    'protocol',
    'without konghq.com/tls-verify Kong Gateway 3.14 verifies the backend against its global trust store, which a private authority is not in',
  ],
])('%s is found', (_name, yaml, severity, annotation, message) => {
  expect(findingsOf(tlsVerifyOff, yaml)).toEqual([
    {
      severity,
      object: 'Service payments/ledger',
      path: `metadata.annotations[konghq.com/${annotation}]`,
      message,
      fix,
    },
  ]);
});

test.each([
  ['verification that is on', service({ protocol: 'https', 'tls-verify': 'true' }) + kongGateway('3.14.0.2')],
  ['an older Kong Gateway', OFF + kongGateway('3.13.0.1')],
  ['a policy, which turns verification on', OFF + policy('{hostname: a}') + kongGateway('3.15.0.0-ubuntu')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(tlsVerifyOff, yaml)).toBe('pass');
});

const NO_VERSION = 'no workload of the set runs Kong Gateway in a version that its image tag tells';

test.each([
  ['a plaintext Service', service({ 'tls-verify': 'false' }), 'no Service has TLS by an annotation of Kong'],
  ['a set without Kong Gateway', OFF, NO_VERSION],
  ['a tag that tells no version', OFF + kongGateway('latest'), NO_VERSION],
  ['a release that was not read', OFF + kongGateway('4.0.0.0'), NO_VERSION],
  ['different releases', OFF + kongGateway('3.14.0.2') + kongGateway('3.9.1'), NO_VERSION],
  [
    'a Kong Gateway with a setting of its own',
    OFF + kongGateway('3.14.0.2', '[{name: KONG_TLS_CERTIFICATE_VERIFY, value: "off"}]'),
    NO_VERSION,
  ],
])('%s is not judged', (_name, yaml, reason) => {
  expect(verdictOf(tlsVerifyOff, yaml)).toBe(`not applicable: ${reason}`);
});
