import { KongOperator } from '../../../src/gateways/kong-operator/kong-operator';
import { stableUuid } from '../../../src/trust';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, noteRules, refusalOf } from '../_intents';
import { KONG_MUTUAL, KONG_SERVER, ROOT } from '../kong/_kong-intents';

const CA_NAME = `kong-ca-${stableUuid(ROOT)}`;

const RELEASES = ['2.0', '2.0.11', '2.1', '2.1.9', '2.2', '2.2.3', '2.3', '2.3.0-rc.3'] as const;

function operator(version: string, hybridGateway?: boolean): KongOperator {
  return new KongOperator({ version, name: 'edge', namespace: 'gateways', hybridGateway });
}

describe('KongOperator', () => {
  test.each(RELEASES)(
    '%s is told of mutual TLS by annotations, with the labels that it needs to see objects',
    (version) => {
      const rendering = operator(version).renderMutualTls(KONG_MUTUAL, CONTEXT);
      expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {
            name: CA_NAME,
            namespace: 'payments',
            labels: { 'konghq.com/ca-cert': 'true', 'konghq.com/configmap': 'true' },
          },
          data: { id: stableUuid(ROOT), 'ca.crt': ROOT.pem },
        },
      ]);
      expect(rendering.patches.map(({ patch }) => patch)).toEqual([
        {
          metadata: {
            annotations: {
              'konghq.com/protocol': 'https',
              'konghq.com/host-header': 'ledger.payments.svc.cluster.local',
              'konghq.com/client-cert': 'edge-client',
              'konghq.com/tls-verify': 'true',
              'konghq.com/tls-verify-depth': '5',
              'konghq.com/ca-certificates-configmaps': CA_NAME,
            },
          },
        },
      ]);
      expect(rendering.routeAnnotations).toEqual({ 'konghq.com/preserve-host': 'false' });
    },
  );

  test.each(RELEASES)('%s is told of one-way TLS by a BackendTLSPolicy v1alpha3', (version) => {
    const rendering = operator(version).renderServerTls(KONG_SERVER, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => `${manifest.apiVersion} ${manifest.kind}`)).toEqual([
      'v1 ConfigMap',
      'gateway.networking.k8s.io/v1alpha3 BackendTLSPolicy',
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
    expect(noteRules(rendering)).toContain('gateway-api/btp-not-read info');
  });

  test('the Secret of a client certificate needs a label', () => {
    expect(operator('2.2').clientSecretLabels()).toEqual({ 'konghq.com/secret': 'true' });
    expect(operator('2.2', true).clientSecretLabels()).toEqual({ 'konghq.com/secret': 'true' });
  });

  test.each([
    ['ConfigMap', 'konghq.com/configmap'],
    ['Secret', 'konghq.com/secret'],
  ] as const)('a %s that exists already needs two labels', (kind, label) => {
    const trust = { certificates: [], references: [{ kind, name: 'root' }], system: false };
    expect(operator('2.2').renderMutualTls({ ...KONG_MUTUAL, trust }, CONTEXT).notes).toEqual([
      {
        rule: 'kong/ca-missing-id',
        severity: 'info',
        message: `Kong Operator 2.2 reads ${kind} root only with a UUID under "id", exactly one certificate authority under "cert" or "ca.crt", and the labels konghq.com/ca-cert: "true" and ${label}: "true"; one authority that cannot be read fails all others of the Service`,
        fix: 'see to it where the object is made, or give the root itself: TrustAnchors.pem(...)',
      },
    ]);
  });

  test.each([
    ['2.0', ['kong/ca-id-duplicate info']],
    ['2.0.10', ['kong/ca-id-duplicate warning']],
    ['2.0.11', []],
    ['2.1.8', ['kong/ca-id-duplicate warning']],
    ['2.1.9', []],
    ['2.2.2', ['kong/ca-id-duplicate warning']],
    ['2.2.3', []],
    ['2.3.0-rc.3', ['kong/ca-id-duplicate info']],
    ['2.3', ['kong/ca-id-duplicate info']],
  ])('%s: a root in two namespaces leads to the notes %j', (version, notes) => {
    expect(noteRules(operator(version).renderMutualTls(KONG_MUTUAL, CONTEXT))).toEqual(notes);
  });

  test.each(['1.6', '2.4'])('what %s does is unknown and is said to be', (version) => {
    expect(noteRules(operator(version).renderMutualTls(KONG_MUTUAL, CONTEXT))).toEqual([
      'gateway-api/capability-unknown warning',
      'gateway-api/capability-unknown warning',
      'kong/ca-id-duplicate info',
      'gateway-api/capability-unknown warning',
    ]);
  });

  test('refuses a client certificate for the whole Gateway', () => {
    expect(
      refusalOf(() => operator('2.2').renderMutualTls({ ...KONG_MUTUAL, clientScope: 'gateway' }, CONTEXT)),
    ).toEqual({
      rule: 'gateway-api/ccr-not-honoured',
      message:
        'Kong Operator 2.2 has no client certificate for a whole Gateway (source: Gateway spec.tls.backend is not implemented); use one client certificate per backend: clientScope ClientScope.BACKEND',
    });
  });

  test.each(['2.0', '2.1.9', '2.2', '2.3.0-rc.3'])('%s refuses each intent for a hybrid Gateway', (version) => {
    const gateway = operator(version, true);
    const byHand =
      version.startsWith('2.0') || version.startsWith('2.1')
        ? ''
        : '; or write a KongRoute in place of the route, with KongService spec.caCertificateRefs, by hand';
    const message = `Kong Operator ${version} with a hybrid Gateway verifies no backend with roots of its own: it reads neither BackendTLSPolicy nor annotations that name certificate authorities (source of 2.3.0-rc.3; inferred for the releases before); use a Gateway that is not hybrid: hybridGateway false${byHand}`;
    expect(refusalOf(() => gateway.renderServerTls(KONG_SERVER, CONTEXT))).toEqual({
      rule: 'gateway-api/btp-not-read',
      message,
    });
    expect(refusalOf(() => gateway.renderMutualTls(KONG_MUTUAL, CONTEXT))).toEqual({
      rule: 'gateway-api/btp-not-read',
      message,
    });
  });
});
