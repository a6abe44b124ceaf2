import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import {
  Backend,
  CertificateUsage,
  ClientCertificate,
  ClientScope,
  EnvoyGateway,
  type Finding,
  Kgateway,
  KongIngressController,
  KongOperator,
  TrustAnchors,
  UpstreamMtls,
  type UpstreamMtlsProps,
  UpstreamTls,
} from '../../src';

const ROOT = readFileSync(join(__dirname, '../../examples/pki/payments-root.pem'), 'utf8');
const envoy = new EnvoyGateway({ version: '1.9', name: 'edge', namespace: 'gateways' });
const kgateway = new Kgateway({ version: '2.4', name: 'edge', namespace: 'gateways' });
const kong = new KongIngressController({ version: '3.5.13' });

function chartIn(namespace: string): Chart {
  return new Chart(new App(), 'c', { namespace });
}

function serviceIn(chart: Chart, name = 'ledger'): Service {
  return new Service(chart, name, { metadata: { name }, ports: [{ name: 'https', port: 8443 }] });
}

function mtls(chart: Chart, props: Partial<UpstreamMtlsProps> = {}, id = 'mtls'): UpstreamMtls {
  return new UpstreamMtls(chart, id, {
    gateway: envoy,
    backend: props.backend ?? Backend.service(serviceIn(chart), { port: 'https' }),
    server: { hostname: 'ledger.payments.svc.cluster.local' },
    trust: TrustAnchors.pem(ROOT),
    client: ClientCertificate.secret('edge-client'),
    ...props,
  });
}

function gatewayIn(chart: Chart, spec: object = {}): ApiObject {
  return new ApiObject(chart, 'gateway', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'gateways' },
    spec: { gatewayClassName: 'x', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }], ...spec },
  });
}

function routeTo(chart: Chart, id: string, backendRef: object): ApiObject {
  return new ApiObject(chart, id, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    spec: { rules: [{ backendRefs: [backendRef] }] },
  });
}

function findingsOf(chart: Chart): readonly Finding[] {
  return UpstreamTls.of(chart)
    .check()
    .findings.filter((finding) => finding.severity !== 'info');
}

