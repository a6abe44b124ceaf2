import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { Istio, type IstioProps } from '../../../src/gateways/istio/istio';
import { contractProblems } from '../_contract-problems';
import {
  CONTEXT,
  EXTERNAL,
  LEDGER,
  MUTUAL,
  noteRules,
  ONE_WAY,
  ROOT,
  SYSTEM_ROOTS,
  TWO_PORTS,
  URI_SAN,
} from '../_intents';

const VERSIONS = ['1.28', '1.29', '1.30', '1.30.3', '1.31.0-rc.0'];

/** Certificate beside the Gateway, roots in the same Secret. */
const ONE_SECRET: MutualTlsIntent = {
  ...MUTUAL,
  client: { secretName: 'edge-client', namespace: 'gateways' },
  trust: {
    certificates: [],
    references: [{ kind: 'Secret', name: 'edge-client', namespace: 'gateways' }],
    system: false,
  },
};

const TLS = {
  mode: 'MUTUAL',
  credentialName: 'edge-client',
  sni: 'ledger.payments.svc.cluster.local',
  subjectAltNames: ['ledger.payments.svc.cluster.local'],
};

const ACCESS = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'edge-istio-secrets', namespace: 'gateways' },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'edge-istio-secrets', namespace: 'gateways' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'edge-istio-secrets' },
    subjects: [{ kind: 'ServiceAccount', name: 'edge-istio', namespace: 'gateways' }],
  },
];

function istio(version: string, props: Partial<IstioProps> = {}): Istio {
  return new Istio({ version, name: 'edge', namespace: 'gateways', ...props });
}

function manifestsOf(intent: MutualTlsIntent, gateway = istio('1.30')): readonly unknown[] {
  const { objects } = gateway.renderMutualTls(intent, CONTEXT);
  expect(objects.flatMap(contractProblems)).toEqual([]);
  return objects.map(({ manifest }) => manifest);
}

describe('Istio, one-way', () => {
  test.each(VERSIONS)('%s is told the name among subjectAltNames, without which it is not verified', (version) => {
    const rendering = istio(version).renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'BackendTLSPolicy',
        metadata: { namespace: 'payments' },
        spec: {
          targetRefs: [{ group: '', kind: 'Service', name: 'ledger', sectionName: 'https' }],
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
            hostname: 'ledger.payments.svc.cluster.local',
            subjectAltNames: [{ type: 'Hostname', hostname: 'ledger.payments.svc.cluster.local' }],
          },
        },
      },
    ]);
    expect(noteRules(rendering)).toEqual(['istio/foreign-btp info']);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test.each(['1.26', '1.27'])('%s is told by v1alpha3, and what becomes of it is said to be unknown', (version) => {
    const rendering = istio(version).renderServerTls({ ...ONE_WAY, trust: SYSTEM_ROOTS }, CONTEXT);
    expect(rendering.objects[0]?.manifest.apiVersion).toBe('gateway.networking.k8s.io/v1alpha3');
    expect(noteRules(rendering)).toEqual([
      'gateway-api/btp-not-read info',
      'gateway-api/capability-unknown warning',
      'gateway-api/capability-unknown warning',
      'istio/foreign-btp info',
    ]);
  });

  test('a host outside is a ServiceEntry, which the policy targets and the route names by its host', () => {
    const rendering = istio('1.30').renderServerTls({ ...ONE_WAY, backends: [EXTERNAL] }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata: { name: 'ledger-serviceentry', namespace: 'payments' },
        spec: {
          hosts: ['ledger.example.com'],
          exportTo: ['gateways'],
          location: 'MESH_EXTERNAL',
          ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }],
          resolution: 'DNS',
        },
      },
      expect.objectContaining({
        spec: expect.objectContaining({
          targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'ledger-serviceentry' }],
        }),
      }),
    ]);
    expect(rendering.backendRef).toEqual({
      group: 'networking.istio.io',
      kind: 'Hostname',
      name: 'ledger.example.com',
      port: 443,
    });
    expect(noteRules(rendering)).toEqual(['istio/foreign-btp info']);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('before 1.30 it is not known whether a policy may target a ServiceEntry', () => {
    const rendering = istio('1.29').renderServerTls({ ...ONE_WAY, backends: [EXTERNAL] }, CONTEXT);
    expect(rendering.notes[0]).toEqual({
      rule: 'gateway-api/capability-unknown',
      severity: 'warning',
      message:
        'Istio 1.29: whether a policy may target a ServiceEntry is unknown (nothing is recorded for version 1.29)',
      fix: 'test it on your cluster, or keep to the portable subset',
    });
  });
});

