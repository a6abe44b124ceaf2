import type { MutualTlsIntent, ServerTlsIntent } from '../../../src/gateways/intent';
import { KongIngressController } from '../../../src/gateways/kong-ingress-controller/kong-ingress-controller';
import { stableUuid } from '../../../src/trust';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, LEDGER, noteRules, refusalOf } from '../_intents';
import { INTERMEDIATE, KONG_MUTUAL, KONG_SERVER, LEAF, NEXT_ROOT, ROOT } from '../kong/_kong-intents';

const CA_NAME = `kong-ca-${stableUuid(ROOT)}`;
const NEXT_CA_NAME = `kong-ca-${stableUuid(NEXT_ROOT)}`;
const HOSTNAME = 'ledger.payments.svc.cluster.local';

const CA_CONFIG_MAP = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: CA_NAME, namespace: 'payments', labels: { 'konghq.com/ca-cert': 'true' } },
  data: { id: stableUuid(ROOT), 'ca.crt': ROOT.pem },
};

const ANNOTATIONS = {
  'konghq.com/protocol': 'https',
  'konghq.com/host-header': HOSTNAME,
  'konghq.com/client-cert': 'edge-client',
  'konghq.com/tls-verify': 'true',
  'konghq.com/tls-verify-depth': '5',
  'konghq.com/ca-certificates-configmaps': CA_NAME,
};

const PLAIN_PORT = { name: 'http', number: 8080 };
const TWO_PORTS = { ...LEDGER, ports: [PLAIN_PORT, { name: 'https', number: 8443 }] };
const EXTERNAL = { kind: 'External', hostname: 'bank.example.com', port: 443 } as const;

/** Releases around each change of the table. */
const RELEASES = ['3.4', '3.4.0', '3.4.17', '3.4.18', '3.4.20', '3.5', '3.5.10', '3.5.11', '3.5.13'] as const;

function kong(version: string): KongIngressController {
  return new KongIngressController({ version, name: 'edge', namespace: 'gateways' });
}

function manifests(rendering: { readonly objects: readonly { readonly manifest: unknown }[] }): readonly unknown[] {
  return rendering.objects.map(({ manifest }) => manifest);
}

