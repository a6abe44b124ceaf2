import { graphOf } from '../../../src/gateways/gateway-directory';
import { type EffectiveServiceTls, effectiveServiceTls } from '../../../src/gateways/kong/effective-service-tls';
import { contradictionsOf } from '../../../src/gateways/kong/service-contradictions';
import type { PolicyReading } from '../../../src/gateways/kong/service-policies';
import { formatKey, formatPath } from '../../../src/manifests/manifest';
import { readManifests } from '../../../src/manifests/read-manifests';
import { policyYaml, routeYaml, serviceYaml } from './_coexistence';

const LEDGER = { group: '', kind: 'Service', namespace: 'payments', name: 'ledger' };

function effective(yaml: string, reading?: PolicyReading): EffectiveServiceTls {
  const set = readManifests([{ file: 'all.yaml', content: yaml }]);
  expect(set.problems).toEqual([]);
  const result = effectiveServiceTls(graphOf(set), LEDGER, reading);
  if (result === undefined) {
    throw new Error('the Service is not in the set');
  }
  return result;
}

/** The settings on one line each: value, and the field that it comes from. */
function settings(result: EffectiveServiceTls): Record<string, string> {
  const { protocol, hostHeader, tlsVerify, tlsVerifyDepth } = result;
  const entries = Object.entries({ protocol, hostHeader, tlsVerify, tlsVerifyDepth }).flatMap(([name, one]) =>
    one === undefined ? [] : [[name, `${one.value} of ${one.origin.manifest.key.kind}`]],
  );
  return {
    ...Object.fromEntries(entries),
    ...(result.authorities.length === 0
      ? {}
      : { authorities: result.authorities.map(({ to, from }) => `${to.name} of ${from.key.kind}`).join(', ') }),
    ...(result.clientCertificate === undefined ? {} : { client: result.clientCertificate.to.name }),
  };
}

const ANNOTATED = {
  protocol: 'https',
  'host-header': 'old.example.com',
  'tls-verify': 'true',
  'tls-verify-depth': '2',
  'client-cert': 'edge-client',
  'ca-certificates-configmaps': 'legacy-root',
};

describe('what holds', () => {
  test.each<[string, string, Record<string, string>]>([
    ['a Service that says nothing is spoken to in plaintext', serviceYaml(), {}],
    [
      'annotations alone hold as they are',
      serviceYaml(ANNOTATED),
      {
        protocol: 'https of Service',
        hostHeader: 'old.example.com of Service',
        tlsVerify: 'true of Service',
        tlsVerifyDepth: '2 of Service',
        authorities: 'legacy-root of Service',
        client: 'edge-client',
      },
    ],
    [
      'a policy alone gives TLS with verification, and no client certificate',
      serviceYaml() + policyYaml() + routeYaml(),
      {
        protocol: 'https of BackendTLSPolicy',
        hostHeader: 'ledger.example.com of BackendTLSPolicy',
        tlsVerify: 'true of BackendTLSPolicy',
        authorities: 'root of BackendTLSPolicy',
      },
    ],
    [
      'a policy is laid over the annotations, appends its CAs, and leaves depth and client certificate',
      serviceYaml({ ...ANNOTATED, protocol: 'tls', 'tls-verify': 'false' }) + policyYaml() + routeYaml(),
      {
        protocol: 'https of BackendTLSPolicy',
        hostHeader: 'ledger.example.com of BackendTLSPolicy',
        tlsVerify: 'true of BackendTLSPolicy',
        tlsVerifyDepth: '2 of Service',
        authorities: 'legacy-root of Service, root of BackendTLSPolicy',
        client: 'edge-client',
      },
    ],
    [
      'a policy with the depth option is laid over the depth too',
      serviceYaml(ANNOTATED) + policyYaml('ledger', undefined, 'options: { tls-verify-depth: "3" }') + routeYaml(),
      {
        protocol: 'https of BackendTLSPolicy',
        hostHeader: 'ledger.example.com of BackendTLSPolicy',
        tlsVerify: 'true of BackendTLSPolicy',
        tlsVerifyDepth: '3 of BackendTLSPolicy',
        authorities: 'legacy-root of Service, root of BackendTLSPolicy',
        client: 'edge-client',
      },
    ],
    [
      'a depth option that is no whole number is passed over',
      serviceYaml(ANNOTATED) + policyYaml('ledger', undefined, 'options: { tls-verify-depth: "-1" }') + routeYaml(),
      {
        protocol: 'https of BackendTLSPolicy',
        hostHeader: 'ledger.example.com of BackendTLSPolicy',
        tlsVerify: 'true of BackendTLSPolicy',
        tlsVerifyDepth: '2 of Service',
        authorities: 'legacy-root of Service, root of BackendTLSPolicy',
        client: 'edge-client',
      },
    ],
    [
      'with a plaintext protocol certificates and authorities are dropped',
      serviceYaml({ ...ANNOTATED, protocol: 'grpc' }),
      {
        protocol: 'grpc of Service',
        hostHeader: 'old.example.com of Service',
        tlsVerify: 'true of Service',
        tlsVerifyDepth: '2 of Service',
      },
    ],
    [
      'without verification authorities are dropped; "yes" counts as unset',
      serviceYaml({ ...ANNOTATED, 'tls-verify': 'yes', 'tls-verify-depth': 'deep' }),
      { protocol: 'https of Service', hostHeader: 'old.example.com of Service', client: 'edge-client' },
    ],
  ])('%s', (_, yaml, expected) => {
    expect(settings(effective(yaml))).toEqual(expected);
  });

  test('an object of another tool among the annotations is none of it', () => {
    const yaml = serviceYaml({ protocol: 'https', 'tls-verify': 'true' }).replace(
      '"konghq.com/tls-verify"',
      '"upstream-tls.dev/other":"x","konghq.com/tls-verify"',
    );
    expect(settings(effective(yaml))).toEqual({ protocol: 'https of Service', tlsVerify: 'true of Service' });
  });
});