describe('Istio, mutual', () => {
  test.each(['1.26', '1.27', ...VERSIONS])('%s is told by a DestinationRule, without a policy', (version) => {
    const gateway = istio(version);
    const rendering = gateway.renderMutualTls(ONE_SECRET, CONTEXT);
    expect(manifestsOf(ONE_SECRET, gateway)).toEqual([
      ...ACCESS,
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { namespace: 'payments' },
        spec: {
          host: 'ledger.payments.svc.cluster.local',
          exportTo: ['gateways'],
          trafficPolicy: { portLevelSettings: [{ port: { number: 8443 }, tls: TLS }] },
        },
      },
    ]);
    expect(rendering.patches).toEqual([]);
    expect(rendering.backendRef).toEqual({
      group: '',
      kind: 'Service',
      name: 'ledger',
      namespace: 'payments',
      port: 8443,
    });
    expect(rendering.notes.slice(-1)).toEqual([
      {
        rule: 'istio/credential-unusable',
        severity: 'info',
        message: `Istio ${version} presents the certificate in place of that of the mesh: a sidecar before Service ledger would refuse it`,
        fix: 'leave a backend inside the mesh to the mutual TLS of the mesh, which is automatic, or say so with IstioMutualTls',
      },
    ]);
  });

  test.each(['1.26', '1.29'])('where %s takes the roots from is said to be unknown', (version) => {
    expect(istio(version).renderMutualTls(ONE_SECRET, CONTEXT).notes[0]).toEqual({
      rule: 'gateway-api/capability-unknown',
      severity: 'warning',
      message: `Istio ${version}: where it takes the roots of a client certificate from is unknown (nothing is recorded for version ${version})`,
      fix: 'test it on your cluster, or keep to the portable subset',
    });
    expect(noteRules(istio('1.30').renderMutualTls(ONE_SECRET, CONTEXT))).toEqual([
      'istio/foreign-btp info',
      'istio/credential-unusable info',
    ]);
  });

  const replaced = 'lets any BackendTLSPolicy for ledger.payments.svc.cluster.local replace the DestinationRule';
  const noPolicy = 'write no BackendTLSPolicy for the same host';
  test.each([
    ['1.30.0', replaced, noPolicy],
    ['1.30.3', replaced, `${noPolicy}, or annotate it with istio.io/ignore-policy-attachment: "true"`],
  ])('%s says which of rule and policy wins, and what keeps the policy from it', (version, message, fix) => {
    expect(istio(version).renderMutualTls(ONE_SECRET, CONTEXT).notes).toContainEqual({
      rule: 'istio/foreign-btp',
      severity: 'info',
      message: expect.stringContaining(message),
      fix,
    });
  });

  test('1.31 lets the DestinationRule win, so that there is nothing to say', () => {
    const rendering = istio('1.31.0-rc.0').renderMutualTls(ONE_SECRET, CONTEXT);
    expect(noteRules(rendering)).toEqual(['istio/credential-unusable info']);
  });

  test('roots known at synthesis stand in the Secret that is named after that of the certificate', () => {
    const trust = { certificates: [ROOT, ROOT], references: [], system: false };
    expect(manifestsOf({ ...ONE_SECRET, trust })[0]).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'edge-client-cacert', namespace: 'gateways' },
      type: 'Opaque',
      stringData: { 'ca.crt': `${ROOT.pem}${ROOT.pem}` },
    });
  });

  test('such a Secret of your own is left to you', () => {
    const references = [{ kind: 'Secret', name: 'edge-client-cacert', namespace: 'gateways' }] as const;
    expect(manifestsOf({ ...ONE_SECRET, trust: { certificates: [], references, system: false } })).toHaveLength(3);
  });

  test('a Secret whose namespace is not stated is that of the backend', () => {
    const beside: MutualTlsIntent = {
      ...ONE_SECRET,
      namespace: 'gateways',
      backend: { ...LEDGER, namespace: 'gateways' },
      trust: { certificates: [], references: [{ kind: 'Secret', name: 'edge-client' }], system: false },
    };
    expect(manifestsOf(beside)).toHaveLength(3);
  });

  test('names of both kinds are verified', () => {
    const server = {
      hostname: 'ledger.payments.svc.cluster.local',
      subjectAltNames: [{ type: 'Hostname', hostname: 'ledger.example.com' }, URI_SAN],
    } as const;
    expect(manifestsOf({ ...ONE_SECRET, server })[2]).toMatchObject({
      spec: {
        trafficPolicy: {
          portLevelSettings: [{ tls: { ...TLS, subjectAltNames: ['ledger.example.com', URI_SAN.uri] } }],
        },
      },
    });
  });

  test('a Service without a named port is told as a whole', () => {
    expect(manifestsOf({ ...ONE_SECRET, backend: { ...TWO_PORTS, port: undefined } })[2]).toMatchObject({
      spec: { trafficPolicy: { tls: TLS } },
    });
  });

  test('a host outside is a ServiceEntry beside the DestinationRule', () => {
    const [entry, , , rule] = manifestsOf({ ...ONE_SECRET, backend: EXTERNAL });
    expect(entry).toMatchObject({ kind: 'ServiceEntry', spec: { hosts: ['ledger.example.com'] } });
    expect(rule).toMatchObject({
      spec: { host: 'ledger.example.com', trafficPolicy: { portLevelSettings: [{ port: { number: 443 } }] } },
    });
  });

  test('class, ServiceAccount and domain of the cluster may be others', () => {
    const byClass = manifestsOf(ONE_SECRET, istio('1.30', { gatewayClassName: 'edge', clusterDomain: 'corp.local' }));
    expect(byClass[1]).toMatchObject({ subjects: [{ name: 'edge-edge' }] });
    expect(byClass[2]).toMatchObject({ spec: { host: 'ledger.payments.svc.corp.local' } });
    const byAccount = manifestsOf(ONE_SECRET, istio('1.30', { serviceAccountName: 'ingress' }));
    expect(byAccount[1]).toMatchObject({ metadata: { name: 'ingress-secrets' }, subjects: [{ name: 'ingress' }] });
  });
});
