import { preserveHostWins } from '../../../../src/checks/rules/kong/preserve-host-wins';
import { findingsOf, verdictOf } from '../_rule';
import { gateway, ingress, KIC, policy, route, service } from './_yaml';

const POLICY = policy('{hostname: ledger.internal, caCertificateRefs: [{group: "", kind: ConfigMap, name: root}]}');
const NAMED = service({ protocol: 'https', 'tls-verify': 'true', 'host-header': 'ledger.internal' });
const path = 'metadata.annotations[konghq.com/preserve-host]';
const fix = 'annotate the route with konghq.com/preserve-host: "false"';

test.each([
  [
    'an HTTPRoute to a Service with a policy',
    gateway() + route() + POLICY,
    'HTTPRoute payments/ledger',
    "the route has no konghq.com/preserve-host, so Kong Ingress Controller 3.5.13 lets Kong send and verify the client's Host header, not hostname ledger.internal of BackendTLSPolicy ledger, at Service payments/ledger",
  ],
  [
    'an HTTPRoute that keeps the Host header on purpose',
    gateway() + route({ annotations: '{konghq.com/preserve-host: "true"}' }) + POLICY,
    'HTTPRoute payments/ledger',
    'the route has konghq.com/preserve-host "true", so Kong Ingress Controller 3.5.13 lets Kong send and verify the client\'s Host header, not hostname ledger.internal of BackendTLSPolicy ledger, at Service payments/ledger',
  ],
  [
    'an Ingress to a Service with a host header',
    ingress() + NAMED,
    'Ingress payments/ledger',
    "the route has no konghq.com/preserve-host, so Kong Ingress Controller 3.5.13 lets Kong send and verify the client's Host header, not konghq.com/host-header ledger.internal of Service ledger, at Service payments/ledger",
  ],
])('%s is found', (_name, yaml, object, message) => {
  expect(findingsOf(preserveHostWins, yaml, { gateways: KIC })).toEqual([
    { severity: 'error', object, path, message, fix },
  ]);
});

test('an Ingress to a Service with a policy is found where an HTTPRoute makes Kong apply the policy', () => {
  const byIngress = ingress() + POLICY;
  expect(verdictOf(preserveHostWins, byIngress, { gateways: KIC })).toBe('pass');
  const both = byIngress + gateway() + route({ annotations: '{konghq.com/preserve-host: "false"}' });
  expect(findingsOf(preserveHostWins, both, { gateways: KIC })).toEqual([
    {
      severity: 'error',
      object: 'Ingress payments/ledger',
      path,
      message:
        "the route has no konghq.com/preserve-host, so Kong Ingress Controller 3.5.13 lets Kong send and verify the client's Host header, not hostname ledger.internal of BackendTLSPolicy ledger, at Service payments/ledger",
      fix,
    },
  ]);
});

test('a class that is not in the set is taken for one of Kong, where no other gateway is stated', () => {
  const yaml = `---${ingress().split('---')[2]}${NAMED}`;
  expect(yaml).not.toContain('kind: IngressClass');
  expect(findingsOf(preserveHostWins, yaml, { gateways: KIC })).toHaveLength(1);
  expect(findingsOf(preserveHostWins, yaml, { gateways: [...KIC, 'gateway-api@1.4'] })).toHaveLength(1);
  expect(findingsOf(preserveHostWins, yaml, { gateways: [...KIC, 'traefik@3.7'] })).toEqual([]);
});

test.each([
  ['a route with the annotation', gateway() + route({ annotations: '{konghq.com/preserve-host: "false"}' }) + POLICY],
  ['a route that has that very hostname only', gateway() + route({ hostnames: '[ledger.internal]' }) + POLICY],
  ['an Ingress for that very host', ingress('{}', 'ledger.internal') + NAMED],
  ['a Service without a name', gateway() + route() + service({ protocol: 'https', 'tls-verify': 'true' })],
  ['a plaintext Service', gateway() + route() + service({ 'host-header': 'ledger.internal' })],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(preserveHostWins, yaml, { gateways: KIC })).toBe('pass');
});

test.each([
  [
    'a route of another gateway',
    gateway('kgateway.dev/kgateway') + route() + POLICY,
    KIC,
    'there is no HTTPRoute or Ingress of Kong',
  ],
  [
    'a version that is not stated',
    gateway() + route() + POLICY,
    [],
    'the version of the Kong controller is not stated or not known',
  ],
])('%s is not judged', (_name, yaml, gateways, reason) => {
  expect(verdictOf(preserveHostWins, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});
