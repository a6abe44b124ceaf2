import { Gloo } from '../../../src/gateways/gloo/gloo';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import {
  CONTEXT,
  EXTERNAL,
  LEDGER,
  MUTUAL,
  noteRules,
  ONE_WAY,
  refusalOf,
  SYSTEM_ROOTS,
  TWO_PORTS,
  URI_SAN,
} from '../_intents';

const HOSTNAME = MUTUAL.server.hostname;
const ONE_SECRET: MutualTlsIntent = {
  ...MUTUAL,
  trust: { certificates: [], references: [{ kind: 'Secret', name: 'edge-client' }], system: false },
};

function gloo(version = '1.22.1'): Gloo {
  return new Gloo({ version });
}

describe('Gloo', () => {
  test.each(['1.22', '1.22.1'])('%s tells mutual TLS by an Upstream, which routes point at', (version) => {
    const rendering = gloo(version).renderMutualTls(ONE_SECRET, CONTEXT);
    expect(rendering.objects).toEqual([
      {
        role: 'Resource',
        manifest: {
          apiVersion: 'gloo.solo.io/v1',
          kind: 'Upstream',
          metadata: { name: 'ledger-upstream', namespace: 'payments' },
          spec: {
            kube: { serviceName: 'ledger', serviceNamespace: 'payments', servicePort: 8443 },
            sslConfig: {
              secretRef: { name: 'edge-client', namespace: 'payments' },
              sni: HOSTNAME,
              verifySubjectAltName: [HOSTNAME],
            },
          },
        },
      },
    ]);
    expect(rendering.backendRef).toEqual({
      group: 'gloo.solo.io',
      kind: 'Upstream',
      name: 'ledger-upstream',
      namespace: 'payments',
    });
    expect(noteRules(rendering)).toEqual(['gloo/no-root-ca info', 'gloo/end-of-life info']);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('DNS names, TLS parameters and a host outside the cluster have their fields', () => {
    const intent: MutualTlsIntent = {
      ...ONE_SECRET,
      backend: EXTERNAL,
      server: { hostname: HOSTNAME, subjectAltNames: [{ type: 'Hostname', hostname: 'a.example.com' }] },
      parameters: {
        minVersion: '1.2',
        maxVersion: '1.3',
        cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'],
        alpnProtocols: ['h2'],
      },
    };
    const rendering = gloo().renderMutualTls(intent, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toEqual({
      static: { hosts: [{ addr: 'ledger.example.com', port: 443 }] },
      sslConfig: {
        secretRef: { name: 'edge-client', namespace: 'payments' },
        parameters: {
          minimumProtocolVersion: 'TLSv1_2',
          maximumProtocolVersion: 'TLSv1_3',
          cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'],
        },
        alpnProtocols: ['h2'],
        sni: HOSTNAME,
        verifySubjectAltName: ['a.example.com'],
      },
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('one-way TLS holds a client certificate of the Secret back', () => {
    const trust = {
      certificates: [],
      references: [{ kind: 'Secret', name: 'roots', namespace: 'pki' }],
      system: false,
    } as const;
    const rendering = gloo().renderServerTls({ ...ONE_WAY, trust, options: { 'example.com/x': 'y' } }, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toMatchObject({
      sslConfig: { secretRef: { name: 'roots', namespace: 'pki' }, oneWayTls: true, verifySubjectAltName: [HOSTNAME] },
    });
    expect(noteRules(rendering)).toEqual([
      'gloo/no-root-ca info',
      'gloo/end-of-life info',
      'gateway-api/options-no-effect warning',
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test.each<[string, MutualTlsIntent, string, string]>([
    [
      'roots elsewhere than in the client Secret',
      MUTUAL,
      'gloo/no-root-ca',
      "Gloo Gateway 1.22.1 verifies the server with ca.crt of the client certificate's Secret edge-client only (API reference: key ca.crt, without it none is verified); put the server's roots under ca.crt of Secret edge-client and trust them there: TrustAnchors.secret('edge-client')",
    ],
    [
      'system roots',
      { ...ONE_SECRET, trust: SYSTEM_ROOTS },
      'gloo/no-root-ca',
      "Gloo Gateway 1.22.1 verifies the server with ca.crt of the client certificate's Secret edge-client only (API reference: key ca.crt, without it none is verified); put the server's roots under ca.crt of Secret edge-client and trust them there: TrustAnchors.secret('edge-client')",
    ],
    [
      'one certificate per Gateway',
      { ...ONE_SECRET, clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      'Gloo Gateway 1.22.1 has no client certificate for all backends of a Gateway (source); use a client certificate per backend: clientScope ClientScope.BACKEND',
    ],
    [
      'a URI',
      { ...ONE_SECRET, server: { hostname: HOSTNAME, subjectAltNames: [URI_SAN] } },
      'gateway-api/capability-unknown',
      'whether an Upstream of Gloo Gateway 1.22.1 verifies a URI is not established; got spiffe://example.com/ns/payments/sa/ledger; drop the URI and give a DNS name of the server certificate, such as ledger.payments.svc.cluster.local',
    ],
    [
      'versions the wrong way round',
      { ...ONE_SECRET, parameters: { minVersion: '1.3', maxVersion: '1.2' } },
      'schema/invalid-value',
      'minVersion 1.3 is above maxVersion 1.2, so no handshake could succeed; set minVersion to 1.2 or lower, or raise maxVersion',
    ],
    [
      'cipher suites of TLS 1.3',
      { ...ONE_SECRET, parameters: { minVersion: '1.3', cipherSuites: ['AES'] } },
      'schema/invalid-value',
      'cipherSuites have no effect on TLS 1.3, the lowest version asked of Gloo Gateway 1.22.1; drop cipherSuites, or allow TLS 1.2',
    ],
    [
      'several ports of which none is named',
      { ...ONE_SECRET, backend: { ...TWO_PORTS, port: undefined } },
      'references/section-name-not-a-port',
      'Service ledger has several ports (8443, 9090) and none is named; an Upstream stands for one; name the port',
    ],
    [
      'a Service whose namespace is not known',
      { ...ONE_SECRET, backend: { ...LEDGER, namespace: undefined } },
      'references/policy-namespace',
      'the namespace of Service ledger is not known, and an Upstream needs it; set the namespace on the chart or on the Service',
    ],
  ])('refuses %s', (_what, intent, rule, message) => {
    expect(refusalOf(() => gloo().renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test('refuses a release that was not read', () => {
    expect(refusalOf(() => gloo('1.21').renderMutualTls(ONE_SECRET, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'Gloo Gateway 1.21 may have no client certificate per backend (nothing is recorded for version 1.21); use version 1.22.1',
    });
  });

  test('refuses one-way TLS of a release that was not read', () => {
    expect(refusalOf(() => gloo('1.21').renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'Gloo Gateway 1.21 may have no roots per backend (nothing is recorded for version 1.21); use version 1.22.1, or use kgateway, which succeeds Gloo',
    });
  });

  test('refuses roots in a ConfigMap', () => {
    expect(refusalOf(() => gloo().renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'gloo/no-root-ca',
      message:
        'Gloo Gateway 1.22.1 reads roots from ca.crt of one Secret of type kubernetes.io/tls only (API reference: key ca.crt, without it none is verified); put the roots into such a Secret and trust them there: TrustAnchors.secret(...)',
    });
  });

  test('refuses two targets', () => {
    expect(refusalOf(() => gloo().renderServerTls({ ...ONE_WAY, backends: [LEDGER, LEDGER] }, CONTEXT))).toEqual({
      rule: 'gateway-api/several-targets',
      message: 'an Upstream of Gloo Gateway 1.22.1 stands for one backend; got 2; write one policy per Service',
    });
  });
});
