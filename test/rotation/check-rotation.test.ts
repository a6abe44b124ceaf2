import { check as checkOneSet } from '../../src/checks/check';
import type { ManifestSet } from '../../src/manifests/manifest';
import { checkRotation, type RotationCheckOptions, type RotationCheckResult } from '../../src/rotation/check-rotation';
import { formatRotationJson, formatRotationText } from '../../src/rotation/format-rotation';
import type { Identity } from '../trust/pki';
import { roots as authorities, chains, trusts } from './certificates';
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
const { a, b } = authorities;

interface Bytes {
  readonly gatewayTrust: readonly Identity[];
  readonly backendTrust?: readonly Identity[];
  readonly backend: { readonly leaf: Identity; readonly sent: readonly Identity[] };
  readonly gateway?: { readonly leaf: Identity; readonly sent: readonly Identity[] };
}

/** The hop with all certificates in the manifests. */
function bytes({ gatewayTrust, backendTrust = gatewayTrust, backend, gateway = backend }: Bytes): ManifestSet {
  return setOf(
    HOP,
    policy('roots'),
    roots('roots', gatewayTrust),
    roots('client-roots', backendTrust, VERIFIES_CLIENTS),
    secret('ledger-tls', [backend.leaf, ...backend.sent], SERVES),
    secret('edge-client', [gateway.leaf, ...gateway.sent]),
  );
}

/** The hop with all certificates made by cert-manager and all trust by trust-manager. */
function controllers(issuer: string, trusted: readonly string[], backendTrusted = trusted): ManifestSet {
  return setOf(
    HOP,
    policy('roots'),
    issuingCa('root-v1', LONG_LEAD),
    issuingCa('root-v2', LONG_LEAD),
    bundle('roots', trusted),
    bundle('client-roots', backendTrusted, VERIFIES_CLIENTS),
    certificate('ledger-tls', issuer, 'server auth', SHORT),
    certificate('edge-client', issuer, 'client auth', SHORT),
  );
}

const LONG_LEAD = 'duration: 8760h\n  renewBefore: 4380h';
const SHORT = 'duration: 720h\n  renewBefore: 240h';

const check = (before: ManifestSet, after: ManifestSet, options: RotationCheckOptions = {}) =>
  checkRotation(before, after, { now: NOW, gateways: [{ name: 'envoy-gateway', version: '1.9' }], ...options });
const rulesIn = ({ findings }: RotationCheckResult) => [...new Set(findings.map(({ rule }) => rule))].sort();

const BYTES = {
  A: bytes({ gatewayTrust: [a], backend: chains.a }),
  AB: bytes({ gatewayTrust: [a, b], backend: chains.a }),
  BAB: bytes({ gatewayTrust: [a, b], backend: chains.b }),
  B: bytes({ gatewayTrust: [b], backend: chains.b }),
};
const NAMES = {
  A: controllers('root-v1', ['root-v1']),
  AB: controllers('root-v1', ['root-v1', 'root-v2']),
  BAB: controllers('root-v2', ['root-v1', 'root-v2']),
  B: controllers('root-v2', ['root-v2']),
};

describe.each([
  ['with the certificates in the manifests', BYTES],
  ['with the certificates made by cert-manager and trust-manager', NAMES],
])('a rotation %s', (_, { A, AB, BAB, B }) => {
  test.each([
    ['prepare', A, AB],
    ['activate', AB, BAB],
    ['retire', BAB, B],
  ])('%s is safe, there and back', (_phase, before, after) => {
    const result = check(before, after);

    expect(result).toMatchObject({ verdict: 'safe', edges: 1, revert: { verdict: 'safe' }, findings: [] });
    expect(result.interleaving).toBeUndefined();
  });

  test.each([
    ['prepare and activate at once', A, BAB, ['rotation/anchor-not-distributed', 'rotation/phases-merged']],
    ['activate and retire at once', AB, B, ['rotation/anchor-retired-early', 'rotation/phases-merged']],
    [
      'all three at once',
      A,
      B,
      [
        'rotation/anchor-not-distributed',
        'rotation/anchor-retired-early',
        'rotation/phases-merged',
        'rotation/trust-replaced',
      ],
    ],
  ])('%s is not', (_phase, before, after, rules) => {
    const result = check(before, after);

    expect(result.verdict).toBe('unsafe');
    expect(rulesIn(result)).toEqual(rules);
  });

  test('a change of nothing is safe', () => {
    expect(check(A, A)).toMatchObject({ verdict: 'safe', trustChanges: [], findings: [] });
  });
});

