import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Protocol, Service } from 'cdk8s-plus-28';
import {
  Backend,
  BackendTlsPolicy,
  type BackendTlsPolicyProps,
  EnvoyGateway,
  Kgateway,
  SubjectAltName,
  TrustAnchors,
  UpstreamTls,
} from '../../src';

const ROOT = readFileSync(join(__dirname, '../../examples/pki/payments-root.pem'), 'utf8');
const gateway = new EnvoyGateway({ version: '1.9', name: 'edge', namespace: 'gateways' });

function chartIn(namespace: string | undefined = 'payments'): Chart {
  return new Chart(new App(), 'c', { namespace });
}

function ledgerIn(chart: Chart): Service {
  return new Service(chart, 'ledger', {
    metadata: { name: 'ledger' },
    ports: [
      { name: 'https', port: 8443 },
      { name: 'metrics', port: 9090 },
      { name: 'dns', port: 53, protocol: Protocol.UDP },
    ],
  });
}

function policy(chart: Chart, props: Partial<BackendTlsPolicyProps> = {}, id = 'tls'): BackendTlsPolicy {
  return new BackendTlsPolicy(chart, id, {
    gateway,
    targets: props.targets ?? [Backend.service(ledgerIn(chart), { port: 'https' })],
    server: { hostname: 'ledger.payments.svc.cluster.local' },
    trust: TrustAnchors.pem(ROOT),
    ...props,
  });
}

function objectsOf(chart: Chart): { kind: string; spec: unknown; metadata: { name: string; namespace?: string } }[] {
  return chart.node
    .findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .map((object) => object.toJson());
}

