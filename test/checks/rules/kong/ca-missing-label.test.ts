import { caMissingLabel } from '../../../../src/checks/rules/kong/ca-missing-label';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, configMap, service } from './_yaml';

const NAMING = service({ 'ca-certificates-configmaps': 'root' });
const NAMING_SECRET = service({ 'ca-certificates-secrets': 'edge-client' });
const EFFECT =
  'has no label konghq.com/ca-cert: "true", so Kong lacks the authority that Service payments/ledger names, and drops all authorities of that Service';

test('a ConfigMap without label is found', () => {
  expect(findingsOf(caMissingLabel, NAMING + configMap({ id: 'x' }, { 'konghq.com/ca-cert': 'yes' }))).toEqual([
    {
      severity: 'error',
      object: 'ConfigMap payments/root',
      path: 'metadata.labels',
      message: `ConfigMap payments/root ${EFFECT}`,
      fix: 'add the label konghq.com/ca-cert: "true"',
    },
  ]);
});

test('the Secret of a Certificate without label is found', () => {
  expect(findingsOf(caMissingLabel, NAMING_SECRET + certificate())).toEqual([
    {
      severity: 'error',
      object: 'Certificate payments/edge-client',
      path: 'spec.secretTemplate.labels',
      message: `Secret payments/edge-client ${EFFECT}`,
      fix: 'add konghq.com/ca-cert: "true" to spec.secretTemplate.labels',
    },
  ]);
});

const EXTERNAL = `---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: edge-client, namespace: payments, labels: {konghq.com/ca-cert: "true"}}
spec: {data: [{secretKey: id}]}
`;

test.each([
  ['a label', NAMING + configMap({ id: 'x' })],
  ['a label of a secretTemplate', NAMING_SECRET + certificate('{labels: {konghq.com/ca-cert: "true"}}')],
  ['a label that an ExternalSecret passes on', NAMING_SECRET + EXTERNAL],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(caMissingLabel, yaml)).toBe('pass');
});

test('an object that nobody of Kong names is not judged', () => {
  expect(verdictOf(caMissingLabel, configMap({ id: 'x' }, {}))).toBe(
    'not applicable: no Service or BackendTLSPolicy of Kong names a certificate authority of the set',
  );
});