describe('the interleaving that fails', () => {
  test('is told as a story where the certificate is ahead of the trust', () => {
    const { interleaving } = check(BYTES.A, bytes({ gatewayTrust: [a], backend: chains.b, gateway: chains.a }));

    expect(interleaving).toMatchObject({
      edge: 'Gateway payments/edge to Service payments/ledger',
      applied: ['Secret payments/ledger-tls, at the backend'],
      pending: [],
      rule: 'rotation/anchor-not-distributed',
      fix: 'first add CA "CN=root b" to ConfigMap payments/roots beside what is there now, wait until Gateway payments/edge has loaded it, then change the certificate',
    });
    expect(interleaving?.story).toMatch(
      /^Gateway payments\/edge trusts CA "CN=root a" while the backend of Service payments\/ledger already presents a certificate issued by "CN=root b": unknown CA \(no-issuer\)$/,
    );
  });

  test('is told as a story where the trust is ahead of the certificate', () => {
    const { interleaving } = check(NAMES.AB, controllers('root-v1', ['root-v2'], ['root-v1', 'root-v2']));

    expect(interleaving).toEqual({
      edge: 'Gateway payments/edge to Service payments/ledger',
      applied: ['Bundle roots, at the gateway'],
      pending: [],
      story:
        'Gateway payments/edge already trusts the CA in Secret cert-manager/root-v2 while the backend of Service payments/ledger presents Certificate payments/ledger-tls, issued by the CA in Secret cert-manager/root-v1: unknown CA (no-issuer)',
      fix: 'leave the CA in Secret cert-manager/root-v1 among the roots of ConfigMap payments/roots until the backend of Service payments/ledger presents no certificate under it, then drop it',
      rule: 'rotation/anchor-retired-early',
    });
  });

  test('has as few changes as possible, and says which are pending', () => {
    const { interleaving } = check(NAMES.A, NAMES.B);

    expect(interleaving?.applied).toHaveLength(1);
    expect(interleaving?.pending).toHaveLength(3);
  });

  test('is found on the way back where the way there is safe', () => {
    const cleanup = { gatewayTrust: [a], backend: chains.a };
    const result = check(bytes({ ...cleanup, gatewayTrust: [a, b], backend: chains.aExpired }), bytes(cleanup));

    expect(result.revert.verdict).toBe('unsafe');
  });
});

