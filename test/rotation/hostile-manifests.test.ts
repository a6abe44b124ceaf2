import fc from 'fast-check';
import type { JsonObject, JsonValue, Manifest, ManifestSet } from '../../src/manifests/manifest';
import { checkRotation } from '../../src/rotation/check-rotation';
import { formatRotationJson, formatRotationText } from '../../src/rotation/format-rotation';
import { keyPem } from '../trust/pki';
import { roots as authorities, chains } from './certificates';
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

/** What says how far the state before has come, and in which order what comes after is applied. */
const CLUSTER = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ledger, namespace: payments, generation: 2, labels: { gateway.networking.k8s.io/gateway-name: edge } }
spec:
  template:
    spec:
      containers:
        - env: [{ name: KONG_CLIENT_SSL_CERT, value: /tls/tls.crt }, { name: A, valueFrom: { secretKeyRef: { name: ledger-tls } } }]
          envFrom: [{ configMapRef: { name: roots } }]
          volumeMounts: [{ name: tls, mountPath: /tls }, { name: tls, mountPath: /a, subPath: a }]
      volumes: [{ name: tls, secret: { secretName: ledger-tls } }, { name: all, projected: { sources: [{ configMap: { name: roots } }] } }]
status: { observedGeneration: 1, updatedReplicas: 1, replicas: 2 }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: payments }
spec: { path: ./, dependsOn: [{ name: apps, readyExpr: "true" }], healthCheckExprs: [{ apiVersion: v1, kind: Bundle }] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: gate, namespace: payments, annotations: { argocd.argoproj.io/sync-wave: "1" } }
---
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: nightly, namespace: velero }
spec: { template: { ttl: 720h, includedNamespaces: [payments], includedResources: [secrets], excludedResources: [], excludedNamespaces: [] } }
`;

const SET = setOf(
  HOP,
  CLUSTER,
  policy('roots', 'more-roots'),
  `${bundle('roots', ['root-v1'])}
status: { conditions: [{ type: Synced, status: "False", reason: SourceNotFound, observedGeneration: 1 }] }
`,
  roots('more-roots', [authorities.a]),
  issuingCa('root-v1'),
  certificate('ledger-tls', 'root-v1', 'server auth'),
  secret(
    'edge-client',
    [chains.a.leaf],
    'cert-manager.io/issuer-name: root-v0, upstream-tls.dev/ignore: "rotation/no-barrier: a test"',
  ),
  bundle('client-roots', ['root-v1'], VERIFIES_CLIENTS),
);

const junk = fc.constantFrom<JsonValue>(null, true, 0, -1, '', 'x', [], {}, [null], { name: 0 }, '\u202e', 'a/b', {
  spec: [],
});

test('fields of any type in any place are checked without an exception', () => {
  const paths = SET.manifests.flatMap((manifest, index) => pathsIn(manifest.body).map((path) => ({ index, path })));
  const change = fc.tuple(fc.constantFrom(...paths), junk);
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), fc.array(change, { maxLength: 4 }), (before, after) => {
      const result = checkRotation(changed(SET, before), changed(SET, after), { now: NOW });

      expect(['accepted', 'safe', 'unproven', 'unsafe']).toContain(result.verdict);
      expect(formatRotationText(result)).not.toContain('\u202e');
    }),
    { numRuns: 500, seed: 20261120 },
  );
});

test('issuers and Bundles that lead in a circle come to an end', () => {
  const everywhere = (name: string, source: string) =>
    bundle(name, [])
      .replace(
        'sources: []',
        `sources: [{ configMap: { name: ${source}, key: ca.crt } }, { inLine: ${JSON.stringify(authorities.a.pem)} }]`,
      )
      .replace(
        'namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: payments } }',
        'namespaceSelector: {}',
      );
  const circle = (second: string) =>
    setOf(
      HOP,
      policy('roots'),
      issuingCa('root-v1').replace('name: self-signed', 'name: root-v1'),
      everywhere('roots', second),
      everywhere(second, 'roots'),
      certificate('ledger-tls', 'root-v1', 'server auth'),
    );

  expect(checkRotation(circle('others'), circle('more')).edges).toBe(1);
});

test('private keys that stand in a Secret are in no output', () => {
  const key = keyPem(chains.a.leaf);
  const withKey = (set: ManifestSet): ManifestSet => ({
    ...set,
    manifests: set.manifests.map((manifest) =>
      manifest.key.kind === 'Secret'
        ? { ...manifest, body: { ...manifest.body, stringData: { 'tls.key': key, 'ca.crt': key } } }
        : manifest,
    ),
  });
  const state = (leaf: typeof chains.a.leaf) =>
    withKey(
      setOf(
        HOP,
        policy('roots'),
        roots('roots', [authorities.a]),
        secret('ledger-tls', [leaf], SERVES),
        secret('edge-client', [leaf]),
      ),
    );
  const result = checkRotation(state(chains.a.leaf), state(chains.b.leaf));
  const output = formatRotationText(result) + formatRotationJson(result);

  expect(result.verdict).toBe('unsafe');
  expect(output).not.toContain('PRIVATE KEY');
  expect(output).not.toContain(key.split('\n')[1]);
});

test('the same manifests give the same result, whatever their order', () => {
  const before = SET;
  const after = changed(SET, []);
  const reversed = (set: ManifestSet): ManifestSet => ({ ...set, manifests: [...set.manifests].reverse() });

  expect(formatRotationJson(checkRotation(before, after))).toBe(formatRotationJson(checkRotation(before, after)));
  expect(checkRotation(reversed(before), reversed(after)).verdict).toBe(checkRotation(before, after).verdict);
});

type Path = readonly (number | string)[];

function pathsIn(value: JsonValue | undefined): readonly Path[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, field]) => {
    const step = Array.isArray(value) ? Number(name) : name;
    return [[step], ...pathsIn(field).map((path) => [step, ...path])];
  });
}

function changed(
  { manifests, problems }: ManifestSet,
  changes: readonly (readonly [{ readonly index: number; readonly path: Path }, JsonValue])[],
): ManifestSet {
  const bodies = manifests.map(({ body }) => structuredClone(body));
  for (const [{ index, path }, value] of changes) {
    place(bodies[index], path, value);
  }
  return {
    problems,
    manifests: manifests.map((manifest, index): Manifest => ({ ...manifest, body: bodies[index] ?? {} })),
  };
}

/** An earlier change may have taken the place away. */
function place(body: JsonObject | undefined, path: Path, value: JsonValue): void {
  let target: unknown = body;
  for (const step of path.slice(0, -1)) {
    target = typeof target === 'object' && target !== null ? Reflect.get(target, step) : undefined;
  }
  if (typeof target === 'object' && target !== null) {
    Reflect.set(target, path.at(-1) ?? '', structuredClone(value));
  }
}
