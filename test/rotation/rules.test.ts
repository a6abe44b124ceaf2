import type { ManifestSet } from '../../src/manifests/manifest';
import { checkRotation, type RotationCheckOptions } from '../../src/rotation/check-rotation';
import { graphPair, type RotationContext, reportOn } from '../../src/rotation/rotation-report';
import { ROTATION_RULES } from '../../src/rotation/rules';
import { DEFAULT_DELAYS } from '../../src/trust/rotation-timing';
import { createCa, type Identity, issue, issueCa, testKey } from '../trust/pki';
import {
  bundle,
  certificate,
  HOP,
  issuingCa,
  policy,
  roots,
  SERVES,
  secret,
  setOf,
  VERIFIES_CLIENTS,
} from './payments';

const NOW = new Date('2026-06-01T00:00:00Z');
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

const a = createCa({ commonName: 'a', serialNumber: 1, key: testKey('a') });
const aRenewed = createCa({
  commonName: 'a',
  serialNumber: 2,
  key: testKey('a'),
  notAfter: new Date('2030-01-01T00:00:00Z'),
});
const b = createCa({ commonName: 'b', serialNumber: 3, key: testKey('b') });
const ending = createCa({
  commonName: 'ending',
  serialNumber: 4,
  key: testKey('ending'),
  notAfter: new Date('2026-06-01T01:00:00Z'),
});
const notCa = createCa({ commonName: 'none', serialNumber: 5, key: testKey('none'), ca: false });
const intermediate = issueCa(a, { commonName: 'intermediate', serialNumber: 6, key: testKey('intermediate') });
const namesake = createCa({ commonName: 'a', serialNumber: 7, key: testKey('namesake'), subjectKeyId: false });
const bare = createCa({ commonName: 'a', serialNumber: 8, key: testKey('a'), subjectKeyId: false });
const leaf = (issuer: Identity, serialNumber: number, options: Parameters<typeof issue>[1] = {}) =>
  issue(issuer, { key: testKey('leaf'), dns: ['ledger.test'], serialNumber, ...options });
const leaves = {
  a: leaf(a, 11),
  b: leaf(b, 12),
  ending: leaf(ending, 13),
  none: leaf(notCa, 14),
  below: leaf(intermediate, 15),
  expired: leaf(a, 16, { notAfter: new Date('2026-01-01T00:00:00Z') }),
  bare: leaf(bare, 17, { authorityKeyId: false }),
};

/** The hop with what the gateway trusts and the backend presents; the gateway presents nothing. */
function hop(trusted: readonly Identity[], chain: readonly Identity[], className = 'nginx'): ManifestSet {
  return setOf(
    HOP.replace('  tls: { backend: { clientCertificateRef: { name: edge-client } } }\n', '').replace(
      'gateway.envoyproxy.io/gatewayclass-controller',
      className === 'nginx' ? 'gateway.nginx.org/nginx-gateway-controller' : 'konghq.com/kic-gateway-controller',
    ),
    policy('roots'),
    roots('roots', trusted),
    secret('ledger-tls', chain, SERVES),
  );
}

/** The hop with all certificates made by cert-manager and all trust by trust-manager. */
function managed(
  issuer: string,
  trusted: readonly string[],
  more: { readonly ca?: string; readonly name?: string; readonly leaf?: string; readonly hostname?: string } = {},
) {
  const name = more.name ?? 'ledger-tls';
  return setOf(
    HOP.replace('edge-client', name === 'ledger-tls' ? 'edge-client' : 'edge-client-v2'),
    policy('roots'),
    issuingCa('root-v1', `duration: 8760h\n  renewBefore: 4380h${more.ca ?? ''}`),
    issuingCa('root-v2', 'duration: 8760h\n  renewBefore: 4380h'),
    bundle('roots', trusted),
    bundle('client-roots', trusted, VERIFIES_CLIENTS),
    certificate('ledger-tls', issuer, 'server auth', more.leaf ?? 'duration: 720h\n  renewBefore: 240h').replace(
      '[ledger.test]',
      `[${more.hostname ?? 'ledger.test'}]`,
    ),
    certificate(
      name === 'ledger-tls' ? 'edge-client' : 'edge-client-v2',
      issuer,
      'client auth',
      'duration: 720h\n  renewBefore: 240h',
    ),
  );
}

/** With a Deployment that mounts the certificate by subPath. */
function withReader(set: ManifestSet): ManifestSet {
  const deployment = setOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: ledger, namespace: payments }
spec:
  template:
    spec:
      containers: [{ name: ledger, volumeMounts: [{ name: tls, mountPath: /tls.crt, subPath: tls.crt }] }]
      volumes: [{ name: tls, secret: { secretName: ledger-tls } }]
