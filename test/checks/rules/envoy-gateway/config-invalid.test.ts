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
    'name the hooks that the extension implements under hooks.xdsTranslator',
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
  ['a field of a newer release', 'extensionApis: {enableSomething: true}'],
  ['fields of the wrong type', 'extensionApis: 7\nextensionManagers: 7'],
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
