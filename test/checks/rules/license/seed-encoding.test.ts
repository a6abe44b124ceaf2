import { seedEncoding } from '../../../../src/checks/rules/license/seed-encoding';
import { findingsOf, verdictOf } from '../_rule';
import { licenseText } from './_yaml';

const KIC = { gateways: ['kong-ingress-controller@3.5.13'] };
const KO = { gateways: ['kong-operator@2.2.3'] };
const PLAIN = licenseText('2030-01-01');
const ENCODED = Buffer.from(PLAIN).toString('base64');

function secret(field: 'data' | 'stringData', value: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'konnect-license-cp-1', namespace: 'kong' },
    [field]: { payload: value },
  });
}

test.each([
  [
    'plain text for Kong Ingress Controller',
    secret('stringData', PLAIN),
    KIC,
    'stringData.payload',
    'the plain text',
    'base64 text',
    'encode the license in base64 before it becomes the value of the Secret',
  ],
  [
    'plain text in data',
    secret('data', ENCODED),
    KIC,
    'data.payload',
    'the plain text',
    'base64 text',
    'encode the license in base64 before it becomes the value of the Secret',
  ],
  [
    'base64 text for Kong Operator',
    secret('stringData', ENCODED),
    KO,
    'stringData.payload',
    'the base64 text',
    'plain text',
    'store the license itself as the value of the Secret',
  ],
])('finds %s', (_name, yaml, options, path, found, wanted, fix) => {
  expect(findingsOf(seedEncoding, yaml, options)).toEqual([
    {
      severity: 'error',
      object: 'Secret kong/konnect-license-cp-1',
      path,
      message: `the value is ${found} of a license; this controller reads ${wanted}`,
      fix,
    },
  ]);
});

test.each([
  ['base64 text', secret('stringData', ENCODED), KIC],
  ['plain text', secret('stringData', PLAIN), KO],
  ['an empty Secret, as the chart makes it', secret('stringData', ''), KIC],
  ['what is no license', secret('data', 'AAAA'), KIC],
])('passes %s', (_name, yaml, options) => {
  expect(verdictOf(seedEncoding, yaml, options)).toBe('pass');
});

test.each([
  ['no gateway stated', {}],
  ['two that read differently', { gateways: [...KIC.gateways, ...KO.gateways] }],
  ['a version that nothing is known of', { gateways: ['kong-operator@2.9.0'] }],
])('does not apply with %s', (_name, options) => {
  expect(verdictOf(seedEncoding, secret('stringData', PLAIN), options)).toBe(
    'not applicable: the controller of Kong and its version are not known; state them with --gateway',
  );
});

test('does not apply to other Secrets', () => {
  expect(verdictOf(seedEncoding, secret('stringData', PLAIN).replace('konnect-', ''), KIC)).toBe(
    'not applicable: there is no Secret konnect-license-<control plane id>',
  );
});
