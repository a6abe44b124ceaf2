import { caWithoutVerify } from '../../../../src/checks/rules/kong/ca-without-verify';
import { findingsOf, verdictOf } from '../_rule';
import { policy, service } from './_yaml';

const CAS = { 'ca-certificates-secrets': 'root' };

test.each([
  ['no tls-verify', CAS, 'there is no konghq.com/tls-verify'],
  ['tls-verify yes', { ...CAS, 'tls-verify': 'yes' }, 'konghq.com/tls-verify is "yes", which counts as unset'],
  ['tls-verify false', { ...CAS, 'tls-verify': 'false' }, 'konghq.com/tls-verify is "false"'],
])('%s is found', (_name, annotations, found) => {
  expect(findingsOf(caWithoutVerify, service(annotations))).toEqual([
    {
      severity: 'error',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[konghq.com/ca-certificates-secrets]',
      message: `the authorities are dropped, as ${found}: Kong does not verify the backend, or from 3.14 on against its global trust store`,
      fix: 'set konghq.com/tls-verify: "true"',
    },
  ]);
});

test('a text that is no truth value is found without authorities, too', () => {
  expect(findingsOf(caWithoutVerify, service({ protocol: 'https', 'tls-verify': 'on' }))).toEqual([
    {
      severity: 'error',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[konghq.com/tls-verify]',
      message:
        'konghq.com/tls-verify is "on", which counts as unset: Kong does not verify the backend, or from 3.14 on against its global trust store',
      fix: 'set konghq.com/tls-verify: "true"',
    },
  ]);
});

test.each([
  ['tls-verify true', service({ ...CAS, 'tls-verify': 'T' })],
  ['a policy, which turns verification on', service(CAS) + policy('{hostname: a}')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(caWithoutVerify, yaml)).toBe('pass');
});

test('a Service without authorities is not judged', () => {
  expect(verdictOf(caWithoutVerify, service({ 'tls-verify': 'false' }))).toBe(
    'not applicable: no Service names certificate authorities by an annotation of Kong',
  );
});
