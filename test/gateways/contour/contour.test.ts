import { Contour, type ContourProps } from '../../../src/gateways/contour/contour';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, LEDGER, MUTUAL, noteRules, ONE_WAY, ROOT } from '../_intents';

const VERSIONS = ['1.30', '1.33', '1.33.6'];

/** Roots in a Secret beside the backend. */
const SECRET: MutualTlsIntent = {
  ...MUTUAL,
  trust: { certificates: [], references: [{ kind: 'Secret', name: 'payments-roots' }], system: false },
};

function contour(version: string, props: Partial<ContourProps> = {}): Contour {
  return new Contour({ version, ...props });
}

function manifestsOf(intent: Partial<MutualTlsIntent>): readonly unknown[] {
  const { objects } = contour('1.33').renderMutualTls({ ...SECRET, ...intent }, CONTEXT);
  expect(objects.flatMap(contractProblems)).toEqual([]);
  return objects.map(({ manifest }) => manifest);
}

function proxy(service: object): unknown {
  return {
    apiVersion: 'projectcontour.io/v1',
    kind: 'HTTPProxy',
    metadata: { name: 'ledger-httpproxy', namespace: 'payments' },
    spec: {
      routes: [
        {
          services: [
            {
              name: 'ledger',
              port: 8443,
              protocol: 'tls',
              validation: { caSecret: 'payments-roots', subjectName: 'ledger.payments.svc.cluster.local' },
              ...service,
            },
          ],
        },
      ],
    },
  };
}

describe('Contour, one-way', () => {
  test.each(VERSIONS)('%s is told by v1alpha3, with what that means', (version) => {
    const rendering = contour(version).renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1alpha3',
        kind: 'BackendTLSPolicy',
        metadata: { namespace: 'payments' },
        spec: {
          targetRefs: [{ group: '', kind: 'Service', name: 'ledger', sectionName: 'https' }],
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
            hostname: 'ledger.payments.svc.cluster.local',
          },
        },
      },
    ]);
    expect(rendering.notes.slice(-3)).toEqual([
      {
        rule: 'gateway-api/version-not-served',
        severity: 'info',
        message: `Contour ${version} reads BackendTLSPolicy v1alpha3, which CRDs of the experimental channel alone serve (source of 1.33.6; from 1.4 on Gateway API serves it in its experimental channel only)`,
        fix: 'install the experimental channel of the Gateway API',
      },
      {
        rule: 'contour/route-no-sni',
        severity: 'warning',
        message: `Contour ${version} verifies the hostname and does not send it (projectcontour/contour#6193: none is sent, except to a Service of type ExternalName)`,
        fix: 'see that the backend presents the right certificate without a server name, or use an HTTPProxy',
      },
      {
        rule: 'contour/btp-dropped',
        severity: 'warning',
        message: `Contour ${version} sends plaintext or does not verify where it finds the policy invalid, as with roots that are missing (source of 1.33.6: the policy is dropped, and traffic is plaintext or unverified)`,
        fix: 'apply the roots before the policy, and let the backend take TLS only',
      },
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('a version that was not read is told v1, and what is not known is said', () => {
    const rendering = contour('1.34').renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects[0]?.manifest.apiVersion).toBe('gateway.networking.k8s.io/v1');
    expect(new Set(noteRules(rendering))).toEqual(new Set(['gateway-api/capability-unknown warning']));
  });
});

describe('Contour, mutual', () => {
  test.each(VERSIONS)('%s is told by an HTTPProxy and the certificate of the installation', (version) => {
    const rendering = contour(version).renderMutualTls(SECRET, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([proxy({})]);
    expect(rendering.patches).toEqual([
      {
        target: {
          group: 'projectcontour.io',
          kind: 'ContourConfiguration',
          name: 'contour',
          namespace: 'projectcontour',
        },
        patch: { spec: { envoy: { clientCertificate: { name: 'edge-client', namespace: 'payments' } } } },
        reason:
          'without it Contour presents no client certificate; where it has a configuration file instead, the setting is tls.envoy-client-certificate',
      },
    ]);
    expect(rendering.backendRef).toEqual({
      group: 'projectcontour.io',
      kind: 'HTTPProxy',
      name: 'ledger-httpproxy',
      namespace: 'payments',
    });
    expect(rendering.routeKinds).toEqual(['HTTPProxy']);
    expect(rendering.notes).toEqual([
      {
        rule: 'references/manual-change',
        severity: 'info',
        message: 'HTTPProxy ledger-httpproxy serves nothing until an HTTPProxy with a virtualhost includes it',
        fix: 'add {name: ledger-httpproxy, namespace: payments} to spec.includes there, with the conditions of its requests',
      },
      {
        rule: 'contour/route-no-sni',
        severity: 'info',
        message: `Contour ${version} verifies the hostname and sends it only to a Service of type ExternalName, or where the route sets the Host header`,
        fix: 'see that the backend presents the right certificate without a server name',
      },
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('roots known at synthesis stand in a Secret', () => {
    expect(manifestsOf({ trust: { certificates: [ROOT], references: [], system: false } })).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'ledger-cacertificates', namespace: 'payments' },
        type: 'Opaque',
        stringData: { 'ca.crt': ROOT.pem },
      },
      proxy({
        validation: { caSecret: 'ledger-cacertificates', subjectName: 'ledger.payments.svc.cluster.local' },
      }),
    ]);
  });

  test('roots in another namespace are delegated', () => {
    const references = [{ kind: 'Secret', name: 'roots', namespace: 'pki' }] as const;
    expect(manifestsOf({ trust: { certificates: [], references, system: false } })).toEqual([
      {
        apiVersion: 'projectcontour.io/v1',
        kind: 'TLSCertificateDelegation',
        metadata: { namespace: 'pki' },
        spec: { delegations: [{ secretName: 'roots', targetNamespaces: ['payments'] }] },
      },
      proxy({ validation: { caSecret: 'pki/roots', subjectName: 'ledger.payments.svc.cluster.local' } }),
    ]);
  });

  test('several DNS names are verified, the first one in both fields', () => {
    const server = {
      ...MUTUAL.server,
      subjectAltNames: [
        { type: 'Hostname', hostname: 'a.example.com' },
        { type: 'Hostname', hostname: 'b.example.com' },
      ],
    } as const;
    expect(manifestsOf({ server })).toEqual([
      proxy({
        validation: {
          caSecret: 'payments-roots',
          subjectName: 'a.example.com',
          subjectNames: ['a.example.com', 'b.example.com'],
        },
      }),
    ]);
  });

  test.each([
    ['h2', 'h2'],
    ['http/1.1', 'tls'],
  ])('ALPN %s is protocol %s', (alpn, protocol) => {
    expect(manifestsOf({ parameters: { alpnProtocols: [alpn] } })).toEqual([proxy({ protocol })]);
  });

  test('the only port of a Service need not be named', () => {
    expect(manifestsOf({ backend: { ...LEDGER, port: undefined } })).toEqual([proxy({})]);
  });

  test('the ContourConfiguration may be another', () => {
    const gateway = contour('1.33', { configurationName: 'edge', configurationNamespace: 'ingress' });
    expect(gateway.renderMutualTls(SECRET, CONTEXT).patches[0]?.target).toMatchObject({
      name: 'edge',
      namespace: 'ingress',
    });
  });
});
