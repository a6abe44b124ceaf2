import type { JsonObject, Manifest, ManifestSet } from '../../src/manifests/manifest';
import { readManifests } from '../../src/manifests/read-manifests';
import { checkRotation } from '../../src/rotation/check-rotation';
import { noBarrier } from '../../src/rotation/rules/no-barrier';
import { bundle, certificate, HOP, issuingCa, policy, setOf, VERIFIES_CLIENTS } from './payments';

const LONG_LEAD = 'duration: 8760h\n  renewBefore: 4380h';
const SHORT = 'duration: 720h\n  renewBefore: 240h';

/** The hop as cert-manager and trust-manager make it: who issues, and what both ends trust. */
function pieces(issuer: string, trusted: readonly string[]): readonly string[] {
  return [
    HOP,
    policy('roots'),
    issuingCa('root-v1', LONG_LEAD),
    issuingCa('root-v2', LONG_LEAD),
    bundle('roots', trusted),
    bundle('client-roots', trusted, VERIFIES_CLIENTS),
    certificate('ledger-tls', issuer, 'server auth', SHORT),
    certificate('edge-client', issuer, 'client auth', SHORT),
  ];
}

const BOTH = ['root-v1', 'root-v2'];
const STATES = {
  old: pieces('root-v1', ['root-v1']),
  prepared: pieces('root-v1', BOTH),
  activated: pieces('root-v2', BOTH),
  retired: pieces('root-v2', ['root-v2']),
};

/** The set with more fields in one of its objects, as an export from a cluster has them. */
function exported(set: ManifestSet, kind: string, name: string, fields: JsonObject): ManifestSet {
  const enrich = (manifest: Manifest): Manifest => {
    const metadata = { ...(manifest.body.metadata as JsonObject), ...(fields.metadata as JsonObject | undefined) };
    return { ...manifest, body: { ...manifest.body, ...fields, metadata } };
  };
  return {
    ...set,
    manifests: set.manifests.map((manifest) =>
      manifest.key.kind === kind && manifest.key.name === name ? enrich(manifest) : manifest,
    ),
  };
}

function findings(before: ManifestSet, after: ManifestSet) {
  return checkRotation(before, after)
    .findings.filter(({ rule }) => rule === noBarrier.id)
    .map(({ severity, object, path, message, fix }) => ({
      severity,
      object: `${object?.kind} ${object?.name}`,
      path,
      message,
      fix,
    }));
}

const condition = (type: string, status: string, more: JsonObject = {}): JsonObject => ({
  status: {
    conditions: [
      { type: 'Other', status: 'True' },
      { type, status, ...more },
    ],
  },
});

