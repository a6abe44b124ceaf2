import { Cilium } from '../../../src/gateways/cilium/cilium';
import type { MutualTlsIntent, ServerTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, EXTERNAL, MUTUAL, noteRules, ONE_WAY, refusalOf, SYSTEM_ROOTS, URI_SAN } from '../_intents';

function cilium(version: string): Cilium {
  return new Cilium({ version, name: 'edge', namespace: 'gateways' });
}

const POLICY = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'BackendTLSPolicy',
  metadata: { namespace: 'payments' },
  spec: {
    targetRefs: [{ group: '', kind: 'Service', name: 'ledger', sectionName: 'https' }],
    validation: {
      caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
      hostname: 'ledger.payments.svc.cluster.local',
    },
  },
};

const TWO_OBJECTS = {
  certificates: [],
  references: [
    { kind: 'ConfigMap', name: 'old' },
    { kind: 'ConfigMap', name: 'new' },
  ],
  system: false,
} as const;

describe('Cilium, one-way', () => {
  test.each(['1.20', '1.20.1'])('%s is told by one policy', (version) => {
    const rendering = cilium(version).renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([POLICY]);
    expect(rendering.notes).toEqual([]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('1.19 is told the same, and what it may not verify is said', () => {
    const rendering = cilium('1.19').renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([POLICY]);
    expect(rendering.notes).toEqual([
      {
        rule: 'gateway-api/capability-unknown',
        severity: 'warning',
        message: 'Cilium 1.19: whether it verifies the name of the server, and not its chain alone, is not established',
        fix: 'use roots that issue for this backend alone, or Cilium 1.20',
      },
      {
        rule: 'cilium/secrets-namespace-broken',
        severity: 'info',
        message:
          'Cilium 1.19 reads the roots only where gatewayAPI.secretsNamespace.name is cilium-secrets (cilium/cilium#45202: the name cilium-secrets is hard-coded for authorities)',
        fix: 'leave that Helm value at its default',
      },
    ]);
  });

  test('what becomes of several objects of roots is said to be unknown of 1.19', () => {
    const rendering = cilium('1.19').renderServerTls({ ...ONE_WAY, trust: TWO_OBJECTS }, CONTEXT);
    expect(noteRules(rendering)).toEqual([
      'gateway-api/capability-unknown warning',
      'gateway-api/capability-unknown warning',
      'cilium/secrets-namespace-broken info',
    ]);
  });
});

const GIVE_ROOTS = 'give the roots themselves: TrustAnchors.pem(...) or TrustAnchors.configMap(...)';

describe('Cilium refuses one-way TLS with', () => {
  test.each<[string, string, Partial<ServerTlsIntent>, rule: string, message: string]>([
    [
      'two objects of roots',
      '1.20',
      { trust: TWO_OBJECTS },
      'gateway-api/too-many-ca-refs',
      'Cilium 1.20 rejects a policy with more than one of several certificate authority objects (source: the policy is not accepted); got 2; put all roots into one object',
    ],
    [
      'the system roots',
      '1.20',
      { trust: SYSTEM_ROOTS },
      'gateway-api/system-ca-unusable',
      `Cilium 1.20 sends plaintext with the system roots (cilium/cilium#48307: the policy is accepted, and traffic is plaintext); ${GIVE_ROOTS}`,
    ],
    [
      'the system roots, where what becomes of them is not known',
      '1.19',
      { trust: SYSTEM_ROOTS },
      'gateway-api/system-ca-unusable',
      `Cilium 1.19 may send plaintext with the system roots (not established; in 1.20 it ends in plaintext); ${GIVE_ROOTS}`,
    ],
    [
      'the system roots, at a version that was not read',
      '1.21',
      { trust: SYSTEM_ROOTS },
      'gateway-api/system-ca-unusable',
      `Cilium 1.21 may send plaintext with the system roots (nothing is recorded for version 1.21); ${GIVE_ROOTS}`,
    ],
    [
      'roots in a Secret',
      '1.20',
      { trust: { certificates: [], references: [{ kind: 'Secret', name: 'roots' }], system: false } },
      'gateway-api/ca-kind-not-read',
      'Cilium 1.20 reads certificate authorities from ConfigMap only (cilium/cilium#47759); got Secret roots; write the roots into a ConfigMap, for example with a trust-manager Bundle',
    ],
    [
      'another name than the hostname',
      '1.20',
      { server: { ...ONE_WAY.server, subjectAltNames: [URI_SAN] } },
      'gateway-api/san-not-honoured',
      'Cilium 1.20 ignores subjectAltNames (cilium/cilium#47194, still open; conformance); got spiffe://example.com/ns/payments/sa/ledger; drop subjectAltNames and give ledger.payments.svc.cluster.local as the name in the server certificate, or use Envoy Gateway 1.5 or kgateway 2.4 or later',
    ],
    [
      'a host outside the cluster',
      '1.20',
      { backends: [EXTERNAL] },
      'gateway-api/btp-not-read',
      'Cilium 1.20 has no kind for a host outside the cluster that a policy could target; got ledger.example.com:443; put a Service of type ExternalName before it where the gateway supports one, or use Envoy Gateway or kgateway',
    ],
  ])('%s', (_, version, intent, rule, message) => {
    expect(refusalOf(() => cilium(version).renderServerTls({ ...ONE_WAY, ...intent }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});

describe('Cilium refuses mutual TLS', () => {
  test.each<[string, string, Partial<MutualTlsIntent>, rule: string, message: string]>([
    [
      'always',
      '1.20',
      {},
      'gateway-api/ccr-not-honoured',
      'Cilium 1.20 does not support a client certificate on the Gateway (cilium/cilium#48237, still open; conformance); use another gateway, such as Envoy Gateway 1.8 or kgateway 2.4, or verify the server alone with BackendTlsPolicy',
    ],
    [
      'by the certificate of one backend',
      '1.19',
      { clientScope: 'backend' },
      'schema/unknown-field',
      'Cilium 1.19 has no client certificate per backend (source: a CiliumEnvoyConfig would replace the Gateway, not extend it); use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later',
    ],
    [
      'at a version that was not read',
      '1.21',
      { clientScope: 'backend' },
      'gateway-api/capability-unknown',
      'Cilium 1.21 may have no client certificate per backend (nothing is recorded for version 1.21); use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later',
    ],
  ])('%s', (_, version, intent, rule, message) => {
    expect(refusalOf(() => cilium(version).renderMutualTls({ ...MUTUAL, ...intent }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});