describe('BackendTlsPolicy', () => {
  test('writes the policy and a ConfigMap with the roots beside the Service', () => {
    // GIVEN
    const chart = chartIn();
    // WHEN
    const { backendRef } = policy(chart);
    // THEN
    expect(backendRef).toEqual({ group: '', kind: 'Service', name: 'ledger', namespace: 'payments', port: 8443 });
    const configMap = objectsOf(chart).find((object) => object.kind === 'ConfigMap');
    expect(configMap).toMatchObject({ metadata: { namespace: 'payments' }, data: { 'ca.crt': ROOT } });
    expect(objectsOf(chart).find((object) => object.kind === 'BackendTLSPolicy')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      metadata: { namespace: 'payments' },
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: 'ledger', sectionName: 'https' }],
        validation: {
          hostname: 'ledger.payments.svc.cluster.local',
          caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: configMap?.metadata.name }],
        },
      },
    });
  });

  test.each([
    ['a ConfigMap by name', TrustAnchors.configMap('roots'), [{ group: '', kind: 'ConfigMap', name: 'roots' }]],
    ['a Secret by name', TrustAnchors.secret('roots'), [{ group: '', kind: 'Secret', name: 'roots' }]],
    ['a Bundle', TrustAnchors.bundle('roots'), [{ group: '', kind: 'ConfigMap', name: 'roots' }]],
    [
      'a ClusterTrustBundle',
      TrustAnchors.clusterTrustBundle('roots'),
      [{ group: 'certificates.k8s.io', kind: 'ClusterTrustBundle', name: 'roots' }],
    ],
    [
      'several objects',
      TrustAnchors.anyOf(TrustAnchors.configMap('old'), TrustAnchors.configMap('new')),
      [
        { group: '', kind: 'ConfigMap', name: 'old' },
        { group: '', kind: 'ConfigMap', name: 'new' },
      ],
    ],
  ])('refers to %s and writes no roots of its own', (_, trust, caCertificateRefs) => {
    const chart = chartIn();
    policy(chart, { trust });
    expect(objectsOf(chart).map((object) => object.kind)).toEqual(['Service', 'BackendTLSPolicy']);
    expect(objectsOf(chart)[1]).toMatchObject({ spec: { validation: { caCertificateRefs } } });
  });

  test('writes system roots as wellKnownCACertificates', () => {
    const chart = chartIn();
    policy(chart, { trust: TrustAnchors.system() });
    expect(objectsOf(chart)[1]).toMatchObject({ spec: { validation: { wellKnownCACertificates: 'System' } } });
  });

  test('writes subject alternative names of both types', () => {
    const chart = chartIn();
    const subjectAltNames = [
      SubjectAltName.hostname('*.payments.example.com'),
      SubjectAltName.uri('spiffe://example.com/ns/payments/sa/ledger'),
    ];
    policy(chart, { server: { hostname: 'ledger.example.com', subjectAltNames } });
    expect(objectsOf(chart).at(-1)).toMatchObject({
      spec: {
        validation: {
          hostname: 'ledger.example.com',
          subjectAltNames: [
            { type: 'Hostname', hostname: '*.payments.example.com' },
            { type: 'URI', uri: 'spiffe://example.com/ns/payments/sa/ledger' },
          ],
        },
      },
    });
  });

  test('targets an Envoy Gateway Backend for a host outside the cluster', () => {
    const chart = chartIn();
    const { backendRef } = policy(chart, { targets: [Backend.external('api.example.com', 443)] });
    const backend = objectsOf(chart).find((object) => object.kind === 'Backend');
    expect(backend?.spec).toEqual({ endpoints: [{ fqdn: { hostname: 'api.example.com', port: 443 } }] });
    expect(backendRef).toEqual({
      group: 'gateway.envoyproxy.io',
      kind: 'Backend',
      name: backend?.metadata.name,
      namespace: 'payments',
      port: 443,
    });
  });

  test('names another API version where the gateway reads that one', () => {
    const chart = chartIn();
    policy(chart, { gateway: new EnvoyGateway({ version: '1.5' }) });
    expect(objectsOf(chart).at(-1)).toMatchObject({ apiVersion: 'gateway.networking.k8s.io/v1alpha3' });
  });

  test('grants a route of another namespace the way to the Service, once for all its routes', () => {
    const app = new App();
    const chart = new Chart(app, 'payments', { namespace: 'payments' });
    const edge = new Chart(app, 'edge', { namespace: 'edge' });
    const tls = policy(chart);
    const route = (id: string): ApiObject =>
      new ApiObject(edge, id, {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        spec: { rules: [{ backendRefs: [{ name: 'ledger', namespace: 'payments', port: 8443 }] }] },
      });
    tls.addRoute(route('one'));
    tls.addRoute(route('two'));
    const grants = objectsOf(chart).filter((object) => object.kind === 'ReferenceGrant');
    expect(grants).toHaveLength(1);
    expect(grants[0]).toMatchObject({
      metadata: { namespace: 'payments' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge' }],
        to: [{ group: '', kind: 'Service', name: 'ledger' }],
      },
    });
  });
});

