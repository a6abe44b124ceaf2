import { HaproxyKubernetesIngress } from '../../../src/gateways/haproxy-kubernetes-ingress/haproxy-kubernetes-ingress';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
import {
  CONTEXT,
  EXTERNAL,
  LEDGER,
  MUTUAL,
  noteRules,
  ONE_WAY,
  ROOT,
  refusalOf,
  TWO_PORTS,
  URI_SAN,
} from '../_intents';
import { INTERMEDIATE } from '../kong/_kong-intents';

const INTENT: MutualTlsIntent = { ...MUTUAL, trust: { certificates: [ROOT], references: [], system: false } };

function haproxy(version = '3.2.11'): HaproxyKubernetesIngress {
  return new HaproxyKubernetesIngress({ version, unverifiedNameReason: 'the root signs for the ledger alone' });
}

describe('HaproxyKubernetesIngress', () => {
  test('tells mutual TLS by annotations on the Service, with the accepted risk among them', () => {
    const rendering = haproxy().renderMutualTls(INTENT, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'ledger-cacertificates', namespace: 'payments' },
        type: 'Opaque',
        data: { 'tls.crt': Buffer.from(ROOT.pem).toString('base64') },
      },
    ]);
    expect(rendering.patches).toEqual([
      {
        target: { group: '', kind: 'Service', name: 'ledger', namespace: 'payments' },
        patch: {
          metadata: {
            annotations: {
              'haproxy.org/server-ca': 'payments/ledger-cacertificates',
              'haproxy.org/server-crt': 'payments/edge-client',
              'haproxy.org/server-ssl': 'true',
              'upstream-tls.dev/ignore': 'haproxy/no-name-check: the root signs for the ledger alone',
            },
          },
        },
        reason: 'without the annotations HAProxy speaks plaintext to it',
      },
    ]);
    expect(rendering.backendRef).toEqual({
      group: '',
      kind: 'Service',
      name: 'ledger',
      namespace: 'payments',
      port: 8443,
    });
    expect(noteRules(rendering)).toEqual(['haproxy/no-name-check warning']);
  });

  test('says of a Service with ports that are not known that each of them is meant', () => {
    const { notes } = haproxy().renderMutualTls({ ...INTENT, backend: { ...LEDGER, ports: undefined } }, CONTEXT);
    expect(notes[0]).toEqual({
      rule: 'gateway-api/section-not-honoured',
      severity: 'warning',
      message:
        'the annotations of HAProxy Kubernetes Ingress Controller 3.2.11 apply to each port of Service ledger, not only https; whether it has others is not known',
      fix: 'give the TLS port a Service of its own where there are others',
    });
  });

  test('says of an intermediate without its root that it may be refused', () => {
    const trust = { certificates: [INTERMEDIATE], references: [], system: false };
    expect(noteRules(haproxy().renderMutualTls({ ...INTENT, trust }, CONTEXT))).toEqual([
      'trust/intermediate-as-anchor warning',
      'haproxy/no-name-check warning',
    ]);
  });

  test('one-way TLS is the same without client certificate', () => {
    const trust = {
      certificates: [],
      references: [{ kind: 'Secret', name: 'roots', namespace: 'pki' }],
      system: false,
    } as const;
    const rendering = haproxy('3.2').renderServerTls({ ...ONE_WAY, trust }, CONTEXT);
    expect(rendering.objects).toEqual([]);
    expect(rendering.patches.map(({ patch }) => patch)).toEqual([
      {
        metadata: {
          annotations: {
            'haproxy.org/server-ca': 'pki/roots',
            'haproxy.org/server-ssl': 'true',
            'upstream-tls.dev/ignore': 'haproxy/no-name-check: the root signs for the ledger alone',
          },
        },
      },
    ]);
    expect(noteRules(rendering)).toEqual(['haproxy/ca-key-wrong info', 'haproxy/no-name-check warning']);
  });

  test.each<[string, MutualTlsIntent, string, string]>([
    [
      'roots in a ConfigMap',
      MUTUAL,
      'gateway-api/ca-kind-not-read',
      'HAProxy Kubernetes Ingress Controller 3.2.11 reads certificate authorities from a Secret only (source: key tls.crt; the chain is verified, the name is not); got ConfigMap payments-roots; give the certificates, TrustAnchors.pem(...), or name one Secret that has the roots: TrustAnchors.secret(...)',
    ],
    [
      'one certificate per Gateway',
      { ...INTENT, clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      'HAProxy Kubernetes Ingress Controller 3.2.11 has no client certificate for all backends of a Gateway (source: of Gateway API it has TCPRoute only); use a client certificate per backend: clientScope ClientScope.BACKEND, or set server-crt in the ConfigMap of the controller by hand',
    ],
    [
      'a URI',
      { ...INTENT, server: { ...INTENT.server, subjectAltNames: [URI_SAN] } },
      'gateway-api/san-not-honoured',
      'the annotations of HAProxy Kubernetes Ingress Controller 3.2.11 verify no name in the certificate, so subjectAltNames would have no effect (source: key tls.crt; the chain is verified, the name is not); drop subjectAltNames, or use another gateway, such as Envoy Gateway 1.5 or kgateway 2.4 or later',
    ],
    [
      'TLS versions',
      { ...INTENT, parameters: { minVersion: '1.2' } },
      'schema/unknown-field',
      'HAProxy Kubernetes Ingress Controller 3.2.11 has no field for minVersion in annotations, only Backend spec.default_server.ssl_min_ver and ssl_max_ver (API reference); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'one of several ports',
      { ...INTENT, backend: TWO_PORTS },
      'gateway-api/section-not-honoured',
      'the annotations of HAProxy Kubernetes Ingress Controller 3.2.11 apply to each port of Service ledger, not only https; give the TLS port a Service of its own',
    ],
    [
      'a host outside the cluster',
      { ...INTENT, backend: EXTERNAL },
      'schema/invalid-value',
      'the annotations of HAProxy Kubernetes Ingress Controller 3.2.11 are for a Service; got ledger.example.com:443; use Envoy Gateway or kgateway for a host outside the cluster',
    ],
    [
      'a Secret whose namespace is not known',
      { ...INTENT, namespace: undefined, client: { secretName: 'edge-client' } },
      'references/policy-namespace',
      'the namespace of Secret edge-client is not known, and the annotations of HAProxy Kubernetes Ingress Controller 3.2.11 need it; give the namespace of the Secret, or set it on the chart',
    ],
  ])('refuses %s', (_what, intent, rule, message) => {
    expect(refusalOf(() => haproxy().renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test('refuses mutual TLS where the risk is not accepted', () => {
    const gateway = new HaproxyKubernetesIngress({ version: '3.2.11' });
    expect(refusalOf(() => gateway.renderMutualTls(INTENT, CONTEXT))).toEqual({
      rule: 'haproxy/no-name-check',
      message:
        'the annotations of HAProxy Kubernetes Ingress Controller 3.2.11 verify the chain and not the name ledger.payments.svc.cluster.local, so each certificate under the roots would pass (source: key tls.crt; the chain is verified, the name is not); use another gateway, such as Envoy Gateway, kgateway or Kong, or accept that with a reason: unverifiedNameReason',
    });
  });

  test('refuses a release that was not read', () => {
    expect(refusalOf(() => haproxy('3.3').renderMutualTls(INTENT, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'HAProxy Kubernetes Ingress Controller 3.3 may have no client certificate per backend (nothing is recorded for version 3.3); use version 3.2.11',
    });
  });

  test('refuses one-way TLS of a release that was not read', () => {
    expect(refusalOf(() => haproxy('3.3').renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'HAProxy Kubernetes Ingress Controller 3.3 may have no roots per backend (nothing is recorded for version 3.3); use version 3.2.11, or use another gateway, such as Envoy Gateway',
    });
  });

  test('refuses two targets', () => {
    expect(refusalOf(() => haproxy().renderServerTls({ ...ONE_WAY, backends: [LEDGER, LEDGER] }, CONTEXT))).toEqual({
      rule: 'gateway-api/several-targets',
      message:
        'the annotations of HAProxy Kubernetes Ingress Controller 3.2.11 are for one Service; got 2 targets; write one policy per Service',
    });
  });
});
