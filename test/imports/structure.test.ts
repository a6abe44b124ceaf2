import { parseAllDocuments, visit } from 'yaml';
import type { StructuralSchema } from '../../src/checks/schema/structural-schema';
import { CONTRACTS, nodesOf, ownNodesOf } from './_crd';

const VERSIONS = CONTRACTS.flatMap(({ file, crd }) =>
  crd.spec.versions.map((version) => ({
    file,
    version: version.name,
    schema: version.schema.openAPIV3Schema,
  })),
);

const ISSUER_FIELDS = [
  'spec.acme.solvers[].dns01.webhook.config',
  'spec.acme.solvers[].http01.gatewayHTTPRoute.podTemplate.spec',
  'spec.acme.solvers[].http01.ingress.podTemplate.spec',
  'spec.venafi',
];

const ISTIO_VERSIONS = ['v1', 'v1alpha3', 'v1beta1'];
const DESTINATION_RULE_FIELDS = [
  'spec.subsets[]',
  ...[
    'connectionPool',
    'loadBalancer',
    'outlierDetection',
    'portLevelSettings[].connectionPool',
    'portLevelSettings[].loadBalancer',
    'portLevelSettings[].outlierDetection',
    'proxyProtocol',
    'retryBudget',
    'tunnel',
  ].map((name) => `spec.trafficPolicy.${name}`),
];
const SERVICE_ENTRY_FIELDS = ['spec.endpoints[]', 'spec.workloadSelector'];