describe('UpstreamMtls on objects of the app', () => {
  test('sends a route on Envoy Gateway through the Backend, and keeps its weight', () => {
    const chart = chartIn('payments');
    const route = routeTo(chart, 'route', { name: 'ledger', port: 8443, weight: 3 });
    const { backendRef } = mtls(chart, { routes: [route] });
    expect(route.toJson().spec.rules[0].backendRefs).toEqual([
      { group: 'gateway.envoyproxy.io', kind: 'Backend', name: backendRef.name, port: 8443, weight: 3 },
    ]);
  });

  test('finds a route that goes past the Backend to the Service', () => {
    const chart = chartIn('payments');
    const { backendRef } = mtls(chart);
    const route = routeTo(chart, 'route', { name: 'ledger', port: 8443 });
    expect(findingsOf(chart)).toEqual([
      {
        rule: 'gateway-api/no-policy-on-tls-port',
        severity: 'error',
        object: {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'HTTPRoute',
          namespace: 'payments',
          name: route.name,
        },
        path: 'spec.rules',
        constructPath: 'c/route',
        message: `the route points at the Service itself, past Backend ${backendRef.name} of [c/mtls], so neither TLS nor the client certificate is used`,
        fix: `point it at Backend ${backendRef.name} port 8443, or hand the route to the construct: routes: [...]`,
      },
    ]);
  });

  test('writes the client certificate to the Gateway that is handed over', () => {
    const chart = chartIn('gateways');
    const gateway = gatewayIn(chart);
    const backend = Backend.serviceName('ledger', { namespace: 'payments', port: 'https', portNumber: 8443 });
    mtls(chart, { gateway: kgateway, backend, gatewayResource: gateway });
    expect(gateway.toJson().spec.tls).toEqual({
      backend: { clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client' } },
    });
  });

  test('tells the exact change to a Gateway that is not in the app', () => {
    const chart = chartIn('payments');
    const client = ClientCertificate.secret('edge-client', { namespace: 'gateways' });
    mtls(chart, { gateway: kgateway, client });
    expect(findingsOf(chart)).toEqual([
      {
        rule: 'references/manual-change',
        severity: 'warning',
        path: '',
        constructPath: 'c/mtls',
        message:
          'Gateway gateways/edge is not in this app and needs a change: without it the Gateway presents no client certificate',
        fix: 'merge {"spec":{"tls":{"backend":{"clientCertificateRef":{"group":"","kind":"Secret","name":"edge-client"}}}}} into Gateway gateways/edge',
      },
    ]);
  });

  test('says nothing of a Gateway of the app that has the change already', () => {
    const chart = chartIn('payments');
    gatewayIn(chart, {
      tls: { backend: { clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client' } } },
    });
    mtls(chart, { gateway: kgateway, client: ClientCertificate.secret('edge-client', { namespace: 'gateways' }) });
    expect(findingsOf(chart)).toEqual([]);
  });

  test('refuses a second client certificate on one Gateway', () => {
    const chart = chartIn('gateways');
    const gatewayResource = gatewayIn(chart);
    const props = { gateway: kgateway, gatewayResource };
    const backendOf = (name: string): Backend =>
      Backend.serviceName(name, { namespace: 'payments', port: 'https', portNumber: 8443 });
    mtls(chart, { ...props, backend: backendOf('a') }, 'a');
    mtls(chart, { ...props, backend: backendOf('b') }, 'b');
    expect(() =>
      mtls(chart, { ...props, backend: backendOf('c'), client: ClientCertificate.secret('other') }, 'c'),
    ).toThrow(
      new Error(
        'UpstreamMtls "c" [c/c]: on kgateway 2.4, Gateway gateways/edge already has spec.tls.backend.clientCertificateRef.name = "edge-client"; "other" is needed; give all backends of Gateway gateways/edge the same client certificate, or one certificate per backend where the gateway can (manifests/duplicate-object)',
      ),
    );
  });

  test('annotates the Service and the routes for Kong', () => {
    const chart = chartIn('payments');
    const service = serviceIn(chart);
    const route = routeTo(chart, 'route', { name: 'ledger', port: 8443 });
    mtls(chart, { gateway: kong, backend: Backend.service(service, { port: 'https' }), routes: [route] });
    expect(service.metadata.toJson().annotations).toMatchObject({
      'konghq.com/protocol': 'https',
      'konghq.com/client-cert': 'edge-client',
      'konghq.com/tls-verify': 'true',
      'konghq.com/host-header': 'ledger.payments.svc.cluster.local',
    });
    expect(route.metadata.toJson().annotations).toEqual({ 'konghq.com/preserve-host': 'false' });
    expect(findingsOf(chart)).toEqual([]);
  });

  test('refuses an annotation of the app that says otherwise', () => {
    const chart = chartIn('payments');
    const service = serviceIn(chart);
    service.metadata.addAnnotation('konghq.com/protocol', 'http');
    expect(() => mtls(chart, { gateway: kong, backend: Backend.service(service, { port: 'https' }) })).toThrow(
      new Error(
        'UpstreamMtls "mtls" [c/mtls]: on Kong Ingress Controller 3.5.13, Service payments/ledger already has annotation konghq.com/protocol: "http"; "https" is needed; remove the annotation from Service payments/ledger (manifests/duplicate-object)',
      ),
    );
  });

  test('finds an Ingress of the app that would send the client Host header to Kong', () => {
    const chart = chartIn('payments');
    mtls(chart, { gateway: kong });
    new ApiObject(chart, 'ingress', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      spec: { defaultBackend: { service: { name: 'ledger', port: { number: 8443 } } } },
    });
    expect(findingsOf(chart).map(({ rule, severity, constructPath }) => ({ rule, severity, constructPath }))).toEqual([
      { rule: 'kong/preserve-host-wins', severity: 'error', constructPath: 'c/ingress' },
    ]);
  });

  test('shares the CA objects of Kong between the backends of one namespace', () => {
    const chart = chartIn('payments');
    for (const name of ['a', 'b']) {
      mtls(
        chart,
        { gateway: kong, backend: Backend.service(serviceIn(chart, name), { port: 'https' }) },
        `${name}-mtls`,
      );
    }
    const configMaps = chart.node.findAll().filter((node) => ApiObject.isApiObject(node) && node.kind === 'ConfigMap');
    expect(configMaps).toHaveLength(1);
  });
});

describe('one namespace', () => {
  test.each([
    ['Envoy Gateway', envoy],
    ['kgateway', kgateway],
    ['Kong Ingress Controller', kong],
  ])('holds services with mutual, one-way and no TLS behind %s', (_, gateway) => {
    const chart = chartIn('gateways');
    const gatewayResource = gatewayIn(chart);
    const { backendRef } = mtls(chart, { gateway, gatewayResource });
    const plain = serviceIn(chart, 'status');
    expect(plain.metadata.toJson().annotations).toBeUndefined();
    expect(backendRef.name).toMatch(/ledger|mtls/);
  });

  test('takes the scope that is asked for', () => {
    const chart = chartIn('gateways');
    const gatewayResource = gatewayIn(chart);
    const { backendRef } = mtls(chart, { clientScope: ClientScope.GATEWAY, gatewayResource });
    expect(backendRef.kind).toBe('Service');
    expect(gatewayResource.toJson().spec.tls.backend.clientCertificateRef.name).toBe('edge-client');
  });
});

test('UpstreamMtls refuses a client certificate that is for servers only', () => {
  const client = { secretName: 'edge', namespace: 'payments', usages: [CertificateUsage.SERVER_AUTH] };
  expect(() => mtls(chartIn('payments'), { client })).toThrow(
    new Error(
      'UpstreamMtls "mtls" [c/mtls]: the client certificate edge is for server auth; a gateway that presents it needs client auth; add CertificateUsage.CLIENT_AUTH to its usages (trust/eku-mismatch)',
    ),
  );
});

test('UpstreamMtls tells the label by which Kong Operator finds a Secret that is made elsewhere', () => {
  const chart = chartIn('payments');
  mtls(chart, {
    gateway: new KongOperator({ version: '2.2.3' }),
    routes: [routeTo(chart, 'route', { name: 'ledger', port: 8443 })],
  });
  expect(findingsOf(chart)).toEqual([
    {
      rule: 'kong/selector-label-missing',
      severity: 'warning',
      path: '',
      constructPath: 'c/mtls',
      message:
        'Kong Operator 2.2.3 sees the client certificate Secret edge-client only with the label konghq.com/secret: "true"',
      fix: 'label the Secret where it is made',
    },
  ]);
});
