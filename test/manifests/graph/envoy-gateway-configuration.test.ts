import {
  configurationsOf,
  type ExtensionManager,
  extensionManagersOf,
  extensionSecret,
} from '../../../src/manifests/graph/envoy-gateway-configuration';
import { indexManifests } from '../../../src/manifests/index-set';
import { readManifests } from '../../../src/manifests/read-manifests';

const FILE = `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyGateway
extensionManager: { service: { tls: { certificateRef: { name: roots } } } }
`;

function configurationsIn(yaml: string) {
  return configurationsOf(indexManifests(readManifests([{ file: 'set.yaml', content: yaml }])));
}

function configMap(text: string, key = 'envoy-gateway.yaml'): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: envoy-gateway-config, namespace: edge }
data:
  ${key}: |
${text.replace(/^/gm, '    ')}
`;
}

function managersIn(yaml: string): readonly ExtensionManager[] {
  return configurationsIn(yaml).flatMap(extensionManagersOf);
}

describe('the configurations of Envoy Gateway in a set', () => {
  test.each([
    ['in a ConfigMap', configMap(FILE), ['data', 'envoy-gateway.yaml']],
    ['under another key', configMap(FILE, 'config'), ['data', 'config']],
    [
      'as JSON',
      configMap('{"kind": "EnvoyGateway", "apiVersion": "gateway.envoyproxy.io/v1alpha1"}'),
      ['data', 'envoy-gateway.yaml'],
    ],
    ['by themselves', FILE, []],
  ])('are found %s', (_name, yaml, root) => {
    expect(configurationsIn(yaml)).toMatchObject([{ root, body: { kind: 'EnvoyGateway' } }]);
  });

  test.each([
    ['a text of another API', configMap(FILE.replace('gateway.envoyproxy.io', 'example.com'))],
    ['a text that is no YAML', configMap('kind: EnvoyGateway\na: [')],
    ['a text that is a list', configMap('- kind: EnvoyGateway')],
    ['data that is a text', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: "kind: EnvoyGateway"\n'],
  ])('are not %s', (_name, yaml) => {
    expect(configurationsIn(yaml)).toEqual([]);
  });
});

describe('the extension managers of a configuration', () => {
  const list = FILE.replace(/extensionManager: (.*)/, 'extensionManagers: [$1, 7]');

  test.each([
    ['one', FILE, [['extensionManager']]],
    [
      'several, whatever they are',
      list,
      [
        ['extensionManagers', 0],
        ['extensionManagers', 1],
      ],
    ],
    ['none where it is no object', FILE.replace(/extensionManager: .*/, 'extensionManager: 7'), []],
  ])('are %s', (_name, yaml, paths) => {
    expect(managersIn(yaml).map(({ path }) => path)).toEqual(paths);
  });
});

describe('the Secret that an extension names', () => {
  const named = (yaml: string) => managersIn(yaml).map((manager) => extensionSecret(manager, 'certificateRef'));

  test.each([
    ['is in the namespace of the ConfigMap', configMap(FILE), 'edge'],
    ['is in its own namespace', configMap(FILE.replace('name: roots', 'name: roots, namespace: pki')), 'pki'],
    ['may be anywhere where the file stands by itself', FILE, undefined],
  ])('%s', (_name, yaml, namespace) => {
    expect(named(yaml)).toEqual([{ group: '', kind: 'Secret', name: 'roots', ...(namespace && { namespace }) }]);
  });

  test('is none where none is named', () => {
    expect(named(configMap(FILE.replace('name: roots', 'name: 7')))).toEqual([undefined]);
  });
});
