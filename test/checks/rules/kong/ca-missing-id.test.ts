import { caMissingId } from '../../../../src/checks/rules/kong/ca-missing-id';
import { parseCertificates, stableUuid } from '../../../../src/trust';
import { createCa } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, configMap, gateway, KIC, policy, route, secret, service } from './_yaml';

const CA = createCa({ commonName: 'Payments Root' });
const [parsed] = parseCertificates(CA.pem);
const UUID = parsed === undefined ? '' : stableUuid(parsed);
const NO_ID =
  'has no data key id, by which Kong knows a certificate authority; the controller drops it, though a BackendTLSPolicy that names it says Accepted';

test.each([
  ['a labeled ConfigMap', configMap({ 'ca.crt': CA.pem }), []],
  [
    'a ConfigMap that a Service names',
    service({ 'ca-certificates-configmaps': 'other, root' }) + configMap({ 'ca.crt': CA.pem }, {}),
    [],
  ],
  [
    'a ConfigMap that a policy of Kong names',
    gateway() +
      route() +
      policy('{hostname: a, caCertificateRefs: [{group: "", kind: ConfigMap, name: root}]}') +
      configMap({ 'ca.crt': CA.pem }, {}),
    KIC,
  ],
])('%s without id is found, with the id that this library would give', (_name, yaml, gateways) => {
  expect(findingsOf(caMissingId, yaml, { gateways })).toEqual([
    {
      severity: 'error',
      object: 'ConfigMap payments/root',
      path: 'data',
      message: `ConfigMap payments/root ${NO_ID}`,
      fix: `add the key id with a UUID, such as ${UUID}`,
    },
  ]);
});

test('an id that is no UUID is found, where it stands', () => {
  expect(findingsOf(caMissingId, secret({ id: 'payments-root', cert: 'x' }, { 'konghq.com/ca-cert': 'true' }))).toEqual(
    [
      {
        severity: 'error',
        object: 'Secret payments/edge-client',
        path: 'stringData.id',
        message: 'the id of Secret payments/edge-client is no UUID, and Kong refuses the configuration with it',
        fix: 'set id to a UUID that no other authority has',
      },
    ],
  );
});

test('the Secret of a Certificate is found, as a secretTemplate cannot add a key', () => {
  expect(findingsOf(caMissingId, certificate('{labels: {konghq.com/ca-cert: "true"}}'))).toEqual([
    {
      severity: 'error',
      object: 'Certificate payments/edge-client',
      path: 'spec',
      message: `Secret payments/edge-client ${NO_ID}`,
      fix: 'write Secret payments/edge-client with the key id and a UUID beside the Certificate: cert-manager keeps keys that it does not own, and its secretTemplate cannot add one',
    },
  ]);
});

test.each([
  ['a ConfigMap with a UUID', configMap({ id: UUID, 'ca.crt': CA.pem })],
  [
    'a Secret with a UUID beside its Certificate',
    certificate('{labels: {konghq.com/ca-cert: "true"}}') + secret({ id: UUID, 'tls.crt': '', 'tls.key': '' }),
  ],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(caMissingId, yaml)).toBe('pass');
});

test.each([
  ['a ConfigMap that nobody of Kong names', configMap({ 'ca.crt': CA.pem }, {})],
  ['an authority outside the set', service({ 'ca-certificates-secrets': 'root' })],
])('%s is not judged', (_name, yaml) => {
  expect(verdictOf(caMissingId, yaml)).toBe(
    'not applicable: there is no ConfigMap or Secret with the label konghq.com/ca-cert, and none that a Service or BackendTLSPolicy of Kong names as an authority',
  );
});
