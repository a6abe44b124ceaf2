import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { Traefik } from '../../../src/gateways/traefik/traefik';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, LEDGER, MUTUAL, noteRules, ONE_WAY, ROOT, SYSTEM_ROOTS, URI_SAN } from '../_intents';

function traefik(version: string): Traefik {
  return new Traefik({ version, name: 'edge', namespace: 'gateways' });
}

function transportOf(intent: Partial<MutualTlsIntent>): unknown {
  const { objects } = traefik('3.7').renderMutualTls({ ...MUTUAL, ...intent }, CONTEXT);
  expect(objects.flatMap(contractProblems)).toEqual([]);
  return objects.find(({ role }) => role === 'ServersTransport')?.manifest.spec;
}

const TRANSPORT = {
  serverName: 'ledger.payments.svc.cluster.local',
  rootCAs: [{ configMap: 'payments-roots' }],
  certificatesSecrets: ['edge-client'],
};

describe('Traefik, one-way', () => {
  test.each(['3.6', '3.7', '3.7.9'])('%s is told by one policy', (version) => {
    const rendering = traefik(version).renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects).toMatchObject([
      {
        manifest: {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'BackendTLSPolicy',
          spec: {
            targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
            validation: {
              caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
              hostname: 'ledger.payments.svc.cluster.local',
            },
          },
        },
      },
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('3.5 needs a gate and v1alpha3', () => {
    const rendering = traefik('3.5').renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects[0]?.manifest.apiVersion).toBe('gateway.networking.k8s.io/v1alpha3');
    expect(rendering.notes.map(({ message }) => message)).toEqual([
      expect.stringContaining('only with the feature gate experimentalChannel'),
      'Traefik 3.5: whether it verifies the hostname without subjectAltNames is unknown (not read before 3.7)',
    ]);
  });

  test('what 3.6 does with system roots is said to be unknown', () => {
    const rendering = traefik('3.6').renderServerTls({ ...ONE_WAY, trust: SYSTEM_ROOTS }, CONTEXT);
    expect(rendering.notes.map(({ message }) => message)).toContain(
      'Traefik 3.6: what it does with the system roots is unknown (not read before 3.7)',
    );
  });
});

describe('Traefik, mutual', () => {
  test.each(['3.7', '3.7.9'])('%s is told by a TraefikService and its ServersTransport', (version) => {
    const rendering = traefik(version).renderMutualTls(MUTUAL, CONTEXT);
    expect(rendering).toEqual({
      objects: [
        {
          role: 'ServersTransport',
          manifest: {
            apiVersion: 'traefik.io/v1alpha1',
            kind: 'ServersTransport',
            metadata: { name: 'ledger-serverstransport', namespace: 'payments' },
            spec: TRANSPORT,
          },
        },
        {
          role: 'TraefikService',
          manifest: {
            apiVersion: 'traefik.io/v1alpha1',
            kind: 'TraefikService',
            metadata: { name: 'ledger-traefikservice', namespace: 'payments' },
            spec: {
              weighted: {
                services: [
                  { name: 'ledger', port: 8443, scheme: 'https', serversTransport: 'ledger-serverstransport' },
                ],
              },
            },
          },
        },
      ],
      patches: [],
      routeAnnotations: {},
      backendRef: { group: 'traefik.io', kind: 'TraefikService', name: 'ledger-traefikservice', namespace: 'payments' },
      routeKinds: ['HTTPRoute'],
      notes: [
        {
          rule: 'traefik/transport-fallback',
          severity: 'info',
          message: `Traefik ${version} reads TraefikService and ServersTransport only with the provider kubernetesCRD beside kubernetesGateway`,
          fix: 'turn the provider kubernetesCRD on in the static configuration, and install its CRDs',
        },
      ],
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test.each(['3.4', '3.6'])('%s is told the same', (version) => {
    const rendering = traefik(version).renderMutualTls(MUTUAL, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toEqual(TRANSPORT);
    expect(noteRules(rendering)).toEqual(['traefik/transport-fallback info']);
  });

  test('3.3, which has no rootCAs, is told of roots in a Secret by rootCAsSecrets', () => {
    const { rootCAs: _, ...others } = TRANSPORT;
    const references = [{ kind: 'Secret', name: 'ledger-roots' }] as const;
    const trust = { certificates: [], references, system: false } as const;
    const rendering = traefik('3.3').renderMutualTls({ ...MUTUAL, trust }, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toEqual({ ...others, rootCAsSecrets: ['ledger-roots'] });
    expect(noteRules(rendering)).toEqual(['traefik/transport-fallback info']);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('roots may be known at synthesis, in a ConfigMap and in a Secret, all at once', () => {
    const trust = {
      certificates: [ROOT],
      references: [
        { kind: 'ConfigMap', name: 'old' },
        { kind: 'Secret', name: 'new', namespace: 'payments' },
      ],
      system: false,
    } as const;
    expect(transportOf({ trust })).toEqual({
      ...TRANSPORT,
      rootCAs: [{ configMap: 'old' }, { secret: 'new' }, { configMap: 'ledger-cacertificates' }],
    });
  });

  test('without rootCAs the system roots count', () => {
    const { rootCAs: _, ...others } = TRANSPORT;
    expect(transportOf({ trust: SYSTEM_ROOTS })).toEqual(others);
    const { notes } = traefik('3.6').renderMutualTls({ ...MUTUAL, trust: SYSTEM_ROOTS }, CONTEXT);
    expect(notes[0]?.message).toBe(
      'Traefik 3.6: which roots a ServersTransport without rootCAs accepts is unknown (not read before 3.7)',
    );
  });

  test('one URI is verified beside the hostname, which is said', () => {
    const { hostname } = MUTUAL.server;
    const server = { hostname, subjectAltNames: [{ type: 'Hostname', hostname }, URI_SAN] } as const;
    expect(transportOf({ server })).toEqual({ ...TRANSPORT, peerCertURI: URI_SAN.uri });
    const rendering = traefik('3.7').renderMutualTls({ ...MUTUAL, server }, CONTEXT);
    expect(noteRules(rendering)).toEqual(['gateway-api/san-not-honoured warning', 'traefik/transport-fallback info']);
  });

  test('TLS parameters have their fields, with the names of Go', () => {
    expect(
      transportOf({
        parameters: {
          minVersion: '1.2',
          maxVersion: '1.3',
          cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-CHACHA20-POLY1305', 'AES128-SHA256'],
          alpnProtocols: ['http/1.1'],
        },
      }),
    ).toEqual({
      ...TRANSPORT,
      minVersion: 'VersionTLS12',
      maxVersion: 'VersionTLS13',
      cipherSuites: [
        'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
        'TLS_RSA_WITH_AES_128_CBC_SHA256',
      ],
      disableHTTP2: true,
    });
    expect(transportOf({ parameters: { alpnProtocols: ['h2', 'http/1.1'] } })).toEqual(TRANSPORT);
  });

  test.each([
    [{ name: 'https' }, undefined, 'https'],
    [undefined, [{ number: 8443 }], 8443],
  ])('port %j of the ports %j is %s', (port, ports, expected) => {
    const { objects } = traefik('3.7').renderMutualTls({ ...MUTUAL, backend: { ...LEDGER, port, ports } }, CONTEXT);
    expect(objects[1]?.manifest.spec).toMatchObject({ weighted: { services: [{ port: expected }] } });
  });
});
