import { credentialUnusable } from '../../../../src/checks/rules/istio/credential-unusable';
import { findingsOf, verdictOf } from '../_rule';
import { behindGateway, destinationRule, secret } from './_istio';

const MUTUAL = destinationRule('mode: MUTUAL, credentialName: edge-client');
const PAIR = ['tls.crt', 'tls.key'];
const WITH_CA = [...PAIR, 'ca.crt'];
const ISTIO_GATEWAY = `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: classic, namespace: payments}
spec: {selector: {app: classic}, servers: []}
`;
const path = 'spec.trafficPolicy.portLevelSettings[0].tls.credentialName';
const found = { severity: 'error', object: 'DestinationRule payments/ledger', path };

test.each([
  ['a Secret beside the gateway', MUTUAL + secret('edge', ...WITH_CA)],
  ['a Secret with the keys of Istio', MUTUAL + secret('edge', 'cert', 'key', 'cacert')],
  [
    'an authority in a Secret of its own',
    MUTUAL + secret('edge', ...PAIR) + secret('edge', 'ca.crt').replace('edge-client', 'edge-client-cacert'),
  ],
  ['a Secret that is not in the set', MUTUAL],
  ['roots alone, from a ConfigMap', destinationRule('mode: SIMPLE, credentialName: "configmap://edge/roots"')],
  [
    'a Secret for sidecars',
    destinationRule('mode: MUTUAL, credentialName: edge-client', '\n  workloadSelector: {matchLabels: {app: a}}') +
      secret('payments', ...WITH_CA),
  ],
  ["a Secret that gateways of Istio's own API may use", MUTUAL + secret('payments', ...WITH_CA) + ISTIO_GATEWAY],
  [
    'a Secret in the namespace of one of two places',
    MUTUAL + secret('payments', ...WITH_CA) + secret('edge', ...WITH_CA),
  ],
  [
    'the namespace of the gateway, spelled out',
    destinationRule('mode: MUTUAL, credentialName: "kubernetes://edge/edge-client"'),
  ],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(credentialUnusable, behindGateway() + yaml)).toBe('pass');
});

test('file paths beside a credential are found, each on its own', () => {
  const tls = 'mode: MUTUAL, credentialName: edge-client, caCertificates: /etc/root.pem, privateKey: /etc/key.pem';
  expect(findingsOf(credentialUnusable, destinationRule(tls))).toEqual(
    ['caCertificates', 'privateKey'].map((field) => ({
      ...found,
      path: `spec.trafficPolicy.portLevelSettings[0].tls.${field}`,
      message: `${field} stands beside credentialName; Istio takes either files or a credential`,
      fix: `remove ${field}, or credentialName`,
    })),
  );
});

test('a ConfigMap has no key to present', () => {
  expect(findingsOf(credentialUnusable, destinationRule('mode: MUTUAL, credentialName: "configmap://roots"'))).toEqual([
    {
      ...found,
      message:
        'credentialName "configmap://roots" is a ConfigMap, which has no key to present; mode MUTUAL needs a Secret',
      fix: 'name a Secret with tls.crt, tls.key and ca.crt, or set mode to SIMPLE',
    },
  ]);
});

test('a Secret beside the rule, and not beside the gateway, is not found', () => {
  expect(findingsOf(credentialUnusable, behindGateway() + MUTUAL + secret('payments', ...WITH_CA))).toEqual([
    {
      ...found,
      message: 'Secret payments/edge-client is not in the namespace of the gateway, edge, where Istio looks it up',
      fix: 'keep the Secret in namespace edge',
    },
  ]);
});

test('a Secret that cert-manager writes beside the rule is not found either', () => {
  const certificate = `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: edge-client, namespace: payments}
spec: {secretName: edge-client, dnsNames: [edge.example.com], issuerRef: {name: ca}}
`;
  expect(findingsOf(credentialUnusable, behindGateway() + MUTUAL + certificate)).toEqual([
    expect.objectContaining({
      message: 'Secret payments/edge-client is not in the namespace of the gateway, edge, where Istio looks it up',
    }),
  ]);
});

test('another namespace is denied, even if the Secret is there', () => {
  const rule = destinationRule('mode: SIMPLE, credentialName: "kubernetes://payments/edge-client"');
  expect(findingsOf(credentialUnusable, behindGateway() + rule + secret('payments', ...WITH_CA))).toEqual([
    {
      ...found,
      message:
        'credentialName "kubernetes://payments/edge-client" names another namespace than that of the gateway, edge; Istio denies it',
      fix: 'keep the Secret in namespace edge, and give its name alone',
    },
  ]);
});

test('mode MUTUAL needs an authority', () => {
  expect(findingsOf(credentialUnusable, behindGateway() + MUTUAL + secret('edge', ...PAIR))).toEqual([
    {
      ...found,
      message:
        'Secret edge/edge-client has neither ca.crt nor cacert, and there is no Secret edge/edge-client-cacert; mode MUTUAL needs an authority from one of them',
      fix: 'add the authority of the backend to Secret edge/edge-client as ca.crt',
    },
  ]);
});

test('a rule without credential is not judged', () => {
  expect(verdictOf(credentialUnusable, destinationRule('mode: ISTIO_MUTUAL'))).toBe(
    'not applicable: there is no DestinationRule with a credentialName',
  );
});