describe('what is checked beside', () => {
  test('the roots that are added, removed and renewed are listed with fingerprint and end', () => {
    const { trustChanges } = check(
      bytes({ gatewayTrust: [a, b], backend: chains.a }),
      bytes({ gatewayTrust: [authorities.aRenewed, authorities.notACa], backend: chains.a }),
    );

    expect(trustChanges[0]).toMatchObject({
      side: 'client',
      objects: ['ConfigMap payments/roots'],
      edges: ['Gateway payments/edge to Service payments/ledger'],
      added: [{ title: 'CN=not a ca', fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) }],
      removed: [{ title: 'CN=root b', notAfter: expect.any(Date) }],
      renewed: [
        { from: { title: 'CN=root a' }, to: { title: 'CN=root a', notAfter: new Date('2045-01-01T00:00:00Z') } },
      ],
    });
  });

  test('a renewal with the same key is safe, and said to be one', () => {
    const result = check(BYTES.A, bytes({ gatewayTrust: [authorities.aRenewed], backend: chains.a }));

    expect(result.verdict).toBe('safe');
    expect(rulesIn(result)).toEqual(['rotation/same-key-renewal']);
  });

  test('cross-signed roots change leaves and trust in one step', () => {
    const after = bytes({ gatewayTrust: trusts.bCrossed.anchors, backend: chains.bCrossed });

    expect(check(BYTES.A, after).verdict).toBe('safe');
    expect(check(after, BYTES.B).verdict).toBe('safe');
  });

  test('a Secret of another name, which cert-manager has yet to make, is missing for a while', () => {
    const renamed = setOf(
      HOP.replace('name: edge-client', 'name: edge-client-v2'),
      policy('roots'),
      issuingCa('root-v1', LONG_LEAD),
      bundle('roots', ['root-v1']),
      bundle('client-roots', ['root-v1'], VERIFIES_CLIENTS),
      certificate('ledger-tls', 'root-v1', 'server auth', SHORT),
      certificate('edge-client-v2', 'root-v1', 'client auth', SHORT),
    );
    const result = check(controllers('root-v1', ['root-v1']), renamed);

    expect(rulesIn(result)).toEqual(['rotation/no-barrier']);
    expect(result.interleaving).toMatchObject({
      applied: ['Gateway payments/edge, at the gateway'],
      pending: [
        'Certificate payments/edge-client, at the gateway',
        'Certificate payments/edge-client-v2, at the gateway',
      ],
    });
    expect(result.interleaving?.story).toContain('Secret payments/edge-client-v2 is not there (missing-object)');
  });

  test('a ConfigMap of another name in the same set is there before what names it', () => {
    const renamed = setOf(
      HOP,
      policy('roots-v2'),
      roots('roots-v2', [a]),
      roots('client-roots', [a], VERIFIES_CLIENTS),
      secret('ledger-tls', [chains.a.leaf], SERVES),
      secret('edge-client', [chains.a.leaf]),
    );

    expect(check(BYTES.A, renamed).verdict).toBe('safe');
  });

  test('of several certificates that a backend says to present, each must be accepted', () => {
    const serving = (trusted: readonly Identity[], ...leaves: readonly Identity[]) =>
      setOf(
        HOP,
        policy('roots'),
        roots('roots', trusted),
        ...leaves.map((leaf, index) => secret(`ledger-${index}`, [leaf], SERVES)),
      );
    const one = serving([a], chains.a.leaf);

    expect(check(one, serving([a], chains.a.leaf, chains.b.leaf)).verdict).toBe('unsafe');
    expect(check(serving([a, b], chains.a.leaf), serving([a, b], chains.a.leaf, chains.b.leaf)).verdict).toBe('safe');
    expect(
      check(serving([a, b], chains.a.leaf, chains.b.leaf), serving([b], chains.a.leaf, chains.b.leaf)).verdict,
    ).toBe('unsafe');
  });

  test('a Bundle keeps what it wrote until a source that it newly names is there', () => {
    const withCas = (cas: readonly string[], trusted: readonly string[]) =>
      setOf(
        HOP,
        policy('roots'),
        ...cas.map((ca) => issuingCa(ca, LONG_LEAD)),
        bundle('roots', trusted),
        certificate('ledger-tls', 'root-v1', 'server auth', SHORT),
      );
    const before = withCas(['root-v1'], ['root-v1']);

    expect(check(before, withCas(['root-v1', 'root-v2'], ['root-v1', 'root-v2'])).verdict).toBe('safe');
    expect(rulesIn(check(before, withCas(['root-v1', 'root-v2'], ['root-v2'])))).toEqual([
      'rotation/anchor-retired-early',
      'rotation/trust-replaced',
    ]);
  });

  describe('a Bundle that selects its sources by label', () => {
    const source = (name: string, certificate: Identity, label = 'yes') =>
      roots(name, [certificate]).replace(
        'namespace: payments',
        `namespace: cert-manager, labels: { root: "${label}" }`,
      );
    const selecting = bundle('roots', []).replace(
      'sources: []',
      'sources: [{ configMap: { selector: { matchLabels: { root: "yes" } }, key: ca.crt } }]',
    );
    const set = (leaf: Identity, ...sources: readonly string[]) =>
      setOf(HOP, policy('roots'), selecting, secret('ledger-tls', [leaf], SERVES), ...sources);

    test.each([
      [
        'gains a source',
        set(chains.a.leaf, source('a', a)),
        set(chains.a.leaf, source('a', a), source('b', b)),
        'safe',
      ],
      [
        'loses a source that is needed',
        set(chains.a.leaf, source('a', a), source('b', b)),
        set(chains.a.leaf, source('b', b)),
        'unsafe',
      ],
      [
        'loses a source that is needed because its label changes',
        set(chains.a.leaf, source('a', a), source('b', b)),
        set(chains.a.leaf, source('a', a, 'no'), source('b', b)),
        'unsafe',
      ],
      [
        'loses a source that is not needed',
        set(chains.b.leaf, source('a', a), source('b', b)),
        set(chains.b.leaf, source('b', b)),
        'safe',
      ],
      [
        'gains the source that the new certificate needs',
        set(chains.a.leaf, source('a', a)),
        set(chains.b.leaf, source('a', a), source('b', b)),
        'unsafe',
      ],
    ])('%s', (_, before, after, verdict) => {
      expect(check(before, after).verdict).toBe(verdict);
    });
  });

  test('a ConfigMap that is pruned while a policy names it is missing', () => {
    const pruned = setOf(
      HOP,
      policy('roots'),
      roots('client-roots', [a], VERIFIES_CLIENTS),
      secret('ledger-tls', [chains.a.leaf], SERVES),
      secret('edge-client', [chains.a.leaf]),
    );

    expect(rulesIn(check(BYTES.A, pruned))).toEqual(['rotation/no-barrier']);
  });

  test.each([
    ['a certificate that has expired', chains.aExpired, 'rotation/validity-gap'],
    ['a certificate without the server role', chains.aForClients, 'rotation/role-lost'],
    ['a certificate without the name', chains.aOtherName, 'rotation/role-lost'],
  ])('%s is found', (_, backend, rule) => {
    const result = check(BYTES.A, bytes({ gatewayTrust: [a], backend, gateway: chains.a }));

    expect(result.verdict).toBe('unsafe');
    expect(rulesIn(result)).toEqual([rule]);
  });

  test('a Certificate whose usages lose the role is found', () => {
    const after = controllers('root-v1', ['root-v1']);
    const wrong = {
      ...after,
      manifests: after.manifests.map((manifest) =>
        manifest.key.kind === 'Certificate' && manifest.key.name === 'ledger-tls'
          ? {
              ...manifest,
              body: { ...manifest.body, spec: { ...(manifest.body.spec as object), usages: ['client auth'] } },
            }
          : manifest,
      ),
    };

    expect(rulesIn(check(after, wrong))).toEqual(['rotation/role-lost']);
  });

  test('two roots of one name without key identifiers are ambiguous', () => {
    const [old, bare] = [authorities.aBare, authorities.aRekeyedBare];
    const result = check(
      bytes({ gatewayTrust: [old], backend: chains.aWithoutKeyId }),
      bytes({ gatewayTrust: [bare, old], backend: chains.aWithoutKeyId }),
      { gateways: [{ name: 'envoy-gateway', version: '1.9' }] },
    );

    expect(rulesIn(result)).toEqual(['rotation/ambiguous-path']);
  });

  test('an intermediate as the only anchor is refused by a backend, and taken by Envoy', () => {
    const after = bytes({ gatewayTrust: [chains.underIntermediateA.sent[0]], backend: chains.underIntermediateA });
    const result = check(bytes({ gatewayTrust: [a], backend: chains.underIntermediateA }), after);

    expect(rulesIn(result)).toEqual(['rotation/partial-chain-anchor', 'rotation/trust-replaced']);
    expect(result.interleaving?.story).toMatch(/^the backend of Service payments\/ledger already trusts/);
  });

  test('a CA that is none is found', () => {
    const result = check(
      bytes({ gatewayTrust: [b, authorities.notACa], backend: chains.b }),
      bytes({ gatewayTrust: [b, authorities.notACa], backend: chains.notACa }),
    );

    expect(rulesIn(result)).toContain('rotation/bad-new-ca');
  });

  test('a CA that becomes another under its issuer is found', () => {
    const after = controllers('root-v1', ['root-v1']);
    const rekeyed = {
      ...after,
      manifests: after.manifests.map((manifest) =>
        manifest.key.kind === 'Certificate' && manifest.key.name === 'root-v1'
          ? {
              ...manifest,
              body: { ...manifest.body, spec: { ...(manifest.body.spec as object), commonName: 'root-v3' } },
            }
          : manifest,
      ),
    };
    const result = check(after, rekeyed);

    expect(result.verdict).toBe('unsafe');
    expect(rulesIn(result)).toContain('rotation/ca-secret-in-place');
  });

  test('the defaults of cert-manager for CA and leaf are told with the gap in hours', () => {
    const set = setOf(
      HOP,
      policy('roots'),
      issuingCa('root-v1'),
      bundle('roots', ['root-v1']),
      certificate('ledger-tls', 'root-v1', 'server auth'),
    );
    const result = check(set, set);

    expect(result.findings).toMatchObject([
      {
        rule: 'rotation/lead-too-short',
        severity: 'error',
        message:
          'the certificate is issued anew every 1440h, and Certificate cert-manager/root-v1 is renewed 720h before its end, where 1441.5h are needed: it may be in use for 720h under a CA that has ended',
      },
    ]);
  });
});

