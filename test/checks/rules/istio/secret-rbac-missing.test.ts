import { secretRbacMissing } from '../../../../src/checks/rules/istio/secret-rbac-missing';
import { findingsOf, verdictOf } from '../_rule';
import { behindGateway, destinationRule } from './_istio';

const MUTUAL = destinationRule('mode: MUTUAL, credentialName: edge-client');
const USE = behindGateway() + MUTUAL;
const gateways = ['istio@1.30'];

function role(rule: string, kind = 'Role'): string {
  return `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: secrets${kind === 'Role' ? ', namespace: edge' : ''}}
rules: [{${rule}}]
`;
}

function binding(subject: string, { kind = 'RoleBinding', namespace = 'edge', roleKind = 'Role' } = {}): string {
  return `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: secrets${kind === 'RoleBinding' ? `, namespace: ${namespace}` : ''}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${roleKind}, name: secrets}
subjects: [{${subject}}]
`;
}

const LIST = 'apiGroups: [""], resources: [secrets], verbs: [get, watch, list]';
const ACCOUNT = 'kind: ServiceAccount, name: edge-istio, namespace: edge';
const GROUP = 'kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:serviceaccounts:edge"';
const CLUSTER = { kind: 'ClusterRoleBinding', roleKind: 'ClusterRole' };

test.each([
  ['a Role and its binding', role(LIST) + binding(ACCOUNT)],
  ['a Role for everything', role('apiGroups: ["*"], resources: ["*"], verbs: ["*"]') + binding(ACCOUNT)],
  ['a binding without namespace for its own', role(LIST) + binding('kind: ServiceAccount, name: edge-istio')],
  ['a binding of all accounts', role(LIST) + binding(GROUP)],
  ['a ClusterRole for the whole cluster', role(LIST, 'ClusterRole') + binding(ACCOUNT, CLUSTER)],
  ['a ClusterRole for one namespace', role(LIST, 'ClusterRole') + binding(ACCOUNT, { roleKind: 'ClusterRole' })],
  ['a ClusterRole that is not in the set', binding(ACCOUNT, CLUSTER)],
])('%s passes', (_name, rbac) => {
  expect(verdictOf(secretRbacMissing, USE + rbac, { gateways })).toBe('pass');
});

const found = {
  object: 'DestinationRule payments/ledger',
  path: 'spec.trafficPolicy.portLevelSettings[0].tls.credentialName',
  fix: 'bind ServiceAccount edge-istio to a Role in namespace edge with verbs get, watch, list on secrets, without resourceNames',
};
const missing =
  'ServiceAccount edge/edge-istio of Gateway edge/edge may not list Secrets: no Role in the set allows it; Istio 1.30 gives it no credential';

test.each([
  ['no Role at all', ''],
  ['a Role that may only get', role('apiGroups: [""], resources: [secrets], verbs: [get]') + binding(ACCOUNT)],
  [
    'a binding in another namespace',
    role(LIST, 'ClusterRole') + binding(ACCOUNT, { namespace: 'payments', roleKind: 'ClusterRole' }),
  ],
  ['a binding of another account', role(LIST) + binding('kind: ServiceAccount, name: edge, namespace: edge')],
])('%s is found; as an error where the set is declared complete', (_name, rbac) => {
  expect(findingsOf(secretRbacMissing, USE + rbac, { gateways })).toEqual([
    { ...found, severity: 'info', message: missing },
  ]);
  expect(findingsOf(secretRbacMissing, USE + rbac, { gateways, closedWorld: true })).toEqual([
    { ...found, severity: 'error', message: missing },
  ]);
});

test('a Role that is limited to names does not do', () => {
  const rbac = role(`${LIST}, resourceNames: [edge-client]`) + binding(ACCOUNT);
  expect(findingsOf(secretRbacMissing, USE + rbac, { gateways })).toEqual([
    {
      ...found,
      severity: 'error',
      message:
        'ServiceAccount edge/edge-istio of Gateway edge/edge may not list Secrets: its Role is limited by resourceNames; Istio 1.30 gives it no credential',
    },
  ]);
});

test('the account that a Gateway names is the one that counts', () => {
  const named = behindGateway('istio', ', annotations: {gateway.istio.io/service-account: proxy}') + MUTUAL;
  const rbac = role(LIST) + binding('kind: ServiceAccount, name: proxy, namespace: edge');
  expect(verdictOf(secretRbacMissing, named + rbac, { gateways })).toBe('pass');
});

const MANUAL = behindGateway().replace(
  'gatewayClassName: istio',
  'gatewayClassName: istio, addresses: [{type: Hostname, value: ingress.istio-system.svc}]',
);
const notJudged = 'no Gateway that Istio deploys presents the credential of a DestinationRule with mode MUTUAL';

test.each([
  ['roots alone', behindGateway() + destinationRule('mode: SIMPLE, credentialName: edge-client'), gateways, notJudged],
  ['a deployment of your own', MANUAL + MUTUAL, gateways, notJudged],
  [
    'a Gateway with names of its own',
    behindGateway('istio', ', annotations: {gateway.istio.io/name-override: a}') + MUTUAL,
    gateways,
    notJudged,
  ],
  ['a Gateway of another implementation', behindGateway('kgateway') + MUTUAL, gateways, notJudged],
  ['a version that is not stated', USE, [], 'the version of Istio is not stated'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(secretRbacMissing, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});
