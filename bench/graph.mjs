// The reference graph of 1,000 to 100,000 objects, asked all that rules ask of it, against reading the same objects.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const { graphOf } = require(join(root, 'lib/src/gateways/gateway-directory.js'));
const { portsOf } = require(join(root, 'lib/src/manifests/graph/services.js'));
const { readManifests } = require(join(root, 'lib/src/manifests/read-manifests.js'));

const SIZES = [1_000, 10_000, 100_000];
const RUNS = 3;
const GATEWAY_API = 'gateway.networking.k8s.io/v1';

/** Ten objects of one team: a namespace, a backend, what routes to it, and what secures the hop. */
function team(index) {
  const namespace = `team-${index}`;
  const object = (apiVersion, kind, name, rest) => ({
    apiVersion,
    kind,
    metadata: { name, namespace, ...rest.metadata },
    ...rest,
  });
  const service = { group: '', kind: 'Service', name: 'ledger' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { trust: 'yes' } } },
    object('v1', 'Service', 'ledger', {
      metadata: {
        name: 'ledger',
        namespace,
        labels: { app: 'ledger' },
        annotations: { 'konghq.com/client-cert': 'leaf' },
      },
      spec: {
        ports: [
          { name: 'https', port: 8443 },
          { name: 'http', port: 80 },
        ],
      },
    }),
    object(GATEWAY_API, 'HTTPRoute', 'ledger', {
      spec: {
        parentRefs: [{ name: 'edge', namespace: 'gateways' }],
        rules: [{ backendRefs: [{ name: 'ledger', port: 8443 }] }, { backendRefs: [{ name: 'ledger', port: 80 }] }],
      },
    }),
    object(GATEWAY_API, 'BackendTLSPolicy', 'ledger', {
      spec: {
        targetRefs: [{ ...service, sectionName: 'https' }],
        validation: { hostname: 'ledger', caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'roots' }] },
      },
    }),
    object('gateway.kgateway.dev/v1alpha1', 'BackendConfigPolicy', 'ledger', {
      spec: {
        targetSelectors: [{ group: '', kind: 'Service', matchLabels: { app: 'ledger' } }],
        tls: { secretRef: { name: 'leaf' } },
      },
    }),
    object('cert-manager.io/v1', 'Certificate', 'leaf', { spec: { secretName: 'leaf', issuerRef: { name: 'ca' } } }),
    object('cert-manager.io/v1', 'Issuer', 'ca', { spec: { ca: { secretName: 'ca' } } }),
    object('v1', 'Secret', 'ca', { data: { 'tls.crt': '' } }),
    object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'grant', {
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'gateways' }],
        to: [{ group: '', kind: 'Secret' }],
      },
    }),
    object('v1', 'ConfigMap', 'settings', { data: { key: 'value' } }),
  ];
}

const SHARED = [
  {
    apiVersion: GATEWAY_API,
    kind: 'GatewayClass',
    metadata: { name: 'eg' },
    spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  },
  {
    apiVersion: GATEWAY_API,
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'gateways' },
    spec: { gatewayClassName: 'eg' },
  },
  {
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'roots' },
    spec: {
      sources: [],
      target: { configMap: { key: 'ca.crt' }, namespaceSelector: { matchLabels: { trust: 'yes' } } },
    },
  },
];

function ask(set) {
  const graph = graphOf(set);
  let answers = 0;
  for (const reference of graph.references.all()) {
    answers += graph.resolve(reference).state === 'unresolved' ? 0 : 1;
    answers += graph.keysOf(reference.to).certain.size;
    answers += graph.grants.permissionOf(reference) === 'missing' ? 1 : 0;
  }
  for (const service of graph.index.ofKind('', 'Service')) {
    const { namespace, name } = service.key;
    const target = { group: '', kind: 'Service', namespace, name };
    for (const port of portsOf(service)) {
      answers += graph.routes.gatewaysReaching(target, port).length + graph.tlsSettings.of(target, port).length;
    }
    answers += graph.policies.on(target).length;
  }
  return answers;
}

function fastest(work) {
  const times = Array.from({ length: RUNS }, () => {
    globalThis.gc?.();
    const start = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return Math.min(...times);
}

let first;
for (const size of SIZES) {
  const objects = [...SHARED, ...Array.from({ length: size / 10 }, (_, index) => team(index)).flat()];
  const content = objects.map((object) => JSON.stringify(object)).join('\n');
  const file = [{ file: 'bench', content }];
  const set = readManifests(file);
  const reading = fastest(() => readManifests(file));
  const asking = fastest(() => ask(set));
  const perObject = (asking * 1000) / objects.length;
  first ??= perObject;
  console.log(
    `${size} objects: ${asking.toFixed(1)} ms, ${perObject.toFixed(2)} us per object ` +
      `(${(perObject / first).toFixed(2)} times that of ${SIZES[0]}), ${(asking / reading).toFixed(2)} times reading them as JSON`,
  );
}