describe('what the manifests do not tell', () => {
  const unannotated = (trusted: readonly Identity[]) => setOf(HOP, policy('roots'), roots('roots', trusted));

  test('is no obstacle to more trust', () => {
    expect(check(unannotated([a]), unannotated([a, b])).verdict).toBe('safe');
  });

  test('is not taken for a yes where trust is taken away', () => {
    const result = check(unannotated([a, b]), unannotated([b]));

    expect(result.verdict).toBe('unproven');
    expect(result.findings).toMatchObject([{ rule: 'rotation/anchor-retired-early', severity: 'warning' }]);
    expect(result.interleaving?.fix).toBe(
      'say what is presented by the annotation upstream-tls.dev/serves on the Certificate or Secret of the backend',
    );
  });

  test('is not taken for a yes where the issuer changes and its CA is not in the manifests', () => {
    const issuedBy = (issuer: string) =>
      setOf(HOP, policy('roots'), roots('roots', [a, b]), certificate('ledger-tls', issuer, 'server auth'));

    const flip = check(issuedBy('vault-v1'), issuedBy('vault-v2'));

    expect(flip.verdict).toBe('unproven');
    expect(flip.interleaving?.fix).toBe(
      'put the certificate of each CA into the annotation upstream-tls.dev/issues-under of its issuer, as CaRotation does, or add its Secret with tls.crt and without its key',
    );
    expect(check(issuedBy('vault-v1'), issuedBy('vault-v1')).verdict).toBe('safe');
  });

  test('is not taken for a yes where the gateway changes its certificate and the backend says nothing of its roots', () => {
    const presenting = (leaf: Identity) =>
      setOf(HOP, policy('roots'), roots('roots', [a]), secret('edge-client', [leaf]));
    const { verdict, interleaving } = check(presenting(chains.a.leaf), presenting(chains.b.leaf));

    expect(verdict).toBe('unproven');
    expect(interleaving?.fix).toBe(
      'say which roots are accepted by the annotation upstream-tls.dev/verifies-clients-of on the ConfigMap, Secret or Bundle of the backend',
    );
  });
});

