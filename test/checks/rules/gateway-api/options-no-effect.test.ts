import { optionsNoEffect } from '../../../../src/checks/rules/gateway-api/options-no-effect';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

const withOption = (key: string) => policy({ spec: `options: {${key}: "1"}` });

test.each([
  ['tls-verify-depth', ['kong-ingress-controller@3.5']],
  ['tls-verify-depth', []],
  ['example.com/min-tls', []],
])('the option %s passes with %j', (key, gateways) => {
  expect(verdictOf(optionsNoEffect, withOption(key), { gateways })).toBe('pass');
});

test.each([
  [
    'min-tls',
    [],
    'option "min-tls" has no domain; such keys are reserved, and none is defined',
    'remove it, or use the key as the gateway documents it',
  ],
  [
    'min-tls',
    ['kong-ingress-controller@3.5'],
    'option "min-tls" has no effect on Kong Ingress Controller 3.5 (source)',
    'remove it, or use one of: tls-verify-depth',
  ],
  [
    'gateway.envoyproxy.io/min-tls',
    ['envoy-gateway@1.9'],
    'option "gateway.envoyproxy.io/min-tls" has no effect on Envoy Gateway 1.9 (source: options are ignored)',
    "remove it, and use the gateway's own kind for the setting",
  ],
])('the option %s is found with %j', (key, gateways, message, fix) => {
  const [finding, ...others] = findingsOf(optionsNoEffect, withOption(key), { gateways });
  expect(finding).toMatchObject({ severity: 'warning', object: 'BackendTLSPolicy payments/ledger', message, fix });
  expect(finding?.path).toContain('spec.options');
  expect(others).toEqual([]);
});

test('it does not apply without options', () => {
  expect(verdictOf(optionsNoEffect, policy())).toBe('not applicable: no BackendTLSPolicy has options');
});