/** What the contracts leave to the API server: what this library neither writes nor reads. */
const OPEN_FIELDS = [
  'agentgateway.dev/agentgatewaybackends.yaml spec',
  'agentgateway.dev/agentgatewaypolicies.yaml spec',
  'agentgateway.dev/agentgatewaypolicies.yaml spec.backend',
  ...['', '.http[]', '.http[].backends[]', '.stream[]', '.stream[].match', '.stream[].backend'].map(
    (path) => `apisix.apache.org/apisixroutes.yaml spec${path}`,
  ),
  'apisix.apache.org/apisixupstreams.yaml spec',
  'apisix.apache.org/apisixupstreams.yaml spec.portLevelSettings[]',
  'apps/deployments.yaml spec.template.metadata.managedFields[]',
  'apps/deployments.yaml spec.template.spec',
  'apps/deployments.yaml spec.template.spec.containers[]',
  'batch/cronjobs.yaml spec.jobTemplate.metadata.managedFields[]',
  'batch/cronjobs.yaml spec.jobTemplate.spec.podFailurePolicy',
  'batch/cronjobs.yaml spec.jobTemplate.spec.selector',
  'batch/cronjobs.yaml spec.jobTemplate.spec.successPolicy',
  'batch/cronjobs.yaml spec.jobTemplate.spec.template.metadata.managedFields[]',
  'batch/cronjobs.yaml spec.jobTemplate.spec.template.spec',
  'batch/cronjobs.yaml spec.jobTemplate.spec.template.spec.containers[]',
  'bitnami.com/sealedsecrets.yaml spec.template.metadata',
  ...ISSUER_FIELDS.map((path) => `cert-manager.io/clusterissuers.yaml ${path}`),
  ...ISSUER_FIELDS.map((path) => `cert-manager.io/issuers.yaml ${path}`),
  'configuration.konghq.com/kongclusterplugins.yaml config',
  'configuration.konghq.com/kongconsumergroups.yaml spec',
  'configuration.konghq.com/kongconsumers.yaml spec',
  'configuration.konghq.com/kongplugins.yaml config',
  'external-secrets.io/externalsecrets.yaml spec.data[].sourceRef',
  'external-secrets.io/externalsecrets.yaml spec.dataFrom[]',
  'external-secrets.io/externalsecrets.yaml spec.target.template.templateFrom[]',
  // Of v1beta1, which is not served.
  'external-secrets.io/externalsecrets.yaml spec',
  'gateway.envoyproxy.io/envoyproxies.yaml spec.bootstrap',
  'gateway.envoyproxy.io/envoyproxies.yaml spec.dynamicModules[].source',
  'gateway.envoyproxy.io/envoyproxies.yaml spec.filterOrder[]',
  'gateway.envoyproxy.io/envoyproxies.yaml spec.geoIP',
  'gateway.envoyproxy.io/envoyproxies.yaml spec.mergeBackends',
  'gateway.envoyproxy.io/envoyproxies.yaml spec.provider.kubernetes',
  ...['accessLog', 'healthCheckLog', 'metrics', 'requestID', 'tracing'].map(
    (name) => `gateway.envoyproxy.io/envoyproxies.yaml spec.telemetry.${name}`,
  ),
  // Once for each version.
  ...Array.from({ length: 3 }, () => 'getambassador.io/mappings.yaml spec'),
  ...Array.from({ length: 3 }, () => 'getambassador.io/tcpmappings.yaml spec'),
  // Once for v1 and once for v2.
  'getambassador.io/tlscontexts.yaml spec',
  'getambassador.io/tlscontexts.yaml spec',
  'gloo.solo.io/upstreams.yaml spec',
  'gloo.solo.io/upstreams.yaml spec.kube',
  'gloo.solo.io/upstreams.yaml spec.sslConfig',
  'gloo.solo.io/upstreams.yaml spec.sslConfig.parameters',
  'gloo.solo.io/upstreams.yaml spec.sslConfig.sslFiles',
  'gloo.solo.io/upstreams.yaml spec.static',
  'gloo.solo.io/upstreams.yaml spec.static.hosts[]',
  'kustomize.toolkit.fluxcd.io/kustomizations.yaml spec.decryption',
  'kustomize.toolkit.fluxcd.io/kustomizations.yaml spec.driftIgnoreRules[]',
  'kustomize.toolkit.fluxcd.io/kustomizations.yaml spec.images[]',
  'kustomize.toolkit.fluxcd.io/kustomizations.yaml spec.kubeConfig',
  'kustomize.toolkit.fluxcd.io/kustomizations.yaml spec.patches[]',
  'kustomize.toolkit.fluxcd.io/kustomizations.yaml spec.postBuild',
  'monitoring.coreos.com/podmonitors.yaml spec',
  'monitoring.coreos.com/podmonitors.yaml spec.podMetricsEndpoints[]',
  'monitoring.coreos.com/servicemonitors.yaml spec',
  'monitoring.coreos.com/servicemonitors.yaml spec.endpoints[]',
  ...ISTIO_VERSIONS.flatMap(() =>
    DESTINATION_RULE_FIELDS.map((path) => `networking.istio.io/destinationrules.yaml ${path}`),
  ),
  ...ISTIO_VERSIONS.flatMap(() =>
    SERVICE_ENTRY_FIELDS.map((path) => `networking.istio.io/serviceentries.yaml ${path}`),
  ),
  ...['includes[]', 'routes[]', 'routes[].services[]', 'tcpproxy', 'virtualhost'].map(
    (name) => `projectcontour.io/httpproxies.yaml spec.${name}`,
  ),
  ...['', '.routes[]', '.routes[].services[]'].map((path) => `traefik.io/ingressroutes.yaml spec${path}`),
  'traefik.io/serverstransports.yaml spec.forwardingTimeouts',
  'traefik.io/traefikservices.yaml spec.failover',
  'traefik.io/traefikservices.yaml spec.highestRandomWeight',
  'traefik.io/traefikservices.yaml spec.mirroring',
  ...['healthCheck', 'middlewares[]', 'passiveHealthCheck', 'responseForwarding', 'sticky'].map(
    (name) => `traefik.io/traefikservices.yaml spec.weighted.services[].${name}`,
  ),
  'traefik.io/traefikservices.yaml spec.weighted.sticky',
  'velero.io/schedules.yaml spec.template',
];