describe('the shapes of trust that gateways take', () => {
  const KONG_HOP = HOP.replace('gateway.envoyproxy.io/gatewayclass-controller', 'konghq.com/kic-gateway-controller');
  const hop = (text: string, names: readonly string[], maps: Readonly<Record<string, readonly Identity[]>>) =>
    setOf(
      text,
      policy(...names),
      ...Object.entries(maps).map(([name, certificates]) => roots(name, certificates)),
      secret('ledger-tls', [chains.a.leaf], SERVES),
    );
  const kong = { gateways: [{ name: 'kong-ingress-controller', version: '3.5' }] };
  const nginx = { gateways: [{ name: 'nginx-gateway-fabric', version: '2.6' }] };
  const NGINX_HOP = HOP.replace(
    'gateway.envoyproxy.io/gatewayclass-controller',
    'gateway.nginx.org/nginx-gateway-controller',
  );

  test('Kong refuses two certificates in one object, and takes two objects', () => {
    const before = hop(KONG_HOP, ['one'], { one: [a] });

    expect(rulesIn(check(before, hop(KONG_HOP, ['one'], { one: [a, b] }), kong))).toEqual([
      'rotation/dual-trust-shape',
    ]);
    expect(check(before, hop(KONG_HOP, ['one', 'two'], { one: [a], two: [b] }), kong).verdict).toBe('safe');
  });

  test('NGINX Gateway Fabric refuses two objects, and takes two certificates in one', () => {
    const before = hop(NGINX_HOP, ['one'], { one: [a] });

    expect(check(before, hop(NGINX_HOP, ['one'], { one: [a, b] }), nginx).verdict).toBe('safe');
    expect(rulesIn(check(before, hop(NGINX_HOP, ['one', 'two'], { one: [a], two: [b] }), nginx))).toEqual([
      'rotation/dual-trust-shape',
      // It is not known whether it reloads for ConfigMaps.
      'rotation/never-reloads',
    ]);
  });
});