describe('BackendTlsPolicy refuses', () => {
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const at = 'BackendTlsPolicy "tls" [c/tls]: ';

  test.each<[string, (chart: Chart) => Partial<BackendTlsPolicyProps>, string]>([
    [
      'an IP-shaped hostname',
      () => ({ server: { hostname: '10.0.0.1' } }),
      'hostname "10.0.0.1" is an IP address; a DNS name is allowed, since policies cannot verify IP addresses; give the name in the server certificate, such as ledger.payments.svc.cluster.local (gateway-api/name-unusable)',
    ],
    [
      'a wildcard hostname',
      () => ({ server: { hostname: '*.svc' } }),
      'hostname "*.svc" is a wildcard; a precise host name is allowed; give the name in the server certificate, such as ledger.payments.svc.cluster.local (gateway-api/name-unusable)',
    ],
    [
      'missing trust',
      () => ({ trust: undefined }),
      'no trust is given, so the backend could not be verified; give the roots: TrustAnchors.pem(...), .configMap(...), .secret(...), .bundle(...) or .system() (schema/rule-violated)',
    ],
    [
      'more than 16 targets',
      () => ({ targets: many(17, (index) => Backend.serviceName(`s${index}`)) }),
      '17 targets are given; at most 16 are allowed; write several policies (schema/invalid-value)',
    ],
    [
      'no target',
      () => ({ targets: [] }),
      'on Envoy Gateway 1.9, no target is given; a policy needs 1 to 16 targets; name the Service in targets (schema/invalid-value)',
    ],
    [
      'more than 8 CA references',
      () => ({ trust: TrustAnchors.anyOf(...many(9, (index) => TrustAnchors.configMap(`ca${index}`))) }),
      'on Envoy Gateway 1.9, 9 certificate authority objects are given; at most 8 are allowed; put several roots into one object (schema/invalid-value)',
    ],
    [
      'more than 5 SANs',
      () => ({
        server: { hostname: 'a.b', subjectAltNames: many(6, (index) => SubjectAltName.hostname(`h${index}.b`)) },
      }),
      '6 subjectAltNames are given; at most 5 are allowed; keep the names that the server certificate really carries (schema/invalid-value)',
    ],
    [
      'more than 16 options',
      () => ({ options: Object.fromEntries(many(17, (index) => [`example.com/o${index}`, 'x'])) }),
      '17 options are given; at most 16 are allowed; write several policies (schema/invalid-value)',
    ],
    [
      'a CA in another namespace',
      () => ({ trust: TrustAnchors.configMap('roots', { namespace: 'pki' }) }),
      "on Envoy Gateway 1.9, ConfigMap pki/roots is not in the backend's namespace payments; no ReferenceGrant can permit that; put the roots into namespace payments, for example with a trust-manager Bundle (references/policy-namespace)",
    ],
    [
      'a target in another namespace than the first',
      (chart) => ({
        targets: [Backend.service(ledgerIn(chart)), Backend.serviceName('audit', { namespace: 'audit' })],
      }),
      "on Envoy Gateway 1.9, Service audit/audit is not in the policy's namespace payments; a policy reaches its own namespace only; write one policy per namespace (references/policy-namespace)",
    ],
    [
      'SANs on a gateway without them',
      () => ({
        gateway: new EnvoyGateway({ version: '1.4' }),
        server: { hostname: 'a.b', subjectAltNames: [SubjectAltName.hostname('c.d')] },
      }),
      'Envoy Gateway 1.4 does not support subjectAltNames (envoyproxy/gateway#6092 came with 1.5); got c.d; use version 1.5 to 1.9, or drop subjectAltNames and give a.b as the name in the server certificate, or use Envoy Gateway 1.5 or kgateway 2.4 or later (gateway-api/san-not-honoured)',
    ],
    [
      'several CA objects on a gateway that reads one',
      () => ({
        gateway: new Kgateway({ version: '2.4' }),
        trust: TrustAnchors.anyOf(TrustAnchors.configMap('old'), TrustAnchors.configMap('new')),
      }),
      'kgateway 2.4 reads the first one only of several certificate authority objects (source of 2.4; inferred before); got 2; put all roots into one object (gateway-api/too-many-ca-refs)',
    ],
  ])('%s', (_, props, message) => {
    const chart = chartIn();
    expect(() => policy(chart, props(chart))).toThrow(new Error(at + message));
  });

  test.each<[string, () => unknown, string]>([
    [
      'double trust',
      () => TrustAnchors.anyOf(TrustAnchors.system(), TrustAnchors.configMap('roots')),
      'the system roots and other roots are both given; a policy takes one or the other; give the other roots alone, or the system roots alone',
    ],
    [
      'the path of a PEM file in place of its text',
      () => TrustAnchors.pem('pki/payments-root.pem'),
      "the PEM text cannot be used: line 1: the text holds no PEM block; trust-manager and the `ca` option of Node take it for an empty bundle in silence; give the text of the PEM file, not its path: readFileSync(path, 'utf8')",
    ],
    [
      'a file of roots that is no PEM file',
      () => TrustAnchors.pemFile('package.json'),
      'package.json cannot be used: line 1: the text holds no PEM block; trust-manager and the `ca` option of Node take it for an empty bundle in silence; give at least one BEGIN CERTIFICATE block',
    ],
    [
      'a DNS name in place of the name of a Service',
      () => Backend.serviceName('ledger.payments'),
      '"ledger.payments" is not a valid Service name, allowed are at most 63 lower case letters, digits and "-", beginning and ending with a letter or digit; give the name of the Service',
    ],
    [
      'a namespace that none can have',
      () => Backend.serviceName('ledger', { namespace: 'Payments' }),
      '"Payments" is not a valid Namespace name, allowed are at most 63 lower case letters, digits and "-", beginning and ending with a letter or digit; give the name of the Namespace',
    ],
    [
      'a URI without an authority',
      () => SubjectAltName.uri('urn:uuid:1'),
      '"urn:uuid:1" is not a URI that a policy can carry: scheme://authority without blanks, at most 253 characters; give the URI as it stands in the certificate, such as spiffe://example.com/ns/payments/sa/ledger',
    ],
    [
      'a port that the Service does not have',
      () => Backend.service(ledgerIn(chartIn()), { port: 'http' }),
      'Service ledger has no port "http"; it has https, metrics, dns; name one of its ports',
    ],
    [
      'a UDP port',
      () => Backend.service(ledgerIn(chartIn()), { port: 'dns' }),
      'port dns of Service ledger is UDP, which carries no TLS; name a TCP port',
    ],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(new Error(message));
  });

  test('a PEM that holds a private key, without showing it', () => {
    const label = ['PRIVATE', 'KEY'].join(' ');
    const pem = `${ROOT}-----BEGIN ${label}-----\nc2VjcmV0\n-----END ${label}-----\n`;
    expect(() => TrustAnchors.pem(pem)).toThrow(/private key/i);
    expect(() => TrustAnchors.pem(pem)).not.toThrow(/c2VjcmV0/);
  });

  test('two policies on one Service and port', () => {
    const chart = chartIn();
    const targets = [Backend.service(ledgerIn(chart), { port: 'https' })];
    policy(chart, { targets }, 'first');
    expect(() => policy(chart, { targets }, 'second')).toThrow(
      new Error(
        'BackendTlsPolicy "second" [c/second]: on Envoy Gateway 1.9, [c/first] already sets TLS for Service payments/ledger port https; a gateway keeps one of two policies at most; keep one of the two (gateway-api/conflicting-policies)',
      ),
    );
  });
});

