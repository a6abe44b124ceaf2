import { btpDropped } from '../../../../src/checks/rules/contour/btp-dropped';
import { findingsOf, verdictOf } from '../_rule';
import { BY_CONFIG_MAP, behindContour, policy } from './_contour';

const gateways = ['contour@1.33'];
const dropped = 'Contour 1.33 drops the policy and sends plaintext to Service payments/ledger';
const found = { severity: 'error', object: 'BackendTLSPolicy payments/ledger' };
const keyFix = 'put the authorities under the key ca.crt of an object in the namespace of the policy';

test.each([
  ['authorities in a ConfigMap', BY_CONFIG_MAP],
  ['authorities that are not in the set', policy('caCertificateRefs: [{group: "", kind: ConfigMap, name: other}]')],
])('%s pass', (_name, yaml) => {
  expect(verdictOf(btpDropped, behindContour() + yaml, { gateways })).toBe('pass');
});

test('the authorities of the system make the policy invalid', () => {
  const yaml = behindContour() + policy('wellKnownCACertificates: System');
  expect(findingsOf(btpDropped, yaml, { gateways })).toEqual([
    {
      ...found,
      path: 'spec.validation.wellKnownCACertificates',
      message: `wellKnownCACertificates is not supported: ${dropped}`,
      fix: 'name a ConfigMap with the authorities in caCertificateRefs instead',
    },
  ]);
});

test('a kind that is not read makes the policy invalid', () => {
  const reference = '{group: certificates.k8s.io, kind: ClusterTrustBundle, name: roots}';
  const yaml = behindContour() + policy(`caCertificateRefs: [${reference}]`);
  expect(findingsOf(btpDropped, yaml, { gateways })).toEqual([
    {
      ...found,
      path: 'spec.validation.caCertificateRefs[0].kind',
      message: `a ClusterTrustBundle is not read: ${dropped}`,
      fix: 'name a ConfigMap or Secret with the authorities under ca.crt',
    },
  ]);
});

test('a ConfigMap without ca.crt makes the policy invalid', () => {
  const yaml = behindContour().replace('ca.crt: text', 'root.pem: text') + BY_CONFIG_MAP;
  expect(findingsOf(btpDropped, yaml, { gateways })).toEqual([
    {
      ...found,
      path: 'spec.validation.caCertificateRefs[0]',
      message: `ConfigMap payments/roots has no key ca.crt: ${dropped}`,
      fix: keyFix,
    },
  ]);
});

test('a ConfigMap that does not exist makes the policy invalid, where the set is declared complete', () => {
  const yaml = behindContour() + policy('caCertificateRefs: [{group: "", kind: ConfigMap, name: other}]');
  expect(findingsOf(btpDropped, yaml, { gateways, closedWorld: true })).toEqual([
    {
      ...found,
      path: 'spec.validation.caCertificateRefs[0]',
      message: `ConfigMap payments/other does not exist: ${dropped}`,
      fix: keyFix,
    },
  ]);
});

test.each([
  ['a set without policy', behindContour(), gateways, 'there is no BackendTLSPolicy on a backend behind Contour'],
  ['a version that is not stated', behindContour() + BY_CONFIG_MAP, [], 'the version of Contour is not stated'],
  [
    'a version that was not read',
    behindContour() + BY_CONFIG_MAP,
    ['contour@1.28'],
    'btp.onInvalid of Contour 1.28 is not known',
  ],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(btpDropped, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});