describe('what the state before says against itself', () => {
  interface Case {
    readonly title: string;
    readonly object: readonly [kind: string, name: string];
    readonly fields: JsonObject;
    readonly more?: readonly string[];
    readonly at: string;
    readonly says: string;
    readonly until: string;
  }

  const BUNDLE_IS =
    'Bundle roots is distributed: condition Synced is True, and the annotation trust.cert-manager.io/hash is the same in all namespaces';
  const CERTIFICATE_IS =
    'Certificate payments/ledger-tls is issued: condition Ready is True, Issuing is not, and its Secret names the issuer';

  const target = (namespace: string, hash: string) => `
apiVersion: v1
kind: ConfigMap
metadata:
  name: roots
  namespace: ${namespace}
  labels: { trust.cert-manager.io/bundle: roots }
  annotations: { trust.cert-manager.io/hash: ${hash} }
`;

  const issuedSecret = (annotations: string) => `
apiVersion: v1
kind: Secret
metadata: { name: ledger-tls, namespace: payments, annotations: { ${annotations} } }
`;

  const workload = (kind: string, status: string, generation = 1) => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ledger, namespace: payments, generation: ${generation}, annotations: { reloader.stakater.com/auto: "true" } }
spec:
  template:
    spec:
      containers: [{ name: ledger, volumeMounts: [{ name: tls, mountPath: /tls.crt, subPath: tls.crt }] }]
      volumes: [{ name: tls, secret: { secretName: ledger-tls } }]
status: ${status}
`;

  const NOTHING: readonly [string, string] = ['Namespace', 'none'];

  const CASES: readonly Case[] = [
    {
      title: 'a Bundle that is not synced',
      object: ['Bundle', 'roots'],
      fields: condition('Synced', 'False', { reason: 'SourceNotFound' }),
      at: 'Bundle roots status.conditions[1]',
      says: 'Bundle roots is not distributed: condition Synced is False (SourceNotFound)',
      until: BUNDLE_IS,
    },
    {
      title: 'a Bundle whose status is about an older spec',
      object: ['Bundle', 'roots'],
      fields: { metadata: { generation: 4 }, ...condition('Synced', 'True', { observedGeneration: 3 }) },
      at: 'Bundle roots status.conditions[1]',
      says: 'the status of Bundle roots is about an older spec: generation 3 was looked at',
      until: BUNDLE_IS,
    },
    {
      title: 'targets of a Bundle that differ in their hash',
      object: NOTHING,
      fields: {},
      more: [target('payments', 'one'), target('orders', 'two')],
      at: 'ConfigMap roots metadata.annotations[trust.cert-manager.io/hash]',
      says: 'ConfigMap payments/roots and ConfigMap orders/roots hold different states of Bundle roots',
      until: BUNDLE_IS,
    },
    {
      title: 'a Certificate that is being issued',
      object: ['Certificate', 'ledger-tls'],
      fields: condition('Issuing', 'True'),
      at: 'Certificate ledger-tls status.conditions[1]',
      says: 'Certificate payments/ledger-tls is being issued: condition Issuing is True',
      until: CERTIFICATE_IS,
    },
    {
      title: 'a Certificate that is not ready',
      object: ['Certificate', 'ledger-tls'],
      fields: condition('Ready', 'False', { reason: 'Failed' }),
      at: 'Certificate ledger-tls status.conditions[1]',
      says: 'Certificate payments/ledger-tls is not issued: condition Ready is False (Failed)',
      until: CERTIFICATE_IS,
    },
    {
      title: 'a Certificate whose status is about an older spec',
      object: ['Certificate', 'ledger-tls'],
      fields: { metadata: { generation: 2 }, ...condition('Ready', 'True', { observedGeneration: 1 }) },
      at: 'Certificate ledger-tls status.conditions[1]',
      says: 'the status of Certificate payments/ledger-tls is about an older spec: generation 1 was looked at',
      until: CERTIFICATE_IS,
    },
    {
      title: 'a Secret of another issuer',
      object: NOTHING,
      fields: {},
      more: [issuedSecret('cert-manager.io/issuer-name: root-v0, cert-manager.io/issuer-kind: ClusterIssuer')],
      at: 'Secret ledger-tls metadata.annotations[cert-manager.io/issuer-name]',
      says: 'Secret payments/ledger-tls holds a certificate of ClusterIssuer root-v0, and Certificate payments/ledger-tls asks for one of ClusterIssuer ISSUER',
      until: CERTIFICATE_IS,
    },
    {
      title: 'pods that are being restarted',
      object: NOTHING,
      fields: {},
      more: [workload('Deployment', '{ observedGeneration: 1, updatedReplicas: 1, replicas: 3 }')],
      at: 'Deployment ledger status',
      says: 'Deployment payments/ledger is being rolled out: 1 of 3 pods are new',
      until: 'Deployment payments/ledger is rolled out',
    },
    {
      title: 'pods on nodes that are being restarted',
      object: NOTHING,
      fields: {},
      more: [workload('DaemonSet', '{ updatedNumberScheduled: 2, desiredNumberScheduled: 3 }')],
      at: 'DaemonSet ledger status',
      says: 'DaemonSet payments/ledger is being rolled out: 2 of 3 pods are new',
      until: 'DaemonSet payments/ledger is rolled out',
    },
    {
      title: 'a restart that has not begun',
      object: NOTHING,
      fields: {},
      more: [workload('Deployment', '{ observedGeneration: 1, updatedReplicas: 3, replicas: 3 }', 2)],
      at: 'Deployment ledger status',
      says: 'the rollout of Deployment payments/ledger has not begun',
      until: 'Deployment payments/ledger is rolled out',
    },
  ];

  const PHASES = [
    { phase: 'activate', before: STATES.prepared, after: STATES.activated, issuer: 'root-v1' },
    { phase: 'retire', before: STATES.activated, after: STATES.retired, issuer: 'root-v2' },
  ] as const;
  const BUILDING = { activate: 'certificates come under another CA', retire: 'a CA leaves the trust' } as const;

  describe.each(CASES)('is found: $title', ({ object, fields, more = [], at, says, until }) => {
    test.each(PHASES)('$phase', ({ phase, before, after, issuer }) => {
      const found = findings(exported(setOf(...before, ...more), ...object, fields), setOf(...after, ...more));

      expect(found).toEqual([
        {
          severity: 'error',
          object: at.slice(0, at.lastIndexOf(' ')),
          path: at.slice(at.lastIndexOf(' ') + 1),
          message: `Gateway payments/edge to Service payments/ledger: ${BUILDING[phase]}, and the state before is not reached: ${says.replace('ISSUER', issuer)}`,
          fix: `wait until ${until}, export the manifests again, and check again`,
        },
      ]);
    });

    test('is no obstacle to more trust', () => {
      const before = exported(setOf(...STATES.old, ...more), ...object, fields);

      expect(findings(before, setOf(...STATES.prepared, ...more))).toEqual([]);
    });

    test('is no matter where nothing changes', () => {
      const before = exported(setOf(...STATES.prepared, ...more), ...object, fields);

      expect(findings(before, before)).toEqual([]);
    });
  });

  test.each<[string, readonly [string, string], JsonObject, readonly string[]]>([
    ['there is no status', NOTHING, {}, []],
    ['a Bundle is synced', ['Bundle', 'roots'], condition('Synced', 'True'), []],
    [
      'the status is about the newest spec',
      ['Bundle', 'roots'],
      { metadata: { generation: 3 }, ...condition('Synced', 'True', { observedGeneration: 3 }) },
      [],
    ],
    ['a condition is unknown', ['Certificate', 'ledger-tls'], condition('Ready', 'Unknown'), []],
    ['a Certificate is ready', ['Certificate', 'ledger-tls'], condition('Ready', 'True'), []],
    ['a Certificate is not being issued', ['Certificate', 'ledger-tls'], condition('Issuing', 'False'), []],
    ['targets are the same', NOTHING, {}, [target('payments', 'one'), target('orders', 'one')]],
    [
      'targets of different kinds differ',
      NOTHING,
      {},
      [target('payments', 'one'), target('orders', 'two').replace('kind: ConfigMap', 'kind: Secret')],
    ],
    [
      'a target of another Bundle differs',
      NOTHING,
      {},
      [target('payments', 'one'), target('orders', 'two').replaceAll(': roots', ': others')],
    ],
    [
      'the Secret is of the issuer',
      NOTHING,
      {},
      [
        issuedSecret(
          'cert-manager.io/issuer-name: root-v1, cert-manager.io/issuer-kind: ClusterIssuer, cert-manager.io/issuer-group: cert-manager.io',
        ),
      ],
    ],
    [
      'the pods are rolled out',
      NOTHING,
      {},
      [workload('StatefulSet', '{ observedGeneration: 1, updatedReplicas: 3, replicas: 3 }')],
    ],
    ['another Certificate is being issued', ['Certificate', 'root-v2'], condition('Issuing', 'True'), []],
    ['the status is of another type', ['Bundle', 'roots'], { status: { conditions: 'Synced' } }, []],
  ])('is not found where %s', (_, object, fields, more) => {
    const before = exported(setOf(...STATES.prepared, ...more), ...object, fields);

    expect(findings(before, setOf(...STATES.activated, ...more))).toEqual([]);
  });

  test('is told once for a Bundle that serves several hops', () => {
    const second = `
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: payments }
spec: { ports: [{ name: https, port: 8443 }] }
---
${policy('roots').replaceAll('name: ledger', 'name: orders')}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: orders, namespace: payments }
spec:
  parentRefs: [{ name: edge }]
  rules: [{ backendRefs: [{ name: orders, port: 8443 }] }]