describe('the times of a step', () => {
  const beforeSince = new Date('2026-05-31T23:50:00Z');

  test.each([
    ['activate', BYTES.AB, BYTES.BAB, 'rotation/issue-too-early'],
    ['retire', BYTES.BAB, BYTES.B, 'rotation/retire-too-early'],
  ])('are too early for %s after ten minutes', (_, before, after, rule) => {
    expect(rulesIn(check(before, after, { beforeSince }))).toEqual([rule]);
    expect(check(before, after, { beforeSince: new Date('2026-05-31T00:00:00Z') }).verdict).toBe('safe');
  });

  test('are never late enough where a verifier reads its trust once', () => {
    const result = check(BYTES.AB, BYTES.BAB, {
      beforeSince: new Date('2020-01-01T00:00:00Z'),
      delays: { trustPickup: Infinity },
    });

    expect(result.findings[0]?.fix).toBe(
      'restart the verifiers that read their trust once, and wait until they are back',
    );
  });

  test('are too late where the old CA ends within the phase', () => {
    const now = new Date('2049-12-30T23:30:00Z');

    expect(rulesIn(check(BYTES.A, BYTES.AB, { now }))).toEqual(['rotation/old-ca-ends-first']);
  });

  describe('backups that outlive the old CA', () => {
    const schedule = (template: string, paused = false) => `
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: nightly, namespace: velero }
spec: { schedule: "0 2 * * *", paused: ${paused}, template: { ${template} } }
`;
    const withBackups = (set: ManifestSet, yaml: string) => ({
      ...set,
      manifests: [...set.manifests, ...setOf(yaml).manifests],
    });
    const retire = (yaml: string, options?: RotationCheckOptions) =>
      check(withBackups(BYTES.BAB, yaml), withBackups(BYTES.B, yaml), options);

    test('are named, and the verdict stays', () => {
      const { findings, verdict } = retire(schedule('ttl: 240h'));

      expect(verdict).toBe('safe');
      expect(findings).toMatchObject([
        {
          rule: 'rotation/anchor-retired-early',
          severity: 'warning',
          path: 'spec.template.ttl',
          message:
            'Schedule velero/nightly keeps backups for 240h: until those from before are gone, a restore brings back certificates under the CA that is dropped',
          fix: 'drop the CA after that time, or leave Secrets out of the backup',
        },
      ]);
    });

    test.each([
      ['a ttl of nothing', schedule('')],
      ['a ttl of zero, which Go cannot tell from nothing', schedule('ttl: 0s')],
      ['its own namespaces', schedule('includedNamespaces: [orders, payments]')],
      ['all namespaces', schedule('includedNamespaces: ["*"]')],
      ['no more backups to come', schedule('', true)],
    ])('are named with %s', (_, yaml) => {
      expect(retire(yaml).findings).toMatchObject([{ message: expect.stringContaining('keeps backups for 720h') }]);
    });

    test.each([
      ['other namespaces', schedule('includedNamespaces: [orders]')],
      ['other namespaces left in', schedule('excludedNamespaces: [payments]')],
      ['no Secrets', schedule('excludedResources: [secrets]')],
      ['Pods only', schedule('includedResources: [pods]')],
    ])('are no matter with %s', (_, yaml) => {
      expect(retire(yaml).findings).toEqual([]);
    });

    test('are no matter once they are gone', () => {
      expect(retire(schedule('ttl: 24h'), { beforeSince: new Date('2026-05-30T00:00:00Z') }).findings).toEqual([]);
    });

    test('are no matter where the Secrets are left out of them', () => {
      const excluded = (set: ManifestSet) => ({
        ...set,
        manifests: set.manifests.map((manifest) =>
          manifest.key.kind === 'Certificate'
            ? {
                ...manifest,
                body: {
                  ...manifest.body,
                  spec: {
                    ...(manifest.body.spec as object),
                    secretTemplate: { labels: { 'velero.io/exclude-from-backup': 'true' } },
                  },
                },
              }
            : manifest,
        ),
      });
      const step = (change: (set: ManifestSet) => ManifestSet) =>
        check(change(withBackups(NAMES.BAB, schedule(''))), change(withBackups(NAMES.B, schedule('')))).findings;

      expect(step((set) => set)).toHaveLength(1);
      expect(step(excluded)).toEqual([]);
    });

    test('are no matter where no CA goes', () => {
      expect(check(withBackups(BYTES.A, schedule('')), withBackups(BYTES.AB, schedule(''))).findings).toEqual([]);
    });
  });
});

