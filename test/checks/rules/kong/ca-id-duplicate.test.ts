import { caIdDuplicate } from '../../../../src/checks/rules/kong/ca-id-duplicate';
import { createCa } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { configMap, KIC, kongGateway } from './_yaml';

const CA = createCa({ commonName: 'Payments Root' });
const OTHER = createCa({ commonName: 'Other Root' });
const ID = '0b4f2b4e-3c52-4a9b-8f2c-7f1f7b2a9c11';
const OTHER_ID = '6c0d1f0a-90c9-4a35-9c0c-0c2b8b0c7d22';
const LABEL = { 'konghq.com/ca-cert': 'true' };
const FIRST = configMap({ id: ID, 'ca.crt': CA.pem });
const SAME = configMap({ id: ID.toUpperCase(), 'ca.crt': CA.pem }, LABEL, 'copy');
const DIFFERENT = configMap({ id: ID, 'ca.crt': OTHER.pem }, LABEL, 'copy');

test.each([
  [
    'different certificates, where the oldest wins',
    DIFFERENT,
    KIC,
    'Kong Ingress Controller 3.5.13 only the oldest of the two counts, and Services that name the other trust its certificate instead',
  ],
  [
    'the same certificate, where Kong refuses both',
    SAME.replace(ID.toUpperCase(), ID),
    ['kong-ingress-controller@3.5.10'],
    'Kong Ingress Controller 3.5.10 Kong refuses the whole configuration',
  ],
])('one id for two objects is found: %s', (_name, second, gateways, effect) => {
  expect(findingsOf(caIdDuplicate, FIRST + second, { gateways })).toEqual([
    {
      severity: 'error',
      object: 'ConfigMap payments/copy',
      path: 'data.id',
      message: `ConfigMap payments/root has the id ${ID} too; with ${effect}`,
      fix: 'give the authority a UUID of its own',
    },
  ]);
});

test('one certificate under two ids is found where Kong has a database', () => {
  const yaml =
    FIRST +
    configMap({ id: OTHER_ID, 'ca.crt': CA.pem }, LABEL, 'copy') +
    kongGateway('3.9.1', '[{name: KONG_DATABASE, value: postgres}]');
  expect(findingsOf(caIdDuplicate, yaml, { gateways: KIC })).toEqual([
    {
      severity: 'warning',
      object: 'ConfigMap payments/copy',
      path: 'data.id',
      message:
        'ConfigMap payments/root holds the same certificate under another id, which a Kong with a database may refuse (inferred: its digest is unique there)',
      fix: `use the id ${ID} for both`,
    },
  ]);
});

test.each([
  ['the same certificate where the oldest wins', FIRST + SAME],
  [
    'an object without label',
    FIRST + configMap({ id: ID, 'ca.crt': OTHER.pem }, {}, 'copy') + configMap({ id: OTHER_ID }, LABEL, 'third'),
  ],
  [
    'one certificate under two ids without a database',
    FIRST + configMap({ id: OTHER_ID, 'ca.crt': CA.pem }, LABEL, 'copy'),
  ],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(caIdDuplicate, yaml, { gateways: KIC })).toBe('pass');
});

test.each([
  ['one authority', FIRST, KIC, 'there are no two certificate authorities with an id and the label konghq.com/ca-cert'],
  [
    'a version that is not stated',
    FIRST + DIFFERENT,
    [],
    'the version of the Kong controller is not stated or not known',
  ],
  [
    'a version whose patches differ',
    FIRST + DIFFERENT,
    ['kong-ingress-controller@3.5'],
    'the version of the Kong controller is not stated or not known',
  ],
])('%s is not judged', (_name, yaml, gateways, reason) => {
  expect(verdictOf(caIdDuplicate, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});
