import { notAttached } from '../../../../src/checks/rules/plugins/not-attached';
import { grantMissing } from '../../../../src/checks/rules/references/grant-missing';
import { findingsOf, verdictOf } from '../_rule';
import { pluginYaml } from './_yaml';

function route(annotation: string, filter = ''): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: r, namespace: payments, annotations: { ${annotation} } }
spec: { rules: [{ filters: [${filter}] }] }
---`;
}

const ELSEWHERE = pluginYaml('key-auth', '', 'name: p, namespace: shop');
const ANNOTATION = 'konghq.com/plugins: "shop:p"';
const GRANT = `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: g, namespace: shop }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: payments }]
  to: [{ group: configuration.konghq.com, kind: KongPlugin, name: p }]
---`;

function filterTo(kind: string): string {
  return `{ type: ExtensionRef, extensionRef: { group: configuration.konghq.com, kind: ${kind}, name: p } }`;
}

test.each([
  [
    'a plugin of another namespace without a grant',
    route(ANNOTATION) + ELSEWHERE,
    'metadata.annotations[konghq.com/plugins]',
    'KongPlugin shop/p stands in another namespace, and no ReferenceGrant there allows it',
    'add a ReferenceGrant in namespace shop from group "gateway.networking.k8s.io" kind HTTPRoute namespace payments to group configuration.konghq.com kind KongPlugin name p',
  ],
  [
    'a plugin in another namespace than it is looked for',
    route('konghq.com/plugins: p') + ELSEWHERE,
    'metadata.annotations[konghq.com/plugins]',
    'there is no KongPlugin payments/p; KongPlugin shop/p stands in another namespace',
    'put a KongPlugin p into namespace payments, or write "shop:p" and grant it with a ReferenceGrant',
  ],
  [
    'a filter that leads to another namespace',
    route('', filterTo('KongPlugin')) + ELSEWHERE,
    'spec.rules[0].filters[0].extensionRef',
    'there is no KongPlugin payments/p; KongPlugin shop/p stands in another namespace',
    'put a KongPlugin p into namespace payments',
  ],
  [
    'a filter with a KongClusterPlugin',
    route('', filterTo('KongClusterPlugin')),
    'spec.rules[0].filters[0].extensionRef',
    'the filter names KongClusterPlugin p; a filter takes a KongPlugin only',
    'make a KongPlugin in the namespace of the route, or name p in the annotation konghq.com/plugins',
  ],
])('finds %s', (_name, yaml, path, message, fix) => {
  expect(findingsOf(notAttached, yaml)).toEqual([
    { severity: 'error', object: 'HTTPRoute payments/r', path, message, fix },
  ]);
});

test.each([
  [false, 'info'],
  [true, 'error'],
])('finds a plugin of a namespace that is not in the set (closed world: %s)', (closedWorld, severity) => {
  expect(findingsOf(notAttached, route(ANNOTATION), { closedWorld })).toMatchObject([
    { severity, message: 'KongPlugin shop/p stands in another namespace, and no ReferenceGrant there allows it' },
  ]);
});

test('is the only rule to find a grant that is missing', () => {
  expect(findingsOf(grantMissing, route(ANNOTATION) + ELSEWHERE)).toEqual([]);
});

test.each([
  ['3.1.6', 'takes plugins of the own namespace of an object only (before Kong/kubernetes-ingress-controller#5965)'],
  [
    '3.2.2',
    'does not find the grant (Kong/kubernetes-ingress-controller#6290 and #6294: the grant is looked for in the wrong namespace)',
  ],
])('finds a granted plugin that Kong Ingress Controller %s does not follow', (version, reason) => {
  const gateways = [`kong-ingress-controller@${version}`];
  expect(findingsOf(notAttached, route(ANNOTATION) + ELSEWHERE + GRANT, { gateways })).toEqual([
    {
      severity: 'error',
      object: 'HTTPRoute payments/r',
      path: 'metadata.annotations[konghq.com/plugins]',
      message: `KongPlugin shop/p stands in another namespace, and Kong Ingress Controller ${version} ${reason}`,
      fix: 'put a KongPlugin p into namespace payments, or upgrade to Kong Ingress Controller 3.2.3 or later',
    },
  ]);
});

test.each(['kong-ingress-controller@3.2.3', 'kong-ingress-controller@3.5', 'kong-operator@2.2'])(
  'passes a granted plugin that %s follows',
  (gateway) => {
    expect(verdictOf(notAttached, route(ANNOTATION) + ELSEWHERE + GRANT, { gateways: [gateway] })).toBe('pass');
  },
);

test.each([
  ['a granted plugin', route(ANNOTATION) + ELSEWHERE + GRANT],
  ['a plugin beside the route', route('konghq.com/plugins: p', filterTo('KongPlugin')) + pluginYaml('key-auth')],
  [
    'a KongClusterPlugin by annotation',
    `${route('konghq.com/plugins: p')}${pluginYaml('key-auth', '', 'name: p').replace('KongPlugin', 'KongClusterPlugin')}`,
  ],
  ['what may be outside the set', route('konghq.com/plugins: p')],
])('passes %s', (_name, yaml) => {
  expect(verdictOf(notAttached, yaml)).toBe('pass');
});

test('does not apply where nothing is attached', () => {
  expect(verdictOf(notAttached, ELSEWHERE)).toBe('not applicable: no object attaches a plugin of Kong');
});