describe('what is accepted', () => {
  const annotated = (set: ManifestSet, name: string, text: string): ManifestSet => ({
    ...set,
    manifests: set.manifests.map((manifest) =>
      manifest.key.name === name
        ? {
            ...manifest,
            body: {
              ...manifest.body,
              metadata: {
                ...(manifest.body.metadata as object),
                annotations: {
                  ...(manifest.body.metadata as { annotations?: object }).annotations,
                  'upstream-tls.dev/ignore': text,
                },
              },
            },
          }
        : manifest,
    ),
  });
  const AHEAD = bytes({ gatewayTrust: [a], backendTrust: [a, b], backend: chains.b, gateway: chains.a });
  const REASON = 'rotation/anchor-not-distributed: nobody uses the test cluster at night';

  test('by an annotation is shown with its reason, and the step counts as accepted, not as safe', () => {
    const result = check(BYTES.A, annotated(AHEAD, 'ledger-tls', REASON));

    expect(result).toMatchObject({
      verdict: 'accepted',
      findings: [],
      suppressed: [
        {
          rule: 'rotation/anchor-not-distributed',
          severity: 'error',
          object: { kind: 'Secret', name: 'ledger-tls' },
          reason: 'nobody uses the test cluster at night',
        },
      ],
    });
    expect(result.interleaving).toBeUndefined();
    expect(JSON.parse(formatRotationJson(result)).suppressed).toMatchObject([
      { rule: 'rotation/anchor-not-distributed', reason: 'nobody uses the test cluster at night' },
    ]);
    expect(formatRotationText(result)).toContain('\n    accepted: nobody uses the test cluster at night\n');
  });

  test.each([
    ['without a reason', 'rotation/anchor-not-distributed:', 'ledger-tls'],
    ['of another rule', 'rotation/phases-merged: wrong', 'ledger-tls'],
    ['on another object', REASON, 'edge-client'],
  ])('by an annotation %s is nothing', (_, text, name) => {
    const result = check(BYTES.A, annotated(AHEAD, name, text));

    expect(result).toMatchObject({ verdict: 'unsafe', suppressed: [] });
    expect(rulesIn(result)).toEqual(['rotation/anchor-not-distributed']);
  });

  test('is one failure, and another on the same hop still counts', () => {
    const after = bytes({ gatewayTrust: [a], backend: chains.b, gateway: chains.b });
    const result = check(BYTES.A, annotated(after, 'ledger-tls', REASON));

    expect(result).toMatchObject({
      verdict: 'unsafe',
      interleaving: { applied: ['Secret payments/edge-client, at the gateway'] },
      suppressed: [{ rule: 'rotation/anchor-not-distributed' }],
    });
  });

  test('may also be a rule by a lower severity, or by turning it off', () => {
    const severityOf = (severity: 'off' | 'warning') =>
      check(BYTES.A, AHEAD, { severities: { 'rotation/anchor-not-distributed': severity } });

    expect(severityOf('warning')).toMatchObject({ verdict: 'accepted', findings: [{ severity: 'warning' }] });
    expect(severityOf('off')).toMatchObject({ verdict: 'accepted', findings: [], suppressed: [] });
  });

  test('may also be refused: a higher severity makes an error of a hint', () => {
    const renewed = bytes({ gatewayTrust: [authorities.aRenewed], backend: chains.a });
    const severities = { 'rotation/same-key-renewal': 'error' } as const;

    expect(check(BYTES.A, renewed, { severities }).verdict).toBe('unsafe');
  });

  test('is no rule that does not exist', () => {
    expect(() => check(BYTES.A, BYTES.A, { severities: { 'rotation/phase-merged': 'off' } })).toThrow(
      'severities: "rotation/phase-merged" is not a rule; did you mean "rotation/phases-merged"',
    );
  });

  test('is accepted for one set only as much as for two: the lead of a CA', () => {
    const short = (text?: string) => {
      const set = setOf(
        HOP,
        policy('roots'),
        issuingCa('root-v1'),
        certificate('ledger-tls', 'root-v1', 'server auth'),
      );
      return text === undefined ? set : annotated(set, 'ledger-tls', text);
    };
    const accepting = short('rotation/lead-too-short: the cluster lives for a week');

    expect(check(short(), short()).verdict).toBe('unsafe');
    expect(check(short(), accepting)).toMatchObject({ verdict: 'accepted' });
    expect(checkOneSet(accepting).suppressed).toMatchObject([{ rule: 'rotation/lead-too-short' }]);
  });
});

test('a secret that stands where a name belongs is in no output', () => {
  const token = `ghp_${'a1B2c3D4e5'.repeat(4)}`;
  const named = (set: ManifestSet): ManifestSet =>
    JSON.parse(JSON.stringify(set).replaceAll('"ledger-tls"', JSON.stringify(token)));
  const result = check(named(BYTES.A), named(bytes({ gatewayTrust: [b], backend: chains.b, gateway: chains.a })));

  expect(result.verdict).toBe('unsafe');
  expect(formatRotationText(result)).not.toContain(token);
  expect(formatRotationJson(result)).not.toContain(token);
});

test('a step of more changes than can be judged is not called safe', () => {
  const names = Array.from({ length: 14 }, (_, index) => `roots-${index}`);
  const set = (certificates: readonly Identity[]) =>
    setOf(
      HOP,
      policy(...names.slice(0, 8)),
      ...names.map((name) => roots(name, certificates)),
      secret('ledger-tls', [chains.a.leaf], SERVES),
      ...names.map((name) => roots(`client-${name}`, certificates, VERIFIES_CLIENTS)),
    );

  expect(check(set([a]), set([a, b]))).toMatchObject({ verdict: 'unproven', edges: 1 });
});
