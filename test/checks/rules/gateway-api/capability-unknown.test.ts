import { RULES } from '../../../../src/checks/rules';
import { capabilityUnknown } from '../../../../src/checks/rules/gateway-api/capability-unknown';
import { findingsOf, verdictOf } from '../_rule';
import { CONTROLLERS, gateway, policy, route, service } from './_yaml';

const NAMES = { validation: 'subjectAltNames: [{type: URI, uri: "spiffe://example.org/ledger"}]' };

test('nothing is said where each question has an answer', () => {
  expect(findingsOf(capabilityUnknown, policy(), { gateways: ['envoy-gateway@1.9'] })).toEqual([]);
});

test('what is unknown is said once, however many policies ask', () => {
  const yaml = policy(NAMES) + policy({ ...NAMES, name: 'second' });
  expect(findingsOf(capabilityUnknown, yaml, { gateways: ['kgateway@2.3'] })).toEqual([
    {
      severity: 'info',
      object: '',
      path: '',
      message:
        'kgateway 2.3: btp.san (what becomes of subjectAltNames) is unknown: not read before 2.4, and no conformance claim',
      fix: 'test it on your cluster, or keep to the portable subset',
    },
  ]);
});

test('a version that is not stated is said once, whatever depends on it', () => {
  const yaml = policy(NAMES) + service() + gateway(CONTROLLERS.kgateway) + route();
  expect(findingsOf(capabilityUnknown, yaml)).toEqual([
    {
      severity: 'info',
      object: '',
      path: '',
      message: 'kgateway: its version is not stated, so what depends on it was not judged',
      fix: 'state the version with --gateway kgateway@VERSION',
    },
  ]);
});

test('a version outside the table is unknown, not taken for the newest', () => {
  const unknown = findingsOf(capabilityUnknown, policy(NAMES), { gateways: ['envoy-gateway@9.0'] });
  expect(unknown.map(({ message }) => message)).toContain(
    'Envoy Gateway 9.0: btp.san (what becomes of subjectAltNames) is unknown: nothing is recorded for version 9.0',
  );
});

test('who keeps to the portable core is not sent to it', () => {
  const unknown = findingsOf(capabilityUnknown, policy(NAMES), { gateways: ['gateway-api@1.6'] });
  expect(new Set(unknown.map(({ fix }) => fix))).toEqual(new Set(['name the implementation with --gateway']));
});

test('it comes after all rules, which ask', () => {
  expect(RULES.at(-1)).toBe(capabilityUnknown);
});

test('it does not apply where nothing was asked', () => {
  expect(verdictOf(capabilityUnknown, policy(NAMES), { gateways: ['kgateway@2.3'] })).toBe(
    'not applicable: no rule asked what is not known',
  );
});
