import { Apisix } from '../../../src/gateways/apisix/apisix';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, EXTERNAL, LEDGER, MUTUAL, noteRules, ONE_WAY, refusalOf } from '../_intents';

const unverifiedServerReason = 'the pods share an encrypted network';

function apisix(version = '2.2.0'): Apisix {
  return new Apisix({ version, unverifiedServerReason });
}

describe('Apisix', () => {
  test('tells mutual TLS by the ApisixUpstream of the Service, with the accepted risk on it', () => {
    const rendering = apisix().renderMutualTls(MUTUAL, CONTEXT);
    expect(rendering.objects).toEqual([
      {
        role: 'Resource',
        claims: [{ kind: 'Service', name: 'ledger', namespace: 'payments' }],
        manifest: {
          apiVersion: 'apisix.apache.org/v2',
          kind: 'ApisixUpstream',
          metadata: {
            name: 'ledger',
            namespace: 'payments',
            annotations: { 'upstream-tls.dev/ignore': `apisix/no-verification: ${unverifiedServerReason}` },
          },
          spec: {
            portLevelSettings: [
              {
                port: 8443,
                scheme: 'https',
                passHost: 'rewrite',
                upstreamHost: 'ledger.payments.svc.cluster.local',
                tlsSecret: { name: 'edge-client', namespace: 'payments' },
              },
            ],
          },
        },
      },
    ]);
    expect(rendering.backendRef.kind).toBe('Service');
    expect(noteRules(rendering)).toEqual(['apisix/no-verification warning', 'apisix/tls-secret-unused info']);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('a Service without a port that is named is told as a whole', () => {
    const backend = { ...LEDGER, port: undefined };
    const rendering = apisix('2.2').renderMutualTls({ ...MUTUAL, backend }, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toEqual({
      scheme: 'https',
      passHost: 'rewrite',
      upstreamHost: 'ledger.payments.svc.cluster.local',
      tlsSecret: { name: 'edge-client', namespace: 'payments' },
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test.each<[string, MutualTlsIntent, string, string]>([
    [
      'one certificate per Gateway',
      { ...MUTUAL, clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      'APISIX Ingress Controller 2.2.0 has no client certificate for all backends of a Gateway (documentation); use a client certificate per backend: clientScope ClientScope.BACKEND',
    ],
    [
      'TLS versions',
      { ...MUTUAL, parameters: { minVersion: '1.2' } },
      'schema/unknown-field',
      'APISIX Ingress Controller 2.2.0 has no field for minVersion (API reference); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'a host outside the cluster',
      { ...MUTUAL, backend: EXTERNAL },
      'apisix/no-verification',
      'APISIX Ingress Controller 2.2.0 would send the client certificate to ledger.example.com:443, outside the cluster, without verifying it; use another gateway, such as Envoy Gateway or kgateway',
    ],
    [
      'a Secret whose namespace is not known',
      { ...MUTUAL, client: { secretName: 'edge-client' } },
      'references/policy-namespace',
      'the namespace of client certificate Secret edge-client is not known, and an ApisixUpstream needs it; give the namespace of the Secret, or set it on the chart',
    ],
    [
      'a port number that is not known',
      { ...MUTUAL, backend: { ...LEDGER, port: { name: 'https' } } },
      'references/section-name-not-a-port',
      'the port number of Service ledger is not known, and an ApisixUpstream needs it; name the port, and give its number where the Service is not in the app: Backend.serviceName(name, { port, portNumber })',
    ],
  ])('refuses %s', (_what, intent, rule, message) => {
    expect(refusalOf(() => apisix().renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test('refuses one-way TLS', () => {
    expect(refusalOf(() => apisix().renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'apisix/no-verification',
      message:
        'APISIX Ingress Controller 2.2.0 verifies no server, so whoever answers would be taken for the backend (apache/apisix#13863 merged verification; no release with it was seen); use another gateway, such as Envoy Gateway, kgateway or Kong',
    });
  });

  test('refuses mutual TLS where the risk is not accepted', () => {
    expect(refusalOf(() => new Apisix({ version: '2.2.0' }).renderMutualTls(MUTUAL, CONTEXT))).toEqual({
      rule: 'apisix/no-verification',
      message:
        'APISIX Ingress Controller 2.2.0 verifies no server, so whoever answers would be taken for the backend (apache/apisix#13863 merged verification; no release with it was seen); use another gateway, such as Envoy Gateway, kgateway or Kong, or accept that with a reason: unverifiedServerReason',
    });
  });

  test('refuses a release that was not read', () => {
    expect(refusalOf(() => apisix('2.3').renderMutualTls(MUTUAL, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'APISIX Ingress Controller 2.3 may have no client certificate per backend (nothing is recorded for version 2.3); use version 2.2.0',
    });
  });

  test.each([
    [' ', 'blank'],
    ['a\nsecrets/token-text: b', 'more than one line'],
  ])('refuses the reason %j', (reason, what) => {
    const gateway = new Apisix({ version: '2.2.0', unverifiedServerReason: reason });
    expect(refusalOf(() => gateway.renderMutualTls(MUTUAL, CONTEXT))).toEqual({
      rule: 'manifests/suppression-invalid',
      message: `the reason to accept apisix/no-verification is ${what}; give one line that says why`,
    });
  });
});
