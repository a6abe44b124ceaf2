import { mixedBackends } from '../../../../src/checks/rules/nginx-gateway-fabric/mixed-backends';
import { findingsOf, verdictOf } from '../_rule';

function routes(rules: string, controllerName = 'gateway.nginx.org/nginx-gateway-controller'): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: nginx}
spec: {controllerName: ${controllerName}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: payments}
spec: {gatewayClassName: nginx, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bank, namespace: payments}
spec:
  parentRefs: [{name: edge}]
  rules: ${rules}
`;
}

function service(name: string): string {
  return `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: payments}
spec: {ports: [{name: https, port: 8443}, {name: admin, port: 9443}]}
`;
}

function policy(name: string, validation: string, sectionName = ''): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: ${name}, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ${name}${sectionName}}]
  validation: {${validation}}
`;
}

const ROOTS = 'hostname: bank.example.com, caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]';
const SERVICES = service('ledger') + service('risk');
const ONE_RULE = routes('[{backendRefs: [{name: ledger, port: 8443}, {name: risk, port: 8443}]}]') + SERVICES;
const gateways = ['nginx-gateway-fabric@2.6'];
const found = {
  severity: 'error',
  object: 'HTTPRoute payments/bank',
  path: 'spec.rules[0].backendRefs[1]',
  fix: 'give both backends the same CA references and hostname, or a rule each',
};
const notJudged = 'no rule of a route of NGINX Gateway Fabric has several backends, one with a BackendTLSPolicy';

test.each([
  ['policies that agree', policy('ledger', ROOTS) + policy('risk', ROOTS)],
  [
    'policies that agree in another order of fields',
    policy('ledger', ROOTS) +
      policy('risk', 'caCertificateRefs: [{name: roots, kind: ConfigMap, group: ""}], hostname: bank.example.com'),
  ],
  ['policies of the ports that agree', policy('ledger', ROOTS, ', sectionName: https') + policy('risk', ROOTS)],
])('%s pass', (_name, policies) => {
  expect(verdictOf(mixedBackends, ONE_RULE + policies, { gateways })).toBe('pass');
});

test.each([
  ['hostname', ROOTS.replace('bank', 'risk')],
  ['CA references', ROOTS.replace('roots', 'other-roots')],
  ['system roots', 'hostname: bank.example.com, wellKnownCACertificates: System'],
])('policies that differ in %s are found', (_name, validation) => {
  const yaml = ONE_RULE + policy('ledger', ROOTS) + policy('risk', validation);
  expect(findingsOf(mixedBackends, yaml, { gateways })).toEqual([
    {
      ...found,
      message:
        'Service payments/risk with BackendTLSPolicy payments/risk differs from Service payments/ledger with BackendTLSPolicy payments/ledger of the same rule in CA references, system roots or hostname; NGINX Gateway Fabric 2.6 rejects the rule',
    },
  ]);
});

test.each([
  ['no policy', policy('ledger', ROOTS)],
  ['a policy on another port', policy('ledger', ROOTS) + policy('risk', ROOTS, ', sectionName: admin')],
])('a backend with %s beside one with a policy is found', (_name, policies) => {
  expect(findingsOf(mixedBackends, ONE_RULE + policies, { gateways })).toEqual([
    {
      ...found,
      message:
        'Service payments/risk without policy differs from Service payments/ledger with BackendTLSPolicy payments/ledger of the same rule in CA references, system roots or hostname; NGINX Gateway Fabric 2.6 rejects the rule',
    },
  ]);
});

test('the gateway that alone is stated is meant where the class is not in the set, or not the Gateway either', () => {
  const [gatewayClass = '', edge = '', ...others] = ONE_RULE.split('---');
  const policies = policy('ledger', ROOTS);
  for (const yaml of [[edge, ...others], others].map((documents) => documents.join('---') + policies)) {
    expect(findingsOf(mixedBackends, yaml, { gateways })).toHaveLength(1);
    expect(findingsOf(mixedBackends, yaml, { gateways: [...gateways, 'gateway-api@1.5'] })).toHaveLength(1);
    expect(findingsOf(mixedBackends, yaml, { gateways: [...gateways, 'istio@1.30'] })).toEqual([]);
  }
  expect(gatewayClass).toContain('kind: GatewayClass');
});

const TWO_RULES = routes('[{backendRefs: [{name: ledger, port: 8443}]}, {backendRefs: [{name: risk, port: 8443}]}]');
const MIRROR = routes(
  '[{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: risk, port: 8443}}}], backendRefs: [{name: ledger, port: 8443}]}]',
);

test.each([
  ['a rule each', TWO_RULES + SERVICES, gateways, notJudged],
  ['a mirror of the requests', MIRROR + SERVICES, gateways, notJudged],
  ['a backend that is not in the set', ONE_RULE.replace(service('risk'), ''), gateways, notJudged],
  [
    'a Gateway of another implementation',
    ONE_RULE.replace('gateway.nginx.org/nginx-gateway-controller', 'kgateway.dev/kgateway'),
    gateways,
    notJudged,
  ],
  ['a version that is not stated', ONE_RULE, [], 'the version of NGINX Gateway Fabric is not stated'],
  [
    'a version that was not read',
    ONE_RULE,
    ['nginx-gateway-fabric@2.1'],
    'btp.ruleBackends of NGINX Gateway Fabric 2.1 is not known',
  ],
])('%s is not judged', (_name, yaml, stated, reason) => {
  const policies = policy('ledger', ROOTS) + policy('risk', ROOTS.replace('bank', 'risk'));
  expect(verdictOf(mixedBackends, yaml + policies, { gateways: stated })).toBe(`not applicable: ${reason}`);
});
