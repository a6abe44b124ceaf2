import { configInvalid } from '../../../../src/checks/rules/envoy-gateway/config-invalid';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { backend, configuration } from './_yaml';

const HOOKS = 'hooks: {xdsTranslator: {post: [Cluster]}}';
const SERVICE = 'service: {fqdn: {hostname: extension.example.com, port: 9443}}';
const TARGET = 'name the extension by one of fqdn, ip and unix';

test.each([
  [
    'a field in the wrong case',
    `extensionManager: {${HOOKS}, service: {fqdn: {hostname: a, port: 1}, retry: {retryableStatusCodes: [UNAVAILABLE]}}}`,
    'extensionManager.service.retry.retryableStatusCodes is dropped in silence: the field is RetryableStatusCodes',
    'write RetryableStatusCodes',
  ],
  [
    'a field in the wrong case, in a list',
    `extensionManagers: [{name: a, FailOpen: true, ${HOOKS}, ${SERVICE}}]`,
    'extensionManagers[0].FailOpen is dropped in silence: the field is failOpen',
    'write failOpen',
  ],
  [
    'hostname alone',
    `extensionManager: {${HOOKS}, service: {hostname: extension.example.com, port: 9443}}`,
    'extensionManager.service has hostname alone, which names no target; one of fqdn, ip and unix is wanted',
    TARGET,
  ],
  [
    'no target',
    `extensionManager: {${HOOKS}}`,
    'extensionManager.service names no target; one of fqdn, ip and unix is wanted',
    TARGET,
  ],
  [
    'two targets',
    `extensionManager: {${HOOKS}, service: {ip: {address: 10.0.0.1, port: 1}, unix: {path: /run/x.sock}}}`,
    'extensionManager.service names ip and unix, and one target is allowed',
    TARGET,
  ],
  [
    'no hooks',
    `extensionManager: {${SERVICE}}`,
    'extensionManager has no hooks, and the configuration is refused without',
    'name the hooks that the extension implements under hooks.xdsTranslator.pre or post',
  ],
  [
    'an empty list of hooks',
    `extensionManager: {hooks: {xdsTranslator: {post: []}}, ${SERVICE}}`,
    'extensionManager has no hooks, and the configuration is refused without',
    'name the hooks that the extension implements under hooks.xdsTranslator.pre or post',
  ],
  [
    'a field that is misspelled',
    `extensionManager: {failOpn: true, ${HOOKS}, ${SERVICE}}`,
    'extensionManager.failOpn is dropped in silence: the field is failOpen',
    'write failOpen',
  ],
  [
    'a field that nobody knows',
    `extensionManager: {mutualTls: true, ${HOOKS}, ${SERVICE}}`,
    'extensionManager.mutualTls is no field of Envoy Gateway up to 1.9, and what is not known is dropped in silence',
    'remove it, or look for its name in the API reference of your release',
  ],
  [
    'a hook that is never called',
    `extensionManager: {hooks: {xdsTranslator: {post: [Clusters]}}, ${SERVICE}}`,
    'extensionManager.hooks.xdsTranslator.post: post[0] is "Clusters"; allowed is one of "VirtualHost", "Route", "HTTPListener", "Translation", "Cluster", "Endpoints"',
    'did you mean "Cluster"',
  ],
  [
    'a value of the wrong type',
    `extensionManager: {${HOOKS}, service: {fqdn: {hostname: a, port: "9443"}}}`,
    'extensionManager.service.fqdn: port is a string, "9443"; allowed is an integer',
    'remove the quotes',
  ],
  [
    'a list in place of an object',
    'extensionApis: []',
    'extensionApis is a list; allowed is an object',
    'give an object',
  ],
  [
    'a repeated name',
    `extensionManagers: [{name: a, ${HOOKS}, ${SERVICE}}, {name: a, ${HOOKS}, ${SERVICE}}]`,
    'extensionManagers[1].name "a" is there twice, and the configuration is refused',
    'give each extension manager a name of its own',
  ],
  [
    'no name',
    `extensionManagers: [{${HOOKS}, ${SERVICE}}]`,
    'extensionManagers[0] has no name, by which the list tells its entries apart',
    'give it a name of its own',
  ],
  [
    'an empty list',
    'extensionManagers: []',
    'extensionManagers is empty, and one at least is wanted',
    'remove extensionManagers',
  ],
  [
    'both forms',
    `extensionManager: {${HOOKS}, ${SERVICE}}\nextensionManagers: [{name: a, ${HOOKS}, ${SERVICE}}]`,
    'extensionManager and extensionManagers are both set, and one of the two is allowed',
    'move extensionManager into the list, with a name',
  ],
  [
    'a ConfigMap in place of a Secret',
    `extensionManager: {${HOOKS}, service: {fqdn: {hostname: a, port: 1}, tls: {certificateRef: {kind: ConfigMap, name: x}}}}`,
    'extensionManager.service.tls.certificateRef names ConfigMap, and a Secret of the core group is wanted',
    'name a Secret',
  ],
])('%s is found', (_name, fields, message, fix) => {
  expect(findingsOf(configInvalid, configuration(fields))).toEqual([
    {
      severity: 'error',
      object: 'ConfigMap envoy-gateway-system/envoy-gateway-config',
      path: 'data[envoy-gateway.yaml]',
      message,
      fix,
    },
  ]);
});

