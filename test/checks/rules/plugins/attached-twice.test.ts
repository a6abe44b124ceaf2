import { attachedTwice } from '../../../../src/checks/rules/plugins/attached-twice';
import { findingsOf, verdictOf } from '../_rule';
import { pluginYaml } from './_yaml';

const plugin = (name: string, code: string) => pluginYaml(code, '', `name: ${name}, namespace: payments`);

const service = (plugins: string) => `
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: payments, annotations: { konghq.com/plugins: "${plugins}" } }
spec: { ports: [{ port: 8443 }] }
---`;

/** Filters by rule; the annotation is left out where it is empty. */
const route = (annotation: string, ...rules: readonly (readonly string[])[]) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ledger, namespace: payments${annotation === '' ? '' : `, annotations: { konghq.com/plugins: "${annotation}" }`} }
spec:
  rules:
${rules
  .map(
    (names) =>
      `    - filters: [${names
        .map(
          (name) =>
            `{ type: ExtensionRef, extensionRef: { group: configuration.konghq.com, kind: KongPlugin, name: ${name} } }`,
        )
        .join(', ')}]`,
  )
  .join('\n')}
---`;

test('finds two objects of one plugin in an annotation', () => {
  expect(findingsOf(attachedTwice, plugin('a', 'cors') + plugin('b', 'cors') + service('a, b'))).toEqual([
    {
      severity: 'error',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[konghq.com/plugins]',
      message: 'plugin "cors" is attached twice, by KongPlugin b here and by KongPlugin a',
      fix: 'attach one of them, or put both configurations into one object',
    },
  ]);
});

test('finds an object that is named twice, as a warning', () => {
  expect(findingsOf(attachedTwice, plugin('a', 'cors') + service('a,a'))).toEqual([
    {
      severity: 'warning',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[konghq.com/plugins]',
      message: 'KongPlugin payments/a is attached twice, here and at metadata.annotations[konghq.com/plugins]',
      fix: 'name it once',
    },
  ]);
});

test('finds a filter that repeats the annotation of its route', () => {
  const yaml = plugin('a', 'cors') + plugin('b', 'cors') + route('a', ['b']);
  expect(findingsOf(attachedTwice, yaml)).toMatchObject([
    { path: 'spec.rules[0].filters[0].extensionRef', message: expect.stringContaining('by KongPlugin b here') },
  ]);
});

test('finds two filters of one rule', () => {
  const yaml = plugin('a', 'cors') + plugin('b', 'cors') + route('', ['a', 'b']);
  expect(findingsOf(attachedTwice, yaml)).toHaveLength(1);
});

test.each([
  ['plugins of different code', plugin('a', 'cors') + plugin('b', 'acl') + service('a,b')],
  ['one plugin in two rules', plugin('a', 'cors') + route('', ['a'], ['a'])],
  [
    'one plugin on a Service and on a route, which is the narrower one',
    plugin('a', 'cors') + service('a') + route('a'),
  ],
])('passes %s', (_, yaml) => {
  expect(verdictOf(attachedTwice, yaml)).toBe('pass');
});

test('does not apply where the plugins are elsewhere', () => {
  expect(verdictOf(attachedTwice, service('a,a'))).toBe(
    'not applicable: no object attaches a plugin of Kong that is in the set',
  );
});
