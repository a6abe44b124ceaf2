import { selectorLabelMissing } from '../../../../src/checks/rules/kong/selector-label-missing';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, configMap, gateway, KIC, KO, OPERATOR, policy, route, secret, service } from './_yaml';

const NAMING = service({ protocol: 'https', 'client-cert': 'edge-client' });
const POLICY = policy('{hostname: a, caCertificateRefs: [{group: "", kind: ConfigMap, name: root}]}');
const ROUTED = gateway(OPERATOR) + route();

test.each([
  [
    'a client certificate of a Service',
    NAMING + secret({}),
    'Secret payments/edge-client',
    'metadata.labels',
    'Secret payments/edge-client, which Service payments/ledger names, has no label konghq.com/secret: "true", without which Kong Operator 2.2.3 does not see it',
    'add the label konghq.com/secret: "true"',
  ],
  [
    'a Certificate',
    NAMING + certificate('{labels: {app: edge}}'),
    'Certificate payments/edge-client',
    'spec.secretTemplate.labels',
    'Secret payments/edge-client, which Service payments/ledger names, has no label konghq.com/secret: "true", without which Kong Operator 2.2.3 does not see it',
    'add konghq.com/secret: "true" to spec.secretTemplate.labels',
  ],
  [
    'an authority of a policy',
    POLICY + configMap({}),
    'ConfigMap payments/root',
    'metadata.labels',
    'ConfigMap payments/root, which BackendTLSPolicy payments/ledger names, has no label konghq.com/configmap: "true", without which Kong Operator 2.2.3 does not see it',
    'add the label konghq.com/configmap: "true"',
  ],
  [
    'the certificate of a listener',
    gateway(OPERATOR, ', tls: {certificateRefs: [{name: edge-client}]}') + secret({}),
    'Secret payments/edge-client',
    'metadata.labels',
    'Secret payments/edge-client, which Gateway payments/edge names, has no label konghq.com/secret: "true", without which Kong Operator 2.2.3 does not see it',
    'add the label konghq.com/secret: "true"',
  ],
  [
    'the Secret of a KongCertificate',
    `---
apiVersion: configuration.konghq.com/v1alpha1
kind: KongCertificate
metadata: {name: edge, namespace: payments}
spec: {type: secretRef, secretRef: {name: edge-client}}
${certificate()}`,
    'Certificate payments/edge-client',
    'spec.secretTemplate.labels',
    'Secret payments/edge-client, which KongCertificate payments/edge names, has no label konghq.com/secret: "true", without which Kong Operator 2.2.3 does not see it',
    'add konghq.com/secret: "true" to spec.secretTemplate.labels',
  ],
])('%s without label is found', (_name, yaml, object, path, message, fix) => {
  const set = yaml.includes('kind: Gateway') ? yaml : ROUTED + yaml;
  expect(findingsOf(selectorLabelMissing, set, { gateways: KO })).toEqual([
    { severity: 'error', object, path, message, fix },
  ]);
});

test.each([
  ['a label', ROUTED + NAMING + secret({}, { 'konghq.com/secret': 'true' }), KO],
  ['a label of a secretTemplate', ROUTED + NAMING + certificate('{labels: {konghq.com/secret: "true"}}'), KO],
  ['a controller that needs no label', gateway() + route() + NAMING + secret({}), KIC],
])('%s passes', (_name, yaml, gateways) => {
  expect(verdictOf(selectorLabelMissing, yaml, { gateways })).toBe('pass');
});

test.each([
  [
    'a set without references of Kong',
    ROUTED + secret({}),
    KO,
    'no object of Kong names a Secret or ConfigMap of the set',
  ],
  ['a Secret outside the set', ROUTED + NAMING, KO, 'no object of Kong names a Secret or ConfigMap of the set'],
  [
    'a version that is not stated',
    ROUTED + NAMING + secret({}),
    [],
    'the version of the Kong controller is not stated or not known',
  ],
])('%s is not judged', (_name, yaml, gateways, reason) => {
  expect(verdictOf(selectorLabelMissing, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});