describe('the checks of an app', () => {
  test('run by default and fail the synthesis before anything is written', () => {
    // GIVEN
    const chart = chartIn();
    policy(chart);
    new ApiObject(chart, 'bad', { apiVersion: 'v1', kind: 'ConfigMap', data: { number: 1 } });
    // WHEN, THEN
    expect(() => App.of(chart).synthYaml()).toThrow(
      /\[c\/bad\] ConfigMap payments\/c-bad-[^ ]+: data.number: .*\(schema\/invalid-value\)/,
    );
  });

  test('run once per synthesis, however many charts there are', () => {
    // GIVEN
    const app = new App();
    const charts = ['a', 'b', 'c'].map((id) => new Chart(app, id, { namespace: id }));
    for (const chart of charts) {
      policy(chart, { targets: [Backend.serviceName('ledger', { port: 'https' })] });
    }
    const check = jest.spyOn(UpstreamTls.of(app), 'check');
    // WHEN
    app.synthYaml();
    // THEN
    expect(check).toHaveBeenCalledTimes(1);
  });

  test('see what changed between two syntheses', () => {
    const chart = chartIn();
    policy(chart);
    expect(() => App.of(chart).synthYaml()).not.toThrow();
    new ApiObject(chart, 'bad', { apiVersion: 'v1', kind: 'ConfigMap', data: { number: 1 } });
    expect(() => App.of(chart).synthYaml()).toThrow(/schema\/invalid-value/);
  });
});

describe('the output', () => {
  const build = (): string => {
    const chart = chartIn();
    policy(chart);
    return App.of(chart).synthYaml();
  };

  test('is the same bytes for the same program', () => {
    expect(build()).toBe(build());
  });

  test('does not depend on the order in which constructs are created', () => {
    const contentOf = (ids: readonly string[]): Record<string, unknown> => {
      const chart = chartIn();
      for (const id of ids) {
        policy(chart, { targets: [Backend.serviceName(id, { port: 'https' })] }, id);
      }
      return Object.fromEntries(objectsOf(chart).map((object) => [object.metadata.name, object]));
    };
    expect(contentOf(['a', 'b', 'c'])).toEqual(contentOf(['c', 'a', 'b']));
  });
});