describe('what becomes of a policy', () => {
  const REFS = 'caCertificateRefs: [{ group: "", kind: ConfigMap, name: root }]';

  test.each<[string, string, PolicyReading | undefined, readonly (readonly [string, string, string | undefined])[]]>([
    ['it is applied', policyYaml() + routeYaml(), undefined, [['ledger', 'applied', undefined]]],
    [
      'it is not read by an older controller',
      policyYaml() + routeYaml(),
      { readsPolicies: false },
      [['ledger', 'not-read', 'the controller does not read BackendTLSPolicies at this version']],
    ],
    [
      'it needs an HTTPRoute',
      policyYaml() + routeYaml('GRPCRoute'),
      undefined,
      [['ledger', 'without-httproute', 'no HTTPRoute leads to the Service, only GRPCRoute']],
    ],
    [
      'of two none is applied',
      policyYaml('a') + policyYaml('b') + routeYaml(),
      undefined,
      [
        ['a', 'conflicted', '2 policies target the Service, and none of them is applied'],
        ['b', 'conflicted', '2 policies target the Service, and none of them is applied'],
      ],
    ],
    [
      'alternative names take it out',
      policyYaml('ledger', `{ hostname: a.example.com, ${REFS}, subjectAltNames: [{ type: Hostname, hostname: b }] }`) +
        routeYaml(),
      undefined,
      [['ledger', 'invalid', 'subjectAltNames is not supported']],
    ],
    [
      'so do the roots of the system, and a CA of another kind',
      policyYaml(
        'ledger',
        '{ hostname: a.example.com, wellKnownCACertificates: System, caCertificateRefs: [{ group: x.io, kind: Bundle, name: r }] }',
      ) + routeYaml(),
      undefined,
      [['ledger', 'invalid', 'wellKnownCACertificates is not supported, and a CA in Bundle r is not supported']],
    ],
  ])('%s', (_, yaml, reading, expected) => {
    const result = effective(serviceYaml(ANNOTATED) + yaml, reading);
    expect(result.policies.map(({ policy, state, reason }) => [policy.key.name, state, reason])).toEqual(expected);
    const isApplied = expected.some(([, state]) => state === 'applied');
    expect(result.hostHeader?.value).toBe(isApplied ? 'ledger.example.com' : 'old.example.com');
    expect(result.assumptions.length > 0).toBe(isApplied);
  });

  test('what is not known is taken for granted, and told', () => {
    expect(effective(serviceYaml() + policyYaml()).assumptions).toEqual([
      'the feature gate GatewayAlpha is on, without which no BackendTLSPolicy is read',
      'BackendTLSPolicy is served as v1alpha3, which is the version that the controller reads',
      'the controller reads BackendTLSPolicies, as Kong Ingress Controller from 3.4 and Kong Operator from 2.0 on do',
      'an HTTPRoute outside the set leads to the Service',
    ]);
    expect(effective(serviceYaml() + policyYaml() + routeYaml(), { readsPolicies: true }).assumptions).toHaveLength(2);
  });
});

