import { btpNotRead } from '../../../../src/checks/rules/gateway-api/btp-not-read';
import { findingsOf, verdictOf } from '../_rule';
import { CONTROLLERS, crd, gateway, policy, route, service } from './_yaml';

const KONG = ['kong-ingress-controller@3.5.13'];

function kongController(gates: string): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: kong, namespace: kong}
spec:
  template:
    spec:
      containers:
        - name: ingress-controller
          image: kong/kubernetes-ingress-controller:3.5.13
          env: [{name: CONTROLLER_FEATURE_GATES, value: "${gates}"}]
`;
}

test.each([
  ['v1 on a gateway that reads v1', policy(), ['kgateway@2.4']],
  ['v1alpha3 on one that reads v1alpha3', policy({ version: 'v1alpha3' }), KONG],
  ['v1 where the experimental channel serves v1alpha3 too', policy() + crd('v1.6.1', 'experimental'), KONG],
  ['an open gate', policy({ version: 'v1alpha3' }) + kongController('Other=false, GatewayAlpha=true'), KONG],
])('%s passes', (_, yaml, gateways) => {
  expect(verdictOf(btpNotRead, yaml, { gateways })).toBe('pass');
});

test.each([
  [
    'a gateway that reads no policy',
    policy() + service() + gateway('gateway.k8s.aws/alb') + route(),
    ['aws-lbc@3.5'],
    'error',
    '',
    'AWS Load Balancer Controller 3.5 does not read BackendTLSPolicy, so the backend gets plaintext (not claimed in the conformance reports of 3.2.0 and 3.5.0)',
    'use a gateway that reads it',
  ],
  [
    'a version that the channel does not serve',
    policy({ version: 'v1alpha3' }) + crd('v1.6.1', 'standard'),
    KONG,
    'error',
    'apiVersion',
    'Kong Ingress Controller 3.5.13 reads BackendTLSPolicy v1alpha3, which the standard channel of Gateway API 1.6.1 does not serve; the experimental channel alone has it, since 1.1',
    'install CRDs that serve v1alpha3',
  ],
  [
    'v1 on a gateway that reads v1alpha3',
    policy(),
    KONG,
    'error',
    'apiVersion',
    'Kong Ingress Controller 3.5.13 reads BackendTLSPolicy v1alpha3, and this is v1: it is read only where the CRDs serve v1alpha3 too; the experimental channel alone has it, since 1.1',
    'write apiVersion gateway.networking.k8s.io/v1alpha3, or give the CRDs of your cluster',
  ],
  [
    'v1alpha3 on a gateway that reads v1',
    policy({ version: 'v1alpha3' }),
    ['kgateway@2.4'],
    'warning',
    'apiVersion',
    'kgateway 2.4 reads BackendTLSPolicy v1, and this is v1alpha3: it is read only where the CRDs serve v1 too; both channels have it since 1.4',
    'write apiVersion gateway.networking.k8s.io/v1, or give the CRDs of your cluster',
  ],
  [
    'a gate that is shut',
    policy({ version: 'v1alpha3' }) + kongController('GatewayAlpha=false'),
    KONG,
    'error',
    '',
    'Kong Ingress Controller 3.5.13 reads BackendTLSPolicy only with GatewayAlpha, which its controller in the set does not have on (source; from 1.4 on Gateway API serves v1alpha3 in its experimental channel only)',
    'turn GatewayAlpha on in the controller',
  ],
])('%s is found', (_, yaml, gateways, severity, path, message, fix) => {
  expect(findingsOf(btpNotRead, yaml, { gateways })).toEqual([
    { severity, object: 'BackendTLSPolicy payments/ledger', path, message, fix },
  ]);
});

test.each([
  [
    'kong-operator',
    'gateway-operator.konghq.com/v2beta1',
    'ControlPlane',
    '{featureGates: [{name: Other, state: enabled}]}',
  ],
])('the gate of %s is read from its own object', (name, apiVersion, kind, spec) => {
  const yaml = `${policy({ version: 'v1alpha3' })}---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: kong, namespace: kong}
spec: ${spec}
`;
  expect(findingsOf(btpNotRead, yaml, { gateways: [`${name}@2.2`] })).toHaveLength(1);
});

test('a Gateway of Kong Operator that is hybrid reads no policy', () => {
  const behind = (configuration: string) => `${policy({ version: 'v1alpha3' })}${service()}${route()}---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong}
spec:
  controllerName: konghq.com/gateway-operator
  parametersRef: {group: gateway-operator.konghq.com, kind: GatewayConfiguration, name: kong, namespace: gateways}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: gateways}