describe('KongIngressController.renderMutualTls', () => {
  test.each(RELEASES)('%s is told by annotations of the Service, with the root in the shape of Kong', (version) => {
    const rendering = kong(version).renderMutualTls(KONG_MUTUAL, CONTEXT);
    expect(manifests(rendering)).toEqual([CA_CONFIG_MAP]);
    expect(rendering.patches).toEqual([
      {
        target: { group: '', kind: 'Service', name: 'ledger', namespace: 'payments' },
        patch: { metadata: { annotations: ANNOTATIONS } },
        reason: 'without these annotations Kong sends plaintext, without a client certificate',
      },
    ]);
    expect(rendering.routeAnnotations).toEqual({ 'konghq.com/preserve-host': 'false' });
    expect(rendering.backendRef).toEqual({
      group: '',
      kind: 'Service',
      name: 'ledger',
      namespace: 'payments',
      port: 8443,
    });
  });

  test.each<[string, Partial<MutualTlsIntent>, Record<string, string>]>([
    ['a stated depth', { parameters: { verifyDepth: 0 } }, { 'konghq.com/tls-verify-depth': '0' }],
    [
      'two roots, sorted by name and each once',
      { trust: { certificates: [NEXT_ROOT, ROOT, NEXT_ROOT], references: [], system: false } },
      { 'konghq.com/ca-certificates-configmaps': [CA_NAME, NEXT_CA_NAME].sort().join(',') },
    ],
    [
      'objects that exist already',
      {
        trust: {
          certificates: [ROOT],
          references: [
            { kind: 'Secret', name: 'next-root' },
            { kind: 'ConfigMap', name: 'a-root', namespace: 'payments' },
          ],
          system: false,
        },
      },
      {
        'konghq.com/ca-certificates-configmaps': `a-root,${CA_NAME}`,
        'konghq.com/ca-certificates-secrets': 'next-root',
      },
    ],
    ['a subject alternative name that is the hostname', { server: named(HOSTNAME) }, {}],
    ['a client certificate per backend, asked for by name', { clientScope: 'backend' }, {}],
  ])('tells %s', (_what, change, annotations) => {
    const rendering = kong('3.5.13').renderMutualTls({ ...KONG_MUTUAL, ...change }, CONTEXT);
    expect(rendering.patches.map(({ patch }) => patch)).toEqual([
      { metadata: { annotations: { ...ANNOTATIONS, ...annotations } } },
    ]);
  });

  test('writes one object per root', () => {
    const trust = { certificates: [NEXT_ROOT, ROOT, NEXT_ROOT], references: [], system: false };
    const { objects } = kong('3.5.13').renderMutualTls({ ...KONG_MUTUAL, trust }, CONTEXT);
    expect(objects.map(({ manifest }) => manifest.metadata.name)).toEqual([NEXT_CA_NAME, CA_NAME]);
    expect(new Set(objects.map(({ role }) => role)).size).toBe(2);
  });

  test('says of objects that exist already what they must be like', () => {
    const trust = { certificates: [], references: [{ kind: 'Secret', name: 'root' }], system: false } as const;
    expect(kong('3.5').renderMutualTls({ ...KONG_MUTUAL, trust }, CONTEXT).notes).toEqual([
      {
        rule: 'kong/ca-missing-id',
        severity: 'info',
        message:
          'Kong Ingress Controller 3.5 reads Secret root only with a UUID under "id", exactly one certificate authority under "cert" or "ca.crt", and the label konghq.com/ca-cert: "true"; one authority that cannot be read fails all others of the Service',
        fix: 'see to it where the object is made, or give the root itself: TrustAnchors.pem(...)',
      },
    ]);
  });

  test.each([
    ['3.4.17', ['kong/ca-id-duplicate warning']],
    ['3.4.18', []],
    ['3.4', ['kong/ca-id-duplicate info']],
    ['3.5.10', ['kong/ca-id-duplicate warning']],
    ['3.5.11', []],
    ['3.5.13', []],
    ['3.5', ['kong/ca-id-duplicate info']],
  ])('%s: a root in two namespaces leads to the notes %j', (version, notes) => {
    expect(noteRules(kong(version).renderMutualTls(KONG_MUTUAL, CONTEXT))).toEqual(notes);
  });

  test('says where a root in two namespaces works', () => {
    expect(kong('3.5.10').renderMutualTls(KONG_MUTUAL, CONTEXT).notes).toEqual([
      {
        rule: 'kong/ca-id-duplicate',
        severity: 'warning',
        message:
          'Kong Ingress Controller 3.5.10: Kong refuses the whole configuration where the same root stands in two namespaces, under the same id (inferred: before Kong/kubernetes-ingress-controller#8024 and #8025)',
        fix: 'use version 3.4.18 and later patches or 3.5.11 and later patches, or keep the backends of one root in one namespace',
      },
    ]);
    expect(kong('3.5').renderMutualTls(KONG_MUTUAL, CONTEXT).notes[0]?.message).toBe(
      'Kong Ingress Controller 3.5: whether Kong takes a configuration in which the same root stands in two namespaces, under the same id, is unknown (patches of 3.5 differ: state the patch version)',
    );
  });

  test('warns of an intermediate without its root, and not of one with it', () => {
    const render = (...certificates: (typeof ROOT)[]) =>
      kong('3.5.13').renderMutualTls(
        { ...KONG_MUTUAL, trust: { certificates, references: [], system: false } },
        CONTEXT,
      );
    expect(render(INTERMEDIATE).notes).toEqual([
      {
        rule: 'trust/intermediate-as-anchor',
        severity: 'warning',
        message:
          'authority "CN=payments issuing" is an intermediate without its root "CN=payments root", which Kong Ingress Controller 3.5.13 may refuse (OpenSSL refuses an intermediate without its root unless told otherwise; not tried with Kong Gateway)',
        fix: 'give the root too',
      },
    ]);
    expect(render(INTERMEDIATE, ROOT).notes).toEqual([]);
  });

  test('warns where it is not known whether the Service has further ports', () => {
    const backend = { ...LEDGER, ports: undefined };
    expect(kong('3.5.13').renderMutualTls({ ...KONG_MUTUAL, backend }, CONTEXT).notes).toEqual([
      {
        rule: 'gateway-api/section-not-honoured',
        severity: 'warning',
        message:
          'Kong Ingress Controller 3.5.13 speaks TLS to each port of Service ledger, not only to https; whether it has others is not known',
        fix: 'give the TLS port a Service of its own where there are others',
      },
    ]);
  });

  test('a Service without a port that is meant gets annotations for all its ports', () => {
    const backend = { ...TWO_PORTS, port: undefined };
    const rendering = kong('3.5.13').renderMutualTls({ ...KONG_MUTUAL, backend }, CONTEXT);
    expect(rendering.patches).toHaveLength(1);
    expect(rendering.notes).toEqual([]);
  });

  test('a version that nobody read is told as the known ones, with what is unknown', () => {
    const rendering = kong('3.6').renderMutualTls(KONG_MUTUAL, CONTEXT);
    expect(manifests(rendering)).toEqual([CA_CONFIG_MAP]);
    expect(rendering.notes.map(({ message }) => message)).toEqual([
      'Kong Ingress Controller 3.6: whether it reads annotations that name certificate authorities is unknown (nothing is recorded for version 3.6)',
      'Kong Ingress Controller 3.6: whether it presents a client certificate of one backend is unknown (nothing is recorded for version 3.6)',
      'Kong Ingress Controller 3.6: whether Kong takes a configuration in which the same root stands in two namespaces, under the same id, is unknown (nothing is recorded for version 3.6)',
      'Kong Ingress Controller 3.6: which labels objects need to be seen is unknown (nothing is recorded for version 3.6)',
    ]);
  });

  test.each<[string, string, Partial<MutualTlsIntent>, string, string]>([
    [
      'a release before 3.4',
      '3.3',
      {},
      'gateway-api/btp-not-read',
      'Kong Ingress Controller 3.3 cannot verify a backend: it reads neither BackendTLSPolicy nor annotations that name certificate authorities (Kong/kubernetes-ingress-controller#6707, #6712 and #6753 came with 3.4); use version 3.4 to 3.5, or use Kong Operator 2.0 or later',
    ],
    [
      'a client certificate for the whole Gateway',
      '3.5',
      { clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      'Kong Ingress Controller 3.5 has no client certificate for a whole Gateway (source: Gateway spec.tls.backend is not implemented); use one client certificate per backend: clientScope ClientScope.BACKEND',
    ],
    [
      'a client certificate in another namespace',
      '3.5',
      { client: { secretName: 'edge-client', namespace: 'gateways' } },
      'kong/client-cert-unresolved',
      'client certificate Secret gateways/edge-client is not in namespace payments of Service ledger; Kong Ingress Controller 3.5 reads it there only, and would go on without a client certificate; issue the certificate in namespace payments',
    ],
    [
      'a Service in another namespace',
      '3.5',
      { namespace: 'gateways' },
      'references/policy-namespace',
      'Service payments/ledger is not in namespace gateways; Kong Ingress Controller 3.5 reads certificate authorities and client certificates beside the Service only; put the construct into a chart with the namespace of the Service',
    ],
    [
      'a SPIFFE id',
      '3.5',
      { server: { hostname: HOSTNAME, subjectAltNames: [{ type: 'URI', uri: 'spiffe://example.com/ledger' }] } },
      'gateway-api/san-not-honoured',
      `Kong Ingress Controller 3.5 verifies one name, the hostname ${HOSTNAME}; got subjectAltNames spiffe://example.com/ledger; drop subjectAltNames and give the name in the server certificate as hostname, or use Envoy Gateway 1.5 or kgateway 2.4 or later`,
    ],
    [
      'a list of names',
      '3.5',
      { server: named(HOSTNAME, 'ledger.example.com') },
      'gateway-api/san-not-honoured',
      `Kong Ingress Controller 3.5 verifies one name, the hostname ${HOSTNAME}; got subjectAltNames ${HOSTNAME}, ledger.example.com; drop subjectAltNames and give the name in the server certificate as hostname, or use Envoy Gateway 1.5 or kgateway 2.4 or later`,
    ],
    [
      'the system roots',
      '3.5',
      { trust: { certificates: [], references: [], system: true } },
      'gateway-api/system-ca-unusable',
      'Kong Ingress Controller 3.5 has no annotation for the system roots: a Service without authorities of its own is verified against the global trust store of Kong Gateway, whatever that holds; give the roots themselves: TrustAnchors.pem(...)',
    ],
    [
      'TLS parameters',
      '3.5',
      { parameters: { minVersion: '1.2', cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256', 'AES128-SHA'] } },
      'gateway-api/capability-unknown',
      'Kong Ingress Controller 3.5 may have no field for minVersion (there is no Service annotation for it; what Kong Gateway itself could be told is not established); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'ALPN and a highest version',
      '3.5',
      { parameters: { maxVersion: '1.2', alpnProtocols: ['h2'] } },
      'gateway-api/capability-unknown',
      'Kong Ingress Controller 3.5 may have no field for maxVersion (there is no Service annotation for it; what Kong Gateway itself could be told is not established); drop maxVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'a depth that Kong does not allow',
      '3.5',
      { parameters: { verifyDepth: 65 } },
      'kong/verify-depth-unusable',
      'verifyDepth 65 is not allowed; Kong takes whole numbers from 0 to 64; give the number of intermediates between the server certificate and its root',
    ],
    [
      'one of several ports',
      '3.5',
      { backend: TWO_PORTS },
      'gateway-api/section-not-honoured',
      'Kong Ingress Controller 3.5 would speak TLS to each port of Service ledger (http, https), not only to https; give the TLS port a Service of its own',
    ],
    [
      'an address outside the cluster',
      '3.5',
      { backend: { ...EXTERNAL, hostname: '203.0.113.7' } },
      'gateway-api/btp-not-read',
      'Kong Ingress Controller 3.5 reads TLS settings of Services only; got the host 203.0.113.7:443; create a Service without selector and an EndpointSlice with the address 203.0.113.7 for it, and give the Service as the backend',
    ],
    [
      'a host outside the cluster',
      '3.5',
      { backend: EXTERNAL },
      'gateway-api/btp-not-read',
      'Kong Ingress Controller 3.5 reads TLS settings of Services only; got the host bank.example.com:443; create a Service of type ExternalName with externalName bank.example.com, and give it as the backend',
    ],
    [
      'the target of a trust-manager Bundle',
      '3.5',
      {
        trust: {
          certificates: [],
          references: [{ kind: 'ConfigMap', name: 'payments-roots', source: 'Bundle' }],
          system: false,
        },
      },
      'trust-manager/kong-cannot-read',
      'Kong Ingress Controller 3.5 cannot read the target of trust-manager Bundle payments-roots: it has no "id", and may hold several certificates; give the roots themselves, which are written as Kong wants them: TrustAnchors.pem(...)',
    ],
    [
      'a ClusterTrustBundle',
      '3.5',
      { trust: { certificates: [], references: [{ kind: 'ClusterTrustBundle', name: 'roots' }], system: false } },
      'gateway-api/ca-kind-not-read',
      'Kong Ingress Controller 3.5 reads certificate authorities from ConfigMap and Secret only; got ClusterTrustBundle roots; give the roots themselves, which are written as Kong wants them: TrustAnchors.pem(...)',
    ],
    [
      'roots in another namespace',
      '3.5',
      {
        trust: {
          certificates: [],
          references: [{ kind: 'ConfigMap', name: 'roots', namespace: 'pki' }],
          system: false,
        },
      },
      'references/policy-namespace',
      "ConfigMap pki/roots is not in the backend's namespace payments; Kong Ingress Controller 3.5 reads it there only; give the root itself, which is written into the namespace of the backend: TrustAnchors.pem(...)",
    ],
    [
      'a name that would be two in a list',
      '3.5',
      { trust: { certificates: [], references: [{ kind: 'Secret', name: 'one,two' }], system: false } },
      'schema/invalid-metadata',
      '"one,two" is not the name of a ConfigMap or Secret; konghq.com/ca-certificates-secrets is a list of names between commas; give one name of lower-case letters, digits, "-" and "."',
    ],
    [
      'a certificate that is no authority',
      '3.5',
      { trust: { certificates: [ROOT, LEAF], references: [], system: false } },
      'kong/ca-not-one-valid-cert',
      'certificate "CN=ledger" is not a certificate authority (no CA:TRUE); Kong Ingress Controller 3.5 drops it, and then fails each other authority of the Service; give the certificate of the authority that issues the server certificate',
    ],
  ])('refuses %s', (_what, version, change, rule, message) => {
    expect(refusalOf(() => kong(version).renderMutualTls({ ...KONG_MUTUAL, ...change }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});

describe('KongIngressController.renderServerTls', () => {
  test.each(RELEASES)('%s is told by a BackendTLSPolicy v1alpha3', (version) => {
    const rendering = kong(version).renderServerTls(KONG_SERVER, CONTEXT);
    expect(manifests(rendering)).toEqual([
      CA_CONFIG_MAP,
      {
        apiVersion: 'gateway.networking.k8s.io/v1alpha3',
        kind: 'BackendTLSPolicy',
        metadata: { namespace: 'payments' },
        spec: {
          options: { 'tls-verify-depth': '5' },
          targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
          validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: CA_NAME }], hostname: HOSTNAME },
        },
      },
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
    expect(rendering.patches).toEqual([]);
    expect(rendering.routeAnnotations).toEqual({ 'konghq.com/preserve-host': 'false' });
  });

  test('says which feature gate and which CRDs it needs', () => {
    expect(kong('3.5.13').renderServerTls(KONG_SERVER, CONTEXT).notes).toEqual([
      {
        rule: 'gateway-api/btp-not-read',
        severity: 'info',
        message:
          'Kong Ingress Controller 3.5.13 reads BackendTLSPolicy only with the feature gate GatewayAlpha and with CRDs that serve v1alpha3 (source; from 1.4 on Gateway API serves v1alpha3 in its experimental channel only)',
        fix: 'turn GatewayAlpha on and install the CRDs of a channel that serves v1alpha3',
      },
    ]);
  });

  test.each<[string, Partial<ServerTlsIntent>, Record<string, unknown>]>([
    ['a stated depth', { options: { 'tls-verify-depth': '1' } }, { options: { 'tls-verify-depth': '1' } }],
    ['a name that is the hostname', { server: named(HOSTNAME) }, {}],
    [
      'roots in a Secret that exists already',
      { trust: { certificates: [], references: [{ kind: 'Secret', name: 'root' }], system: false } },
      { validation: { caCertificateRefs: [{ group: '', kind: 'Secret', name: 'root' }], hostname: HOSTNAME } },
    ],
  ])('tells %s', (_what, change, spec) => {
    const { objects } = kong('3.5.13').renderServerTls({ ...KONG_SERVER, ...change }, CONTEXT);
    expect(objects.at(-1)?.manifest.spec).toEqual({
      options: { 'tls-verify-depth': '5' },
      targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
      validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: CA_NAME }], hostname: HOSTNAME },
      ...spec,
    });
  });

  test('warns of other options and of several targets', () => {
    const intent = {
      ...KONG_SERVER,
      backends: [LEDGER, { ...LEDGER, name: 'cards' }],
      options: { 'example.com/x': 'y' },
    };
    expect(noteRules(kong('3.5.13').renderServerTls(intent, CONTEXT))).toEqual([
      'gateway-api/btp-not-read info',
      'gateway-api/options-no-effect warning',
      'gateway-api/several-targets warning',
    ]);
  });

  test.each<[string, string, Partial<ServerTlsIntent>, string, string]>([
    [
      'a release before 3.4',
      '3.3.1',
      {},
      'gateway-api/btp-not-read',
      'Kong Ingress Controller 3.3.1 cannot verify a backend: it reads neither BackendTLSPolicy nor annotations that name certificate authorities (Kong/kubernetes-ingress-controller#6707, #6712 and #6753 came with 3.4); use version 3.4 to 3.5, or use Kong Operator 2.0 or later',
    ],
    [
      'another name',
      '3.5',
      { server: named('ledger.example.com') },
      'gateway-api/san-not-honoured',
      `Kong Ingress Controller 3.5 rejects a policy with subjectAltNames (source: the policy becomes Invalid, and traffic falls back to the annotations of the Service); got ledger.example.com; drop subjectAltNames and give ${HOSTNAME} as the name in the server certificate, or use Envoy Gateway 1.5 or kgateway 2.4 or later`,
    ],
    [
      'the system roots',
      '3.5',
      { trust: { certificates: [], references: [], system: true } },
      'gateway-api/system-ca-unusable',
      'Kong Ingress Controller 3.5 does not support the system roots (source: the policy becomes Invalid, and traffic falls back to the annotations of the Service); give the roots themselves: TrustAnchors.pem(...) or TrustAnchors.configMap(...)',
    ],
    [
      'one of several ports',
      '3.5',
      { backends: [TWO_PORTS] },
      'gateway-api/section-not-honoured',
      'Kong Ingress Controller 3.5 ignores sectionName (source: the field is never read), so the policy would hit each port of Service ledger, not only https; give the TLS port a Service of its own',
    ],
    [
      'one of several ports that has no name',
      '3.5',
      { backends: [{ ...TWO_PORTS, port: { number: 8443 } }] },
      'gateway-api/section-not-honoured',
      'Kong Ingress Controller 3.5 ignores sectionName (source: the field is never read), so the policy would hit each port of Service ledger, not only 8443; give the TLS port a Service of its own',
    ],
    [
      'a depth that is no number',
      '3.5',
      { options: { 'tls-verify-depth': 'many' } },
      'kong/verify-depth-unusable',
      'option "tls-verify-depth" is "many"; Kong takes whole numbers from 0 to 64 and ignores anything else; give the number of intermediates between the server certificate and its root',
    ],
    [
      'a host outside the cluster',
      '3.5',
      { backends: [EXTERNAL] },
      'gateway-api/btp-not-read',
      'Kong Ingress Controller 3.5 reads TLS settings of Services only; got the host bank.example.com:443; create a Service of type ExternalName with externalName bank.example.com, and give it as the backend',
    ],
    [
      'the target of a trust-manager Bundle',
      '3.5',
      {
        trust: {
          certificates: [],
          references: [{ kind: 'ConfigMap', name: 'roots', source: 'Bundle' }],
          system: false,
        },
      },
      'trust-manager/kong-cannot-read',
      'Kong Ingress Controller 3.5 cannot read the target of trust-manager Bundle roots: it has no "id", and may hold several certificates; give the roots themselves, which are written as Kong wants them: TrustAnchors.pem(...)',
    ],
    [
      'a certificate that is no authority',
      '3.5',
      { trust: { certificates: [LEAF], references: [], system: false } },
      'kong/ca-not-one-valid-cert',
      'certificate "CN=ledger" is not a certificate authority (no CA:TRUE); Kong Ingress Controller 3.5 drops it, and then fails each other authority of the Service; give the certificate of the authority that issues the server certificate',
    ],
    [
      'more authorities than a policy can name',
      '3.5',
      { trust: { certificates: [], references: nineReferences(), system: false } },
      'schema/invalid-value',
      '9 certificate authority objects are given; at most 8 are allowed; drop the roots that no server certificate needs',
    ],
  ])('refuses %s', (_what, version, change, rule, message) => {
    expect(refusalOf(() => kong(version).renderServerTls({ ...KONG_SERVER, ...change }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});

describe('KongIngressController', () => {
  test('needs no label on the Secret of a client certificate', () => {
    expect(kong('3.5').clientSecretLabels()).toEqual({});
  });
});

function named(...hostnames: readonly string[]): MutualTlsIntent['server'] {
  return { hostname: HOSTNAME, subjectAltNames: hostnames.map((hostname) => ({ type: 'Hostname', hostname })) };
}

function nineReferences(): readonly { readonly kind: 'Secret'; readonly name: string }[] {
  return Array.from({ length: 9 }, (_, index) => ({ kind: 'Secret', name: `root-${index}` }));
}
