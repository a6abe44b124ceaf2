import { caKindNotRead } from '../../../../src/checks/rules/gateway-api/ca-kind-not-read';
import { capabilityUnknown } from '../../../../src/checks/rules/gateway-api/capability-unknown';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

const SECRET = policy({ roots: 'caCertificateRefs: [{group: "", kind: Secret, name: roots}]' });
const CONFIG_MAP_FIX = 'write the roots into a ConfigMap under ca.crt, for example with a trust-manager Bundle';

test.each([
  ['a ConfigMap', policy(), []],
  ['a Secret', SECRET, ['kgateway@2.4']],
])('%s passes where it is read', (_, yaml, gateways) => {
  expect(verdictOf(caKindNotRead, yaml, { gateways })).toBe('pass');
});

test.each([
  [
    'error',
    ['kgateway@2.1'],
    'kgateway 2.1 reads roots from ConfigMap only (kgateway-dev/kgateway#12805, mended in 2.2); got Secret roots',
    `use version 2.2 to 2.4, or ${CONFIG_MAP_FIX}`,
  ],
  [
    'error',
    ['cilium@1.20'],
    'Cilium 1.20 reads roots from ConfigMap only (cilium/cilium#47759); got Secret roots',
    CONFIG_MAP_FIX,
  ],
  [
    'warning',
    [],
    'roots are in Secret roots; that every gateway reads is required of ConfigMaps alone',
    `state the gateway and its version, or ${CONFIG_MAP_FIX}`,
  ],
])('a Secret is found as %s with %j', (severity, gateways, message, fix) => {
  expect(findingsOf(caKindNotRead, SECRET, { gateways })).toEqual([
    {
      severity,
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.validation.caCertificateRefs[0].kind',
      message,
      fix,
    },
  ]);
});

test('a kind of which it is not established whether the gateway reads it is not judged, and said to be unknown', () => {
  const options = { gateways: ['airlock@5.1'] };
  expect(findingsOf(caKindNotRead, SECRET, options)).toEqual([]);
  const unknown = findingsOf(capabilityUnknown, SECRET, options).map(({ message }) => message);
  expect(unknown).toContainEqual(expect.stringContaining('btp.caKinds'));
});

test('who states the portable core is held to it', () => {
  expect(findingsOf(caKindNotRead, SECRET, { gateways: ['gateway-api@1.6'] })).toMatchObject([{ severity: 'warning' }]);
});

test('it does not apply to policies without references', () => {
  expect(verdictOf(caKindNotRead, policy({ roots: 'wellKnownCACertificates: System' }))).toBe(
    'not applicable: no BackendTLSPolicy has caCertificateRefs',
  );
});
