import { Emissary } from '../../../src/gateways/emissary/emissary';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, EXTERNAL, MUTUAL, noteRules, ONE_WAY, ROOT, refusalOf, SYSTEM_ROOTS, URI_SAN } from '../_intents';

const HOSTNAME = MUTUAL.server.hostname;
const INTENT: MutualTlsIntent = { ...MUTUAL, trust: { certificates: [ROOT], references: [], system: false } };

function emissary(version = '4.1.0'): Emissary {
  return new Emissary({ version, unverifiedNameReason: 'the root signs for the ledger alone' });
}

describe('Emissary', () => {
  test('tells mutual TLS by a TLSContext, and writes the roots into a Secret of their own', () => {
    const rendering = emissary().renderMutualTls(INTENT, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'ledger-cacertificates', namespace: 'payments' },
        type: 'Opaque',
        data: { 'tls.crt': Buffer.from(ROOT.pem).toString('base64') },
      },
      {
        apiVersion: 'getambassador.io/v3alpha1',
        kind: 'TLSContext',
        metadata: { name: 'ledger-tlscontext', namespace: 'payments' },
        spec: { secret: 'edge-client', ca_secret: 'ledger-cacertificates', sni: HOSTNAME },
      },
    ]);
    expect(rendering.backendRef).toEqual({
      group: 'getambassador.io',
      kind: 'TLSContext',
      name: 'ledger-tlscontext',
      namespace: 'payments',
    });
    expect(rendering.notes.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      [
        'gateway-api/hostname-not-authenticated',
        'warning',
        `Emissary-ingress 4.1.0 verifies the chain and not the name ${HOSTNAME}; accepted: the root signs for the ledger alone`,
      ],
      [
        'emissary/https-unverified',
        'info',
        'a Mapping to the backend uses TLSContext ledger-tlscontext only where it names it',
      ],
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('Secrets elsewhere are named with their namespace, and TLS parameters have their fields', () => {
    const rendering = emissary('4.1').renderMutualTls(
      {
        ...INTENT,
        backend: EXTERNAL,
        trust: { certificates: [], references: [{ kind: 'Secret', name: 'roots', namespace: 'pki' }], system: false },
        client: { secretName: 'edge-client', namespace: 'gateways' },
        parameters: {
          minVersion: '1.2',
          maxVersion: '1.3',
          cipherSuites: ['AES128-SHA'],
          alpnProtocols: ['h2', 'http/1.1'],
        },
      },
      CONTEXT,
    );
    expect(rendering.objects.map(({ manifest }) => manifest.spec)).toEqual([
      {
        secret: 'edge-client.gateways',
        ca_secret: 'roots.pki',
        sni: HOSTNAME,
        min_tls_version: 'v1.2',
        max_tls_version: 'v1.3',
        cipher_suites: ['AES128-SHA'],
        alpn_protocols: 'h2,http/1.1',
      },
    ]);
    expect(noteRules(rendering)[0]).toBe('emissary/ca-only info');
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test.each<[string, MutualTlsIntent, string, string]>([
    [
      'roots in a ConfigMap',
      MUTUAL,
      'gateway-api/ca-kind-not-read',
      'Emissary-ingress 4.1.0 reads certificate authorities from a Secret only (source: key tls.crt, and only together with secret); got ConfigMap payments-roots; give the certificates, TrustAnchors.pem(...), or name one Secret that has the roots: TrustAnchors.secret(...)',
    ],
    [
      'system roots',
      { ...INTENT, trust: SYSTEM_ROOTS },
      'gateway-api/system-ca-unusable',
      'Emissary-ingress 4.1.0 has no field for the system roots (source: key tls.crt, and only together with secret); give the certificates, TrustAnchors.pem(...), or name one Secret that has the roots: TrustAnchors.secret(...)',
    ],
    [
      'roots in two places',
      { ...INTENT, trust: { certificates: [ROOT], references: [{ kind: 'Secret', name: 'roots' }], system: false } },
      'gateway-api/too-many-ca-refs',
      'Emissary-ingress 4.1.0 reads certificate authorities from one Secret; got 2; give the certificates, TrustAnchors.pem(...), or name one Secret that has the roots: TrustAnchors.secret(...)',
    ],
    [
      'one certificate per Gateway',
      { ...INTENT, clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      'Emissary-ingress 4.1.0 has no client certificate for all backends of a Gateway (Emissary 4 has no Gateway API); use a client certificate per backend: clientScope ClientScope.BACKEND',
    ],
    [
      'a URI',
      { ...INTENT, server: { hostname: HOSTNAME, subjectAltNames: [URI_SAN] } },
      'gateway-api/san-not-honoured',
      'Emissary-ingress 4.1.0 verifies no name in the certificate, so subjectAltNames would have no effect (API reference; no SAN is verified); drop subjectAltNames, or use another gateway, such as Envoy Gateway 1.5 or kgateway 2.4 or later',
    ],
    [
      'a Secret with a dot in its name',
      { ...INTENT, client: { secretName: 'edge.client', namespace: 'payments' } },
      'schema/invalid-value',
      'Emissary-ingress reads what follows the last dot of Secret edge.client as its namespace; name the Secret without a dot',
    ],
    [
      'a verification depth',
      { ...INTENT, parameters: { verifyDepth: 1 } },
      'schema/unknown-field',
      'Emissary-ingress 4.1.0 has no field for verifyDepth; drop verifyDepth, or use Kong Ingress Controller or Kong Operator',
    ],
  ])('refuses %s', (_what, intent, rule, message) => {
    expect(refusalOf(() => emissary().renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test('refuses mutual TLS where the risk is not accepted', () => {
    expect(refusalOf(() => new Emissary({ version: '4.1.0' }).renderMutualTls(INTENT, CONTEXT))).toEqual({
      rule: 'gateway-api/hostname-not-authenticated',
      message:
        'Emissary-ingress 4.1.0 verifies the chain and not the name ledger.payments.svc.cluster.local, so each certificate under the roots would pass (API reference; no SAN is verified); use another gateway, such as Envoy Gateway, kgateway or Kong, or accept that with a reason: unverifiedNameReason',
    });
  });

  test('refuses one-way TLS', () => {
    expect(refusalOf(() => emissary().renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'emissary/ca-only',
      message:
        'Emissary-ingress 4.1.0 takes roots only together with a client certificate, so that one-way TLS would verify nothing (source: key tls.crt, and only together with secret); use UpstreamMtls, or another gateway, such as Envoy Gateway, kgateway or Kong',
    });
  });

  test('refuses a release that was not read', () => {
    expect(refusalOf(() => emissary('4.2').renderMutualTls(INTENT, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'Emissary-ingress 4.2 may have no client certificate per backend (nothing is recorded for version 4.2); use version 4.1.0',
    });
  });

  test('refuses a blank reason', () => {
    const gateway = new Emissary({ version: '4.1.0', unverifiedNameReason: ' ' });
    expect(refusalOf(() => gateway.renderMutualTls(INTENT, CONTEXT))).toEqual({
      rule: 'manifests/suppression-invalid',
      message: 'the reason to accept gateway-api/hostname-not-authenticated is blank; give one line that says why',
    });
  });
});
