import { Airlock } from '../../../src/gateways/airlock/airlock';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, EXTERNAL, MUTUAL, noteRules, ONE_WAY, refusalOf, SYSTEM_ROOTS, URI_SAN } from '../_intents';

function airlock(version: string): Airlock {
  return new Airlock({ version, name: 'edge', namespace: 'gateways' });
}

describe('Airlock', () => {
  test.each(['4.8', '5.0', '5.1', '5.1.5'])('%s tells one-way TLS by a BackendTLSPolicy', (version) => {
    const rendering = airlock(version).renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toMatchObject([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'BackendTLSPolicy',
        spec: { validation: { hostname: MUTUAL.server.hostname } },
      },
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
    expect(rendering.notes).toEqual([]);
  });

  test.each(['5.0', '5.1'])('%s tells mutual TLS by the client certificate of the Gateway', (version) => {
    const rendering = airlock(version).renderMutualTls(MUTUAL, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'BackendTLSPolicy',
        metadata: { namespace: 'payments' },
        spec: {
          targetRefs: [{ group: '', kind: 'Service', name: 'ledger', sectionName: 'https' }],
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
            hostname: MUTUAL.server.hostname,
          },
        },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1beta1',
        kind: 'ReferenceGrant',
        metadata: { namespace: 'payments' },
        spec: {
          from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'gateways' }],
          to: [{ group: '', kind: 'Secret', name: 'edge-client' }],
        },
      },
    ]);
    expect(rendering.patches).toEqual([
      {
        target: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'gateways' },
        patch: {
          spec: {
            tls: {
              backend: {
                clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client', namespace: 'payments' },
              },
            },
          },
        },
        reason: 'without it the Gateway presents no client certificate',
      },
    ]);
    expect(noteRules(rendering)).toEqual([
      'gateway-api/capability-unknown warning',
      'gateway-api/capability-unknown info',
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('honors alternative names, and says what it does with system roots is unknown', () => {
    const server = { ...MUTUAL.server, subjectAltNames: [URI_SAN] };
    const rendering = airlock('5.1').renderServerTls({ ...ONE_WAY, server, trust: SYSTEM_ROOTS }, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toMatchObject({
      validation: { subjectAltNames: [URI_SAN], wellKnownCACertificates: 'System' },
    });
    expect(rendering.notes.map(({ message }) => message)).toEqual([
      'Airlock Microgateway 5.1: what it does with the system roots is unknown (not established: conformance reports and documentation only)',
    ]);
  });

  test.each<[string, string, MutualTlsIntent, string, string]>([
    [
      'a client certificate before 5.0',
      '4.8',
      { ...MUTUAL, clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      `Airlock Microgateway 4.8 does not support a client certificate on the Gateway (conformance: its Gateway API has no such field); use version 5.0 to 5.1.5, or verify the server alone with BackendTlsPolicy`,
    ],
    [
      'a client certificate of one backend',
      '5.1',
      { ...MUTUAL, clientScope: 'backend' },
      'schema/unknown-field',
      'Airlock Microgateway 5.1 has no client certificate per backend (API reference); use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later, or use one client certificate per Gateway: clientScope ClientScope.GATEWAY',
    ],
    [
      'TLS parameters',
      '5.1',
      { ...MUTUAL, clientScope: 'gateway', parameters: { minVersion: '1.3', verifyDepth: 2 } },
      'gateway-api/capability-unknown',
      'Airlock Microgateway 5.1 may have no field for minVersion in the BackendTLSPolicy that a client certificate on the Gateway goes with (not established: conformance reports and documentation only); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'a host outside the cluster',
      '5.1',
      { ...MUTUAL, backend: EXTERNAL },
      'gateway-api/btp-not-read',
      'Airlock Microgateway 5.1 has no kind for a host outside the cluster that a policy could target; got ledger.example.com:443; put a Service of type ExternalName before it where the gateway supports one, or use Envoy Gateway or kgateway',
    ],
  ])('refuses %s (%s)', (_what, version, intent, rule, message) => {
    expect(refusalOf(() => airlock(version).renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test('refuses a release of which nothing is known, since it may send no client certificate', () => {
    expect(refusalOf(() => airlock('5.2').renderMutualTls({ ...MUTUAL, clientScope: 'gateway' }, CONTEXT))).toEqual({
      rule: 'gateway-api/ccr-not-honoured',
      message:
        'Airlock Microgateway 5.2 may not support a client certificate on the Gateway (nothing is recorded for version 5.2); use version 5.0 to 5.1.5, or verify the server alone with BackendTlsPolicy',
    });
  });
});