test.each([
  ['HTTPRoute', undefined, 'client-host'],
  ['HTTPRoute', 'true', 'client-host'],
  ['HTTPRoute', 'false', 'host-header'],
  ['GRPCRoute', undefined, 'unknown'],
])('%s with preserve-host %p sends %s', (kind, preserveHost, name) => {
  const { routes } = effective(serviceYaml(ANNOTATED) + routeYaml(kind, preserveHost));
  expect(routes.map((route) => route.name)).toEqual([name]);
});

test('each contradiction is told with its field, its rule and the way out', () => {
  const yaml =
    serviceYaml({ ...ANNOTATED, protocol: 'grpcs', 'tls-verify': 'false' }) +
    policyYaml('ledger', undefined, 'options: { tls-verify-depth: "3" }') +
    routeYaml();
  const contradictions = contradictionsOf(effective(yaml));
  expect(
    contradictions.map(
      ({ rule, origin, message, fix }) =>
        `${formatKey(origin.manifest.key)} ${formatPath(origin.path)}: ${message}; ${fix} (${rule})`,
    ),
  ).toEqual([
    ...[
      ['protocol', 'grpcs', 'https'],
      ['host-header', 'old.example.com', 'ledger.example.com'],
      ['tls-verify', 'false', 'true'],
      ['tls-verify-depth', '2', '3'],
    ].map(
      ([name, own, over]) =>
        `Service payments/ledger metadata.annotations[konghq.com/${name}]: konghq.com/${name} "${own}" does not hold: BackendTLSPolicy payments/ledger makes it "${over}"; remove konghq.com/${name}, or give it the value of the policy for when the policy is not applied (kong/policy-overrides-annotation)`,
    ),
    'HTTPRoute payments/httproute metadata.annotations[konghq.com/preserve-host]: HTTPRoute payments/httproute keeps the client\'s Host header, which is sent and verified in place of ledger.example.com; annotate the route with konghq.com/preserve-host: "false" (kong/preserve-host-wins)',
  ]);
});

test.each([
  [
    serviceYaml({ ...ANNOTATED, protocol: 'grpcs' }),
    [
      'kong/protocol-not-tls: with protocol grpcs Kong Gateway refuses TLS settings, and without a database the whole configuration',
    ],
  ],
  [
    serviceYaml({ ...ANNOTATED, protocol: 'http' }),
    [
      'kong/protocol-not-tls: Secret edge-client is not used: the protocol is http',
      'kong/protocol-not-tls: ConfigMap legacy-root is not used: the protocol is http',
    ],
  ],
  [
    serviceYaml({ ...ANNOTATED, 'tls-verify': 'no' }),
    ['kong/ca-without-verify: ConfigMap legacy-root is not used: konghq.com/tls-verify is not "true"'],
  ],
  [
    serviceYaml(ANNOTATED) + policyYaml() + routeYaml('TCPRoute'),
    [
      'kong/btp-without-httproute: BackendTLSPolicy payments/ledger is not applied: no HTTPRoute leads to the Service, only TCPRoute; the annotations of the Service alone decide',
    ],
  ],
  [serviceYaml(ANNOTATED) + routeYaml('HTTPRoute', 'false'), []],
])('what has no effect is a contradiction too (%#)', (yaml, expected) => {
  expect(contradictionsOf(effective(yaml)).map(({ rule, message }) => `${rule}: ${message}`)).toEqual(expected);
});

test('a Service that is not in the set has none', () => {
  const graph = graphOf({ manifests: [], problems: [] });
  expect(effectiveServiceTls(graph, LEDGER)).toBeUndefined();
});