spec: {gatewayClassName: kong, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway-operator.konghq.com/v2beta1
kind: GatewayConfiguration
metadata: {name: kong, namespace: gateways}
spec: {${configuration}}
`;
  const options = { gateways: ['kong-operator@2.2'] };
  expect(findingsOf(btpNotRead, behind('konnect: {authRef: {name: konnect}}'), options)).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: '',
      message:
        'Kong Operator, hybrid Gateway 2.2 does not read BackendTLSPolicy, so the backend gets plaintext (source of 2.3.0-rc.3; inferred for the releases before)',
      fix: expect.any(String),
    },
  ]);
  expect(verdictOf(btpNotRead, behind('dataPlaneOptions: {}'), options)).toBe('pass');
});

test('a GatewayConfiguration may open the gate of Kong Operator', () => {
  const yaml = (gates: string) => `${policy({ version: 'v1alpha3' })}---
apiVersion: gateway-operator.konghq.com/v2beta1
kind: ControlPlane
metadata: {name: other, namespace: kong}
spec: {}
---
apiVersion: gateway-operator.konghq.com/v2beta1
kind: GatewayConfiguration
metadata: {name: kong, namespace: kong}
spec: {controlPlaneOptions: {featureGates: [${gates}]}}
`;
  const options = { gateways: ['kong-operator@2.2'] };
  expect(verdictOf(btpNotRead, yaml('{name: GatewayAlpha, state: enabled}'), options)).toBe('pass');
  expect(verdictOf(btpNotRead, yaml(''), options)).toBe('pass');
});

test.each([
  [
    'nginx-gateway-fabric@2.2',
    'nginx-gateway-fabric:2.2.0',
    '--gateway-api-experimental-features',
    '--metrics-port=9113',
  ],
  [
    'traefik@3.5',
    'traefik:v3.5',
    '--providers.kubernetesgateway.experimentalChannel=true',
    '--providers.kubernetesgateway=true',
  ],
])('the gate of %s is a flag of its container', (stated, image, open, otherwise) => {
  const controller = (flag: string) => `${policy({ version: 'v1alpha3' })}---
apiVersion: apps/v1
kind: Deployment
metadata: {name: controller, namespace: gateways}
spec: {template: {spec: {containers: [{name: controller, image: "example.com/${image}", args: ["${flag}"]}]}}}
`;
  const options = { gateways: [stated] };
  expect(verdictOf(btpNotRead, controller(open), options)).toBe('pass');
  expect(findingsOf(btpNotRead, controller(otherwise), options)).toMatchObject([
    { severity: 'error', message: expect.stringContaining('which its controller in the set does not have on') },
  ]);
});

test('Traefik may be configured by other means than flags', () => {
  const yaml = `${policy({ version: 'v1alpha3' })}---
apiVersion: apps/v1
kind: Deployment
metadata: {name: traefik, namespace: gateways}
spec: {template: {spec: {containers: [{name: traefik, image: "traefik:v3.5", args: [--configfile=/traefik.yaml]}]}}}
`;
  expect(verdictOf(btpNotRead, yaml, { gateways: ['traefik@3.5'] })).toBe('pass');
});

test('the gate of Istio is an environment variable', () => {
  const istiod = (value: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: istiod, namespace: istio-system}
spec: {template: {spec: {containers: [{name: discovery, image: "istio/pilot:1.27.0", env: [{name: PILOT_ENABLE_ALPHA_GATEWAY_API, ${value}}]}]}}}
`;
  const yaml = policy({ version: 'v1alpha3' });
  const options = { gateways: ['istio@1.27'] };
  expect(findingsOf(btpNotRead, yaml + istiod('value: "false"'), options)).toHaveLength(1);
  expect(verdictOf(btpNotRead, yaml + istiod('value: "true"'), options)).toBe('pass');
  expect(verdictOf(btpNotRead, yaml + istiod('valueFrom: {configMapKeyRef: {name: a, key: b}}'), options)).toBe('pass');
});

test.each([
  [service(), [], 'there is no BackendTLSPolicy'],
  [policy(), [], 'no gateway is known: no route leads to the targets, and none is stated'],
  [
    policy() + service() + gateway(CONTROLLERS.kong) + route(),
    [],
    'what the gateways do is not known: their versions are not stated, or not in the tables',
  ],
])('it does not apply without a policy, a gateway or its version: %#', (yaml, gateways, reason) => {
  expect(verdictOf(btpNotRead, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});