`);
  return { ...set, manifests: [...set.manifests, ...deployment.manifests] };
}

interface Case {
  readonly rule: string;
  readonly before: ManifestSet;
  readonly after: ManifestSet;
  readonly options?: RotationCheckOptions;
  readonly object: string;
  readonly message: string;
  readonly fix: string;
}

const CASES: readonly Case[] = [
  {
    rule: 'rotation/anchor-not-distributed',
    before: hop([a], [leaves.a]),
    after: hop([a], [leaves.b]),
    object: 'Secret ledger-tls',
    message:
      'Gateway payments/edge to Service payments/ledger: Gateway payments/edge trusts CA "CN=a" while the backend of Service payments/ledger already presents a certificate issued by "CN=b": unknown CA (no-issuer)',
    fix: 'first add CA "CN=b" to ConfigMap payments/roots beside what is there now, wait until Gateway payments/edge has loaded it, then change the certificate',
  },
  {
    rule: 'rotation/anchor-retired-early',
    before: managed('root-v1', ['root-v1', 'root-v2']),
    after: managed('root-v1', ['root-v2']),
    object: 'Bundle roots',
    message:
      'Gateway payments/edge to Service payments/ledger: Gateway payments/edge already trusts the CA in Secret cert-manager/root-v2 while the backend of Service payments/ledger presents Certificate payments/ledger-tls, issued by the CA in Secret cert-manager/root-v1: unknown CA (no-issuer)',
    fix: 'leave the CA in Secret cert-manager/root-v1 among the roots of ConfigMap payments/roots until the backend of Service payments/ledger presents no certificate under it, then drop it',
  },
  {
    rule: 'rotation/no-barrier',
    before: managed('root-v1', ['root-v1']),
    after: managed('root-v1', ['root-v1'], { name: 'v2' }),
    object: 'Gateway edge',
    message:
      'Gateway payments/edge to Service payments/ledger: the backend of Service payments/ledger trusts the CA in Secret cert-manager/root-v1 while Gateway payments/edge already presents Secret payments/edge-client-v2: Secret payments/edge-client-v2 is not there (missing-object)',
    fix: 'create the object in an earlier step, wait until it is there, and only then refer to it',
  },
  {
    rule: 'rotation/validity-gap',
    before: hop([a], [leaves.a]),
    after: hop([a], [leaves.expired]),
    object: 'Secret ledger-tls',
    message:
      'Gateway payments/edge to Service payments/ledger: Gateway payments/edge trusts CA "CN=a" while the backend of Service payments/ledger already presents a certificate issued by "CN=a": certificate "CN=leaf" (serial 100010) expired at 2026-01-01T00:00:00.000Z (expired)',
    fix: 'renew the certificate first, as a step of its own',
  },
  {
    rule: 'rotation/ambiguous-path',
    before: hop([bare], [leaves.bare]),
    after: hop([namesake, bare], [leaves.bare]),
    object: 'ConfigMap roots',
    message:
      'Gateway payments/edge to Service payments/ledger: Gateway payments/edge already trusts CA "CN=a" while the backend of Service payments/ledger presents a certificate issued by "CN=a": certificate "CN=leaf" (serial 100011) is not signed by the CA of the name of its issuer that is found first (bad-signature)',
    fix: 'give the new CA another common name',
  },
  {
    rule: 'rotation/role-lost',
    before: managed('root-v1', ['root-v1']),
    after: managed('root-v1', ['root-v1'], { hostname: 'other.test' }),
    object: 'Certificate ledger-tls',
    message:
      'Gateway payments/edge to Service payments/ledger: Gateway payments/edge trusts the CA in Secret cert-manager/root-v1 while the backend of Service payments/ledger already presents Certificate payments/ledger-tls, issued by the CA in Secret cert-manager/root-v1: Certificate payments/ledger-tls is asked for with the names "other.test", and "ledger.test" is needed (name-mismatch)',
    fix: 'issue the certificate with server auth and the name that the gateway looks for',
  },
  {
    rule: 'rotation/dual-trust-shape',
    before: hop([a], [leaves.a], 'kong'),
    after: hop([a, b], [leaves.a], 'kong'),
    options: { gateways: [{ name: 'kong-ingress-controller', version: '3.5' }] },
    object: 'ConfigMap roots',
    message:
      'Gateway payments/edge to Service payments/ledger: Gateway payments/edge already trusts nothing while the backend of Service payments/ledger presents a certificate issued by "CN=a": ConfigMap payments/roots holds 2 certificates, and Kong Ingress Controller 3.5 takes one per object (dual-trust-shape)',
    fix: 'split the roots into one object each, or put them into one object, whichever the gateway reads',
  },
  {
    rule: 'rotation/bad-new-ca',
    before: hop([a, notCa], [leaves.a]),
    after: hop([a, notCa], [leaves.none]),
    object: 'Secret ledger-tls',
    message:
      'Gateway payments/edge to Service payments/ledger: Gateway payments/edge trusts CA "CN=a", CA "CN=none" while the backend of Service payments/ledger already presents a certificate issued by "CN=none": certificate "CN=none" (serial 100005) issues a certificate, but is CA:FALSE (not-a-ca)',
    fix: 'make the CA anew: CA:TRUE, keyCertSign, enough path length, constraints that allow the names below it',
  },
  {
    rule: 'rotation/partial-chain-anchor',
    before: hop([a], [leaves.below, intermediate]),
    after: hop([intermediate], [leaves.below, intermediate]),
    object: 'ConfigMap roots',
    message:
      'Gateway payments/edge to Service payments/ledger: Gateway payments/edge already trusts CA "CN=intermediate" while the backend of Service payments/ledger presents a certificate issued by "CN=intermediate": certificate "CN=intermediate" (serial 100006) is an anchor, but this verifier wants the self-signed root above it (anchor-not-self-signed)',
    fix: 'put the root of that CA into the trust',
  },
  {
    rule: 'rotation/phases-merged',
    before: managed('root-v1', ['root-v1']),
    after: managed('root-v2', ['root-v1', 'root-v2']),
    object: 'Bundle roots',
    message:
      'Gateway payments/edge to Service payments/ledger: the certificate that is presented and the trust that it is verified by change in one step',
    fix: 'trust both CAs in a first step, change the certificate in a second, drop the old CA in a third',
  },
  {
    rule: 'rotation/trust-replaced',
    before: hop([a, b], [leaves.a]),
    after: hop([a, ending], [leaves.a]),
    object: 'ConfigMap roots',
    message:
      'Gateway payments/edge to Service payments/ledger: the trust gains CA "CN=ending" and loses CA "CN=b" in one step',
    fix: 'trust CA "CN=b" and CA "CN=ending" side by side first, and drop CA "CN=b" in a later step',
  },
  {
    rule: 'rotation/two-in-flight',
    before: hop([a, b], [leaves.a]),
    after: hop([a, b, ending], [leaves.b]),
    object: 'ConfigMap roots',
    message:
      'Gateway payments/edge to Service payments/ledger: the trust holds CA "CN=a" and CA "CN=b" already, and gains CA "CN=ending"',
    fix: 'if CA "CN=a" and CA "CN=b" are the overlap of a rotation, finish that one first: drop the older CA in a step of its own',
  },
  {
    rule: 'rotation/same-key-renewal',
    before: hop([a], [leaves.a]),
    after: hop([aRenewed], [leaves.a]),
    object: 'ConfigMap roots',
    message:
      'Gateway payments/edge to Service payments/ledger: CA "CN=a" is renewed with its key: the old certificate ends 2049-12-31, the new one 2030-01-01',
    fix: 'see that every verifier has loaded the new certificate before the old one ends',
  },
  {
    rule: 'rotation/ca-secret-in-place',
    before: managed('root-v1', ['root-v1']),
    after: managed('root-v1', ['root-v1'], { ca: '\n  privateKey: { size: 4096 }' }),
    object: 'Certificate root-v1',
    message:
      'Secret cert-manager/root-v1 becomes another CA under ClusterIssuer root-v1: Certificate payments/ledger-tls and 1 more will not be issued anew until the next renewal',
    fix: 'keep this CA, add a second one with an issuer of its own, and change the issuerRef of each leaf to it',
  },
  {
    rule: 'rotation/never-reloads',
    before: withReader(hop([a, b], [leaves.a])),
    after: withReader(hop([a, b], [leaves.b])),
    object: 'Deployment ledger',
    message:
      'Secret payments/ledger-tls changes, and the workload mounts it by subPath: its pods keep what they read when they started',
    fix: 'mount Secret payments/ledger-tls as a folder, or set the annotation secret.reloader.stakater.com/reload: ledger-tls',
  },
  {
    rule: 'rotation/issue-too-early',
    before: hop([a, b], [leaves.a]),
    after: hop([a, b], [leaves.b]),
    options: { beforeSince: NOW },
    object: 'Secret ledger-tls',
    message:
      'Gateway payments/edge to Service payments/ledger: the trust may not have reached every verifier: it was applied at 2026-06-01T00:00:00.000Z, and takes 15m',
    fix: 'wait until 2026-06-01T00:15:00.000Z',
  },
  {
    rule: 'rotation/retire-too-early',
    before: hop([a, b], [leaves.b]),
    after: hop([b], [leaves.b]),
    options: { beforeSince: NOW },
    object: 'ConfigMap roots',
    message:
      'Gateway payments/edge to Service payments/ledger: certificates under the old CA may still be presented: new ones were asked for at 2026-06-01T00:00:00.000Z, and take 70m',
    fix: 'wait until 2026-06-01T01:10:00.000Z',
  },
  {
    rule: 'rotation/old-ca-ends-first',
    before: hop([ending], [leaves.ending]),
    after: hop([ending, b], [leaves.ending]),
    object: 'ConfigMap roots',
    message:
      'Gateway payments/edge to Service payments/ledger: CA "CN=ending" ends at 2026-06-01T01:00:00.000Z, and the rotation away from it takes 90m from now',
    fix: 'renew the old CA with its key first, or shorten what the rotation waits for',
  },
];

describe('a further CA beside two that are trusted', () => {
  const twoInFlightIn = (before: ManifestSet, after: ManifestSet) =>
    checkRotation(before, after, { now: NOW }).findings.filter(({ rule }) => rule === 'rotation/two-in-flight');

  test('is an error while certificates change, and a warning where they stay: both may be trusted for good', () => {
    expect(twoInFlightIn(hop([a, b], [leaves.a]), hop([a, b, ending], [leaves.b]))).toMatchObject([
      { severity: 'error' },
    ]);
    expect(twoInFlightIn(hop([a, b], [leaves.a]), hop([a, b, ending], [leaves.a]))).toMatchObject([
      {
        severity: 'warning',
        object: { kind: 'ConfigMap', name: 'roots' },
        message:
          'Gateway payments/edge to Service payments/ledger: the trust holds CA "CN=a" and CA "CN=b" already, and gains CA "CN=ending"',
      },
    ]);
    expect(checkRotation(hop([a, b], [leaves.a]), hop([a, b, ending], [leaves.a]), { now: NOW }).verdict).toBe('safe');
  });

  test.each([
    ['the one beside it is the same key renewed', hop([a, aRenewed], [leaves.a]), hop([a, aRenewed, b], [leaves.a])],
    ['one goes', hop([a, b], [leaves.a]), hop([a], [leaves.a])],
    ['one is renewed with its key', hop([a, b], [leaves.a]), hop([aRenewed, b], [leaves.a])],
    ['there is only one before', hop([a], [leaves.a]), hop([a, b], [leaves.a])],
  ])('is no second rotation where %s', (_, before, after) => {
    expect(twoInFlightIn(before, after)).toEqual([]);
  });
});

describe('what the rules say', () => {
  test.each(CASES)('$rule', ({ rule, before, after, options, object, message, fix }) => {
    const found = checkRotation(before, after, { now: NOW, beforeSince: LONG_AGO, ...options }).findings.find(
      (finding) => finding.rule === rule,
    );

    expect({
      object: found?.object && `${found.object.kind} ${found.object.name}`,
      message: found?.message,
      fix: found?.fix,
    }).toEqual({ object, message, fix });
  });
});

describe.each(ROTATION_RULES)('$id', (rule) => {
  test('is documented as all rules are', () => {
    expect(rule.id).toMatch(/^rotation\/[a-z]+(-[a-z]+)*$/);
    expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
    expect(rule.why).toMatch(/^([A-Z]|cert-manager).*\.$/);
    expect(rule.fix).toMatch(/^[A-Z].*\.$/);
  });

  test('does not apply where there is nothing to look at, and says why', () => {
    expect(rule.check(contextOf(setOf(EMPTY), setOf(EMPTY)))).toEqual({
      verdict: 'not-applicable',
      reason: expect.stringMatching(/^[a-z]/),
    });
  });

  test('passes in a phase that goes as it should', () => {
    const before = managed('root-v1', ['root-v1']);
    const context = contextOf(before, managed('root-v1', ['root-v1', 'root-v2']));

    expect(rule.check({ ...context, now: NOW, beforeSince: LONG_AGO })).toEqual({ verdict: 'pass' });
  });
});

test('each rule is in the table', () => {
  expect(CASES.map(({ rule }) => rule).sort()).toEqual(ROTATION_RULES.map(({ id }) => id).sort());
});

const GATEWAYS = [{ name: 'envoy-gateway', version: '1.9' }];
const EMPTY = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: payments }';

function contextOf(before: ManifestSet, after: ManifestSet): RotationContext {
  const graphs = graphPair(before, after);
  return {
    set: after,
    index: graphs.after.index,
    before,
    graphs,
    graph: graphs.after,
    report: reportOn(graphs, { gateways: GATEWAYS }),
    gateways: GATEWAYS,
    closedWorld: false,
    delays: DEFAULT_DELAYS,
  };
}