test('a field outside the extension managers may belong to a newer release', () => {
  expect(findingsOf(configInvalid, configuration('extensionApis: {enableSomething: true}'))).toMatchObject([
    {
      severity: 'warning',
      message:
        'extensionApis.enableSomething is no field of Envoy Gateway up to 1.9, and what is not known is dropped in silence',
    },
  ]);
});

describe('the client certificate for an extension server', () => {
  const tls = 'tls: {certificateRef: {name: ca}, clientCertificateRef: {name: client}}';
  const presenting = configuration(
    `extensionManager: {${HOOKS}, service: {fqdn: {hostname: extension.example.com, port: 9443}, ${tls}}}`,
  );

  test('is dropped before 1.6', () => {
    expect(findingsOf(configInvalid, presenting, { gateways: ['envoy-gateway@1.5'] })).toMatchObject([
      {
        severity: 'error',
        message:
          'extensionManager.service.tls.clientCertificateRef is dropped in silence by Envoy Gateway 1.5 (envoyproxy/gateway#6777 came with 1.6)',
        fix: 'upgrade to 1.6 or later, or have the extension server accept connections without a client certificate',
      },
    ]);
  });

  test.each([
    ['from 1.6 on', ['envoy-gateway@1.6']],
    ['where no version is stated', []],
  ])('is no matter %s', (_name, gateways) => {
    expect(verdictOf(configInvalid, presenting, { gateways })).toBe('pass');
  });
});

test('a configuration among the manifests is pointed at by line', () => {
  const document = `
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyGateway
extensionapis: {enableBackend: true}
`;
  expect(lineOf(configInvalid, document)).toBe(4);
});

test.each([
  ['a whole configuration', `extensionManagers: [{name: a, ${HOOKS}, ${SERVICE}}, {name: b, ${HOOKS}, ${SERVICE}}]`],
  ['a configuration without extensions', 'gateway: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}'],
])('%s passes', (_name, fields) => {
  expect(verdictOf(configInvalid, configuration(fields))).toBe('pass');
});

test.each([
  ['a set without configuration', backend('{}')],
  ['a text that is no YAML', configuration('a: [')],
  [
    'a text that is a configuration of another API',
    configuration('').replace('gateway.envoyproxy.io/', 'example.com/'),
  ],
])('%s is not judged', (_name, yaml) => {
  expect(verdictOf(configInvalid, yaml)).toBe(
    'not applicable: there is no configuration of Envoy Gateway (kind EnvoyGateway)',
  );
});
