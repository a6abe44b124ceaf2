import { btpWithoutSan } from '../../../../src/checks/rules/istio/btp-without-san';
import { findingsOf, verdictOf } from '../_rule';
import { BY_CONFIG_MAP, behindGateway, policy } from './_istio';

const gateways = ['istio@1.30'];
const WITH_NAME = `${BY_CONFIG_MAP}, subjectAltNames: [{type: Hostname, hostname: ledger.example.com}]`;
const ON_ENTRY = policy(BY_CONFIG_MAP, { target: 'group: networking.istio.io, kind: ServiceEntry' });
const notJudged = 'there is no BackendTLSPolicy on a backend behind Istio';

function entry(names: string): string {
  return `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ledger, namespace: payments}
spec: {hosts: [ledger.example.com], subjectAltNames: ${names}}
`;
}

test('a policy with a name passes', () => {
  expect(verdictOf(btpWithoutSan, behindGateway() + policy(WITH_NAME), { gateways })).toBe('pass');
});

const found = {
  severity: 'error',
  object: 'BackendTLSPolicy payments/ledger',
  path: 'spec.validation',
  fix: 'add subjectAltNames with an entry {type: Hostname, hostname: ledger.example.com}',
};

test.each([
  ['roots of your own', BY_CONFIG_MAP, 'any certificate under these authorities passes'],
  ['an empty list of names', `${BY_CONFIG_MAP}, subjectAltNames: []`, 'any certificate under these authorities passes'],
  [
    'the roots of the system',
    'wellKnownCACertificates: System',
    'any certificate of a public authority passes, whoever it was issued to',
  ],
])('a policy with %s and no name is found', (_name, validation, passes) => {
  expect(findingsOf(btpWithoutSan, behindGateway() + policy(validation), { gateways })).toEqual([
    {
      ...found,
      message: `Istio 1.30 does not verify hostname "ledger.example.com" without subjectAltNames; ${passes}`,
    },
  ]);
});

test('a ServiceEntry without names is found, as Istio verifies its names instead', () => {
  expect(findingsOf(btpWithoutSan, ON_ENTRY + entry('[]'), { gateways })).toHaveLength(1);
});

test.each([
  ['a ServiceEntry with names', ON_ENTRY + entry('[ledger.example.com]'), gateways, notJudged],
  ['a ServiceEntry that is not in the set', ON_ENTRY, gateways, notJudged],
  [
    'a Gateway of another implementation',
    behindGateway('kgateway') + policy(BY_CONFIG_MAP),
    ['kgateway@2.4'],
    notJudged,
  ],
  ['a version that is not stated', behindGateway() + policy(BY_CONFIG_MAP), [], 'the version of Istio is not stated'],
  [
    'a version that was not read',
    behindGateway() + policy(BY_CONFIG_MAP),
    ['istio@1.27'],
    'btp.san of Istio 1.27 is not known',
  ],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(btpWithoutSan, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});