/** Why an API server would refuse the node as not structural; nothing where it would not. */
function structuralFaults(schema: StructuralSchema): readonly string[] {
  const listMapKeys = schema['x-kubernetes-list-map-keys'] ?? [];
  const itemProperties = schema.items?.properties ?? {};
  const untyped =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return [
    ...(schema.type === undefined && !untyped ? ['has no type'] : []),
    ...(schema.type !== undefined && schema['x-kubernetes-int-or-string'] === true
      ? ['has a type and is int-or-string']
      : []),
    ...(schema.properties !== undefined && schema.type !== 'object' ? ['has properties and is no object'] : []),
    ...(schema.properties !== undefined && schema.additionalProperties !== undefined
      ? ['has properties and additionalProperties']
      : []),
    ...((schema.items === undefined) === (schema.type === 'array')
      ? ['is an array without items, or has items and is none']
      : []),
    ...(schema['x-kubernetes-list-type'] === 'map' && listMapKeys.length === 0 ? ['is a map list without keys'] : []),
    ...listMapKeys
      .filter((key) => itemProperties[key]?.default === undefined && schema.items?.required?.includes(key) !== true)
      .map((key) => `has the list map key ${key}, which its items neither require nor default`),
    ...(schema.required ?? [])
      .filter(
        (name) => schema.properties?.[name] === undefined && schema['x-kubernetes-preserve-unknown-fields'] !== true,
      )
      .map((name) => `requires ${name}, which it does not have`),
  ];
}

describe('every contract', () => {
  test('is a structural schema in each version', () => {
    const faults = VERSIONS.flatMap(({ file, version, schema }) =>
      nodesOf(schema).flatMap((node) =>
        structuralFaults(node.schema).map((fault) => `${file} ${version} ${node.path}: ${fault}`),
      ),
    );
    expect(faults).toEqual([]);
  });

  test('has one storage version, and serves it', () => {
    for (const { crd } of CONTRACTS) {
      const storage = crd.spec.versions.filter((version) => version.storage);
      expect(storage).toMatchObject([{ served: true }]);
    }
  });

  test('describes itself and each of its fields in a sentence of at most 12 words', () => {
    const faults = VERSIONS.flatMap(({ file, version, schema }) =>
      [{ path: '', schema }, ...ownNodesOf(schema).filter(({ path }) => !/(\[\]|\{\})$/.test(path))]
        .map((node) => ({ where: `${file} ${version} ${node.path}`, text: descriptionOf(node.schema) }))
        .filter(({ text }) => !/^[A-Z]\S*( \S+){0,11}\.$/.test(text)),
    );
    expect(faults).toEqual([]);
  });

  test('gives each of its rules a message: lower case, no final period', () => {
    const messages = VERSIONS.flatMap(({ schema }) =>
      nodesOf(schema).flatMap((node) =>
        (node.schema['x-kubernetes-validations'] ?? []).map(({ message }) => message ?? ''),
      ),
    );
    expect(
      messages.filter((message) => message === '' || message.endsWith('.') || /^[A-Z][a-z]*( |$)/.test(message)),
    ).toEqual([]);
  });

  test('is plain YAML: no anchors, aliases, tags or merge keys', () => {
    for (const { text } of CONTRACTS) {
      for (const document of parseAllDocuments(text)) {
        visit(document, {
          Alias: (_, alias) => {
            throw new Error(`alias *${alias.source}`);
          },
          Scalar: (_, scalar) => expect([scalar.anchor, scalar.tag]).toEqual([undefined, undefined]),
          Collection: (_, collection) => expect([collection.anchor, collection.tag]).toEqual([undefined, undefined]),
          Pair: (_, pair) => expect(String(pair.key)).not.toBe('<<'),
        });
      }
    }
  });

  test('leaves nothing unchecked but status and the fields listed here', () => {
    const open = VERSIONS.flatMap(({ file, schema }) =>
      ownNodesOf(schema)
        .filter((node) => node.schema['x-kubernetes-preserve-unknown-fields'] === true)
        .map((node) => `${file} ${node.path}`),
    );
    expect(open).toEqual(OPEN_FIELDS);
  });
});

function descriptionOf(schema: StructuralSchema & { readonly description?: string }): string {
  return schema.description ?? '';
}