---
${certificate('orders-tls', 'ISSUER', 'server auth', SHORT).replace('serves: ledger', 'serves: orders')}
`;
    const before = setOf(...STATES.prepared, second.replace('ISSUER', 'root-v1'));
    const after = setOf(...STATES.activated, second.replace('ISSUER', 'root-v2'));
    const found = findings(exported(before, 'Bundle', 'roots', condition('Synced', 'False')), after);

    expect(found).toHaveLength(1);
    expect(found[0]?.message).toMatch(/^Gateway payments\/edge to Service payments\/ledger and 1 more: certificates/);
  });
});

describe('several phases in one commit, in an order that a GitOps tool keeps', () => {
  const inWaves = (set: ManifestSet, waves: Readonly<Record<string, number>>): ManifestSet => ({
    ...set,
    manifests: set.manifests.map((manifest) => {
      const wave = waves[manifest.key.kind];
      const metadata = manifest.body.metadata as JsonObject;
      const annotations = { ...(metadata.annotations as JsonObject), 'argocd.argoproj.io/sync-wave': String(wave) };
      return wave === undefined
        ? manifest
        : { ...manifest, body: { ...manifest.body, metadata: { ...metadata, annotations } } };
    }),
  });
  const job = (wave: number) => `
apiVersion: batch/v1
kind: Job
metadata: { name: gate, namespace: payments, annotations: { argocd.argoproj.io/sync-wave: "${wave}" } }
`;
  const health = (kind: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: argocd-cm, namespace: argocd }
data: { resource.customizations.health.${kind}: "return {}" }
`;
  const ONE_STEP =
    'one step holds several phases, and nothing proves that the first has come to pass when the next begins';

  test('by sync waves: what they do not wait for is said, for trust before certificates', () => {
    const found = findings(setOf(...STATES.old), inWaves(setOf(...STATES.activated), { Bundle: 0, Certificate: 1 }));

    expect(found.map(({ object }) => object)).toEqual(['Bundle roots', 'Bundle client-roots']);
    expect(found[0]).toMatchObject({
      severity: 'error',
      message: `Gateway payments/edge to Service payments/ledger: ${ONE_STEP}: sync waves 0 and 1 order them, and Argo CD has no health check for Bundles: it goes on as soon as it has applied one`,
      fix: 'make a step of each phase, and wait in between; the least within one is a Job in wave 0 that waits until it has, or resource.customizations.health.trust.cert-manager.io_Bundle in argocd-cm',
    });
  });

  test('by sync waves: what they do not wait for is said, for certificates before the old root goes', () => {
    const found = findings(setOf(...STATES.prepared), inWaves(setOf(...STATES.retired), { Certificate: 1, Bundle: 2 }));

    expect(found.map(({ object }) => object).sort()).toEqual(['Certificate edge-client', 'Certificate ledger-tls']);
    expect(found[0]?.message).toContain(
      ': sync waves 1 and 2 order them, and Argo CD goes on while Ready is still True for the old certificate',
    );
  });

  test.each<[string, Readonly<Record<string, number>>, readonly string[]]>([
    ['a Job stands in between', { Bundle: 0, Certificate: 1 }, [job(0)]],
    ['Argo CD has a health check', { Bundle: 0, Certificate: 1 }, [health('trust.cert-manager.io_Bundle')]],
    ['all is in one wave', { Bundle: 1, Certificate: 1 }, []],
    ['no wave is stated', {}, []],
  ])('has nothing to be said of its order where %s; it is still several phases at once', (_, waves, more) => {
    const after = inWaves(setOf(...STATES.activated, ...more), waves);
    const rules = checkRotation(setOf(...STATES.old, ...more), after).findings.map(({ rule }) => rule);

    expect(rules).not.toContain(noBarrier.id);
    expect(rules).toContain('rotation/phases-merged');
  });

  test.each([
    ['a Job comes too late', job(1)],
    ['the health check is for another kind', health('cert-manager.io_Certificate')],
  ])('has something missing where %s', (_, more) => {
    const after = inWaves(setOf(...STATES.activated, more), { Bundle: 0, Certificate: 1 });

    expect(findings(setOf(...STATES.old, more), after)).toHaveLength(2);
  });

  test('a step of one phase needs no order', () => {
    expect(findings(setOf(...STATES.old), inWaves(setOf(...STATES.prepared), { Bundle: 0, Certificate: 1 }))).toEqual(
      [],
    );
  });

  describe('by dependsOn of Flux', () => {
    const kustomization = (name: string, spec: string) => `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec: { path: ./${name}, ${spec} }
`;
    const EXPRESSIONS =
      'wait: true, healthCheckExprs: [{ apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, current: "true" }]';

    /** Bundles in one folder, all else in another, as a Git repository for Flux has them. */
    function inFolders(state: readonly string[], ...kustomizations: readonly string[]): ManifestSet {
      const isTrust = (piece: string) => piece.includes('kind: Bundle');
      const inFile = (file: string, texts: readonly string[]) => ({ file, content: texts.join('\n---\n') });
      const set = readManifests([
        inFile('main/trust/bundles.yaml', state.filter(isTrust)),
        inFile('main/apps/all.yaml', [
          ...new Set(state.filter((piece) => !isTrust(piece)).flatMap((piece) => piece.split('\n---\n'))),
        ]),
        inFile('main/clusters/flux.yaml', kustomizations),
      ]);
      expect(set.problems).toEqual([]);
      return set;
    }

    test('what it does not wait for is said', () => {
      const flux = [kustomization('trust', 'wait: true'), kustomization('apps', 'dependsOn: [{ name: trust }]')];
      const found = findings(inFolders(STATES.old, ...flux), inFolders(STATES.activated, ...flux));

      expect(found).toHaveLength(2);
      expect(found[0]).toMatchObject({
        object: 'Bundle roots',
        message: `Gateway payments/edge to Service payments/ledger: ${ONE_STEP}: Kustomization flux-system/apps depends on Kustomization flux-system/trust, which has no healthCheckExprs for Bundle, so that Flux takes it for ready too early`,
        fix: 'make a step of each phase, and wait in between; the least within one is healthCheckExprs for trust.cert-manager.io/v1alpha1 Bundle in Kustomization flux-system/trust, with wait: true',
      });
    });

    test('it may lead over others', () => {
      const flux = [
        kustomization('trust', ''),
        kustomization('issuers', 'dependsOn: [{ name: trust }, { name: apps }]'),
        kustomization('apps', 'dependsOn: [{ name: issuers }]'),
      ];

      expect(findings(inFolders(STATES.old, ...flux), inFolders(STATES.activated, ...flux))).toHaveLength(2);
    });

    test.each([
      [
        'it waits for Bundles',
        [kustomization('trust', EXPRESSIONS), kustomization('apps', 'dependsOn: [{ name: trust }]')],
      ],
      [
        'it says itself what it waits for',
        [kustomization('trust', ''), kustomization('apps', 'dependsOn: [{ name: trust, readyExpr: "true" }]')],
      ],
      ['there is no dependency', [kustomization('trust', ''), kustomization('apps', '')]],
      ['the folders are others', [kustomization('more', ''), kustomization('apps', 'dependsOn: [{ name: more }]')]],
    ])('nothing is said where %s', (_, flux) => {
      expect(findings(inFolders(STATES.old, ...flux), inFolders(STATES.activated, ...flux))).toEqual([]);
    });
  });
});
