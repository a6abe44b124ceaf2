import { GatewayApi } from '../../../src/gateways/gateway-api/gateway-api';
import type { ServerTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import {
  CONTEXT,
  EXTERNAL,
  LEDGER,
  MUTUAL,
  noteRules,
  ONE_WAY,
  ROOT,
  refusalOf,
  SYSTEM_ROOTS,
  TWO_PORTS,
  URI_SAN,
} from '../_intents';

const HOSTNAME = MUTUAL.server.hostname;

describe('GatewayApi', () => {
  test.each(['1.4', '1.5', '1.6.1'])('%s tells one Service, one root and the hostname', (version) => {
    const trust = { certificates: [ROOT], references: [], system: false };
    const rendering = new GatewayApi({ version }).renderServerTls({ ...ONE_WAY, trust }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'ledger-cacertificates', namespace: 'payments' },
        data: { 'ca.crt': ROOT.pem },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'BackendTLSPolicy',
        metadata: { namespace: 'payments' },
        spec: {
          targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ledger-cacertificates' }],
            hostname: HOSTNAME,
          },
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
    expect(noteRules(rendering)).toEqual([
      'gateway-api/capability-unknown warning',
      'gateway-api/capability-unknown info',
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('says what is lost, and on which implementations', () => {
    const [note, lost] = new GatewayApi({ version: '1.5' }).renderServerTls(ONE_WAY, CONTEXT).notes;
    expect(note?.message).toMatch(
      /^BackendTLSPolicy is optional for implementations of the Gateway API, and Gateway API \(portable core\) 1\.5 leaves out subjectAltNames; .*Contour, .* do not read v1 in their latest known version, and Istio does not verify the name without subjectAltNames$/,
    );
    expect(note?.fix).toBe('name the implementation instead where it is known');
    expect(lost?.message).toBe(
      'in Gateway API (portable core) 1.5 a policy has one root, so that a rotation has no overlap of an old root and a new one; nor is there a client certificate, a TLS version, a cipher suite or ALPN',
    );
  });

  test('the hostname as the only alternative name is left out, being the core anyway', () => {
    const server = { hostname: HOSTNAME, subjectAltNames: [{ type: 'Hostname', hostname: HOSTNAME }] } as const;
    const rendering = new GatewayApi({ version: '1.5' }).renderServerTls({ ...ONE_WAY, server }, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toMatchObject({ validation: { hostname: HOSTNAME } });
    expect(JSON.stringify(rendering.objects)).not.toContain('subjectAltNames');
  });

  test('one of several ports is named, and said to be unknown', () => {
    const rendering = new GatewayApi({ version: '1.5' }).renderServerTls(
      { ...ONE_WAY, backends: [TWO_PORTS] },
      CONTEXT,
    );
    expect(rendering.objects[0]?.manifest.spec).toMatchObject({ targetRefs: [{ sectionName: 'https' }] });
    expect(noteRules(rendering)).toEqual([
      'gateway-api/capability-unknown warning',
      'gateway-api/capability-unknown info',
      'gateway-api/capability-unknown warning',
    ]);
  });

  test.each<[string, string, Partial<ServerTlsIntent>, string, string]>([
    [
      'releases without v1',
      '1.3',
      {},
      'gateway-api/version-not-served',
      'Gateway API (portable core) 1.3 does not have BackendTLSPolicy v1 (v1 came with 1.4, and earlier versions of it are experimental); use version 1.4 to 1.6, or name the implementation',
    ],
    [
      'alternative names',
      '1.5',
      { server: { hostname: HOSTNAME, subjectAltNames: [URI_SAN] } },
      'gateway-api/san-not-honoured',
      'Gateway API (portable core) 1.5 does not support subjectAltNames (specification: Extended); got spiffe://example.com/ns/payments/sa/ledger; drop subjectAltNames and give ledger.payments.svc.cluster.local as the name in the server certificate, or use Envoy Gateway 1.5 or kgateway 2.4 or later',
    ],
    [
      'system roots',
      '1.5',
      { trust: SYSTEM_ROOTS },
      'gateway-api/system-ca-unusable',
      'Gateway API (portable core) 1.5 does not support the system roots (specification: implementation-specific); give the roots themselves: TrustAnchors.pem(...) or TrustAnchors.configMap(...)',
    ],
    [
      'two roots',
      '1.5',
      { trust: { certificates: [ROOT, ROOT], references: [], system: false } },
      'gateway-api/too-many-ca-refs',
      'Gateway API (portable core) 1.5 has one root in one ConfigMap (specification: several certificates in one object are implementation-specific); got 2; give one root, or name the implementation: most read all certificates of a ConfigMap',
    ],
    [
      'two objects of roots',
      '1.5',
      { trust: { ...ONE_WAY.trust, certificates: [ROOT] } },
      'gateway-api/too-many-ca-refs',
      'Gateway API (portable core) 1.5 has one root in one ConfigMap (specification: several certificates in one object are implementation-specific); got 2; give one root, or name the implementation: most read all certificates of a ConfigMap',
    ],
    [
      'roots in a Secret',
      '1.5',
      { trust: { ...ONE_WAY.trust, references: [{ kind: 'Secret', name: 'roots' }] } },
      'gateway-api/ca-kind-not-read',
      'Gateway API (portable core) 1.5 reads certificate authorities from ConfigMap only (specification: other kinds are implementation-specific); got Secret roots; write the roots into a ConfigMap, for example with a trust-manager Bundle',
    ],
    [
      'two targets',
      '1.5',
      { backends: [LEDGER, { ...LEDGER, name: 'cards' }] },
      'gateway-api/several-targets',
      'Gateway API (portable core) 1.5 applies a policy to its first target only (specification: implementations should not support more than one); got 2 targets; write one policy per Service',
    ],
    [
      'a host outside the cluster',
      '1.5',
      { backends: [EXTERNAL] },
      'gateway-api/btp-not-read',
      'Gateway API (portable core) 1.5 has no kind for a host outside the cluster that a policy could target; got ledger.example.com:443; put a Service of type ExternalName before it where the gateway supports one, or use Envoy Gateway or kgateway',
    ],
  ])('refuses %s (%s)', (_what, version, change, rule, message) => {
    const gateway = new GatewayApi({ version });
    expect(refusalOf(() => gateway.renderServerTls({ ...ONE_WAY, ...change }, CONTEXT))).toEqual({ rule, message });
  });

  test('refuses a client certificate, and names the implementations that have one', () => {
    const gateway = new GatewayApi({ version: '1.5', name: 'edge', namespace: 'gateways' });
    expect(refusalOf(() => gateway.renderMutualTls(MUTUAL, CONTEXT))).toEqual({
      rule: 'gateway-api/ccr-not-honoured',
      message: expect.stringMatching(
        /^Gateway API \(portable core\) 1\.5 has no client certificate: one per Gateway is optional for implementations \(specification: Extended feature GatewayBackendClientCertificate\), and one per backend is not in it \(GEP-3155: future work\); name the implementation; those that are known to present one: agentgateway, .*NGINX Gateway Fabric, or per backend agentgateway, .*Traefik$/,
      ),
    });
  });
});
