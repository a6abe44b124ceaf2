import type { ManifestSet } from '../../src/manifests/manifest';
import { checkRotation } from '../../src/rotation/check-rotation';
import { planRotation, type RotationPlan, type RotationPlanOptions } from '../../src/rotation/plan-rotation';
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

const bytes = (trusted: readonly Identity[], chain: { readonly leaf: Identity; readonly sent: readonly Identity[] }) =>
  setOf(
    HOP,
    policy('roots'),
    roots('roots', trusted),
    roots('client-roots', trusted, VERIFIES_CLIENTS),
    secret('ledger-tls', [chain.leaf, ...chain.sent], SERVES),
    secret('edge-client', [chain.leaf, ...chain.sent]),
  );

const managed = (ca: string) =>
  setOf(
    HOP,
    policy('roots'),
    issuingCa(ca, 'duration: 8760h\n  renewBefore: 4380h'),
    bundle('roots', [ca]),
    bundle('client-roots', [ca], VERIFIES_CLIENTS),
    certificate('ledger-tls', ca, 'server auth'),
    certificate('edge-client', ca, 'client auth'),
  );

function titles(plan: RotationPlan): readonly string[] | string {
  return plan.possible ? plan.phases.map(({ title }) => title) : plan.interleaving.rule;
}

describe('the plan of a rotation', () => {
  test.each([
    ['with the certificates in the manifests', bytes([a], chains.a), bytes([b], chains.b)],
    ['with cert-manager and trust-manager', managed('root-v1'), managed('root-v2')],
  ])('%s has three phases, each of which is safe there and back', (_, before, after) => {
    const plan = planRotation(before, after, { now: NOW });

    expect(titles(plan)).toEqual(['prepare', 'activate', 'retire']);
    expectSafe(before, plan, after);
  });

  test.each([
    ['nothing changes', bytes([a], chains.a), bytes([a], chains.a), []],
    ['a root is added', bytes([a], chains.a), bytes([a, b], chains.a), ['apply']],
    ['the CAs sign each other', bytes([a], chains.a), bytes(trusts.bCrossed.anchors, chains.bCrossed), ['apply']],
    [
      'both roots are trusted already',
      bytes([a, b], chains.a),
      bytes([b], chains.b),
      ['prepare and activate', 'retire'],
    ],
    ['both roots stay trusted', bytes([a], chains.a), bytes([a, b], chains.b), ['prepare', 'activate and retire']],
  ])('has no more phases than are needed where %s', (_, before, after, expected) => {
    const plan = planRotation(before, after, { now: NOW });

    expect(titles(plan)).toEqual(expected);
    expectSafe(before, plan, after);
  });

  test('names objects, barriers and the earliest instant of each phase', () => {
    const plan = planRotation(managed('root-v1'), managed('root-v2'), { now: NOW });
    const phases = plan.possible ? plan.phases : [];

    expect(phases.map(({ earliest }) => earliest?.toISOString())).toEqual([
      '2026-06-01T00:00:00.000Z',
      '2026-06-01T00:15:00.000Z',
      '2026-06-01T01:25:00.000Z',
    ]);
    expect(phases.map(({ changed }) => changed.map(({ key }) => `${key.kind} ${key.name}`))).toEqual(
      [
        ['Bundle roots', 'Bundle client-roots', 'Certificate root-v2', 'ClusterIssuer root-v2'],
        ['Certificate ledger-tls', 'Certificate edge-client'],
        ['Bundle roots', 'Bundle client-roots'],
      ].map((names) => expect.arrayContaining(names)),
    );
    expect(phases[2]?.removed.map(({ key }) => `${key.kind} ${key.name}`)).toEqual([
      'Certificate root-v1',
      'ClusterIssuer root-v1',
    ]);
    expect(phases[0]?.barrier).toContain(
      'Bundle roots: condition Synced is True for the generation of its spec, and the annotation trust.cert-manager.io/hash is the same in all namespaces',
    );
    expect(phases[1]?.barrier).toContain(
      'Certificate payments/ledger-tls: condition Ready is True for the generation of its spec, Issuing is not True, and its Secret names the new issuer',
    );
  });

  test.each([
    [
      'trust',
      { trustPickup: Infinity },
      'it is stated that trust is never loaded anew, so that no wait after "prepare" is long enough',
    ],
    [
      'certificates',
      { leafPickup: Infinity },
      'it is stated that certificates are never loaded anew, so that no wait after "activate" is long enough',
    ],
  ])('is refused where it is stated that %s are never loaded anew', (_, delays, story) => {
    const plan = planRotation(managed('root-v1'), managed('root-v2'), { now: NOW, delays });

    expect(plan).toMatchObject({ possible: false, interleaving: { rule: 'rotation/never-reloads', story } });
  });

  test('needs no wait where one phase is enough, though trust is never loaded anew', () => {
    const plan = planRotation(bytes([a], chains.a), bytes([a, b], chains.a), { delays: { trustPickup: Infinity } });

    expect(titles(plan)).toEqual(['apply']);
  });

  const reader = (annotations = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ledger, namespace: payments, annotations: { ${annotations} } }
spec:
  template:
    spec:
      containers: [{ name: ledger, volumeMounts: [{ name: roots, mountPath: /roots.pem, subPath: ca.crt }] }]
      volumes: [{ name: roots, configMap: { name: client-roots } }]
`;
  const withReader = (set: ManifestSet, annotations?: string) => ({
    ...set,
    manifests: [...set.manifests, ...setOf(reader(annotations)).manifests],
  });

  test('is refused where a backend reads its trust once', () => {
    const plan = planRotation(withReader(managed('root-v1')), withReader(managed('root-v2')), { now: NOW });

    expect(plan).toEqual({
      possible: false,
      interleaving: {
        edge: 'those of Deployment payments/ledger',
        applied: [],
        pending: [],
        story:
          'ConfigMap payments/client-roots changes, and the workload mounts it by subPath: its pods keep what they read when they started',
        fix: 'mount ConfigMap payments/client-roots as a folder, or set the annotation configmap.reloader.stakater.com/reload: client-roots',
        rule: 'rotation/never-reloads',
      },
    });
  });

  test.each([
    ['Reloader restarts it', 'reloader.stakater.com/auto: "true"', ['prepare', 'activate', 'retire']],
    [
      'the finding is accepted',
      '"upstream-tls.dev/ignore": "rotation/never-reloads: we restart by hand"',
      'rotation/never-reloads',
    ],
  ])('of a backend that reads its trust once, where %s', (_, annotations, expected) => {
    const [before, after] = [managed('root-v1'), managed('root-v2')].map((set) => withReader(set, annotations));

    expect(titles(planRotation(before ?? setOf(), after ?? setOf(), { now: NOW }))).toEqual(expected);
  });

  test('is refused where the old CA ends before it can be over', () => {
    const now = new Date('2049-12-30T22:45:00Z');

    expect(titles(planRotation(bytes([a], chains.a), bytes([b], chains.b), { now }))).toBe(
      'rotation/old-ca-ends-first',
    );
  });

  test('is refused where an issuer keeps its Secret and gets another CA in it', () => {
    const rekeyed = setOf(
      HOP,
      policy('roots'),
      issuingCa('root-v1', 'duration: 8760h\n  renewBefore: 4380h\n  privateKey: { size: 4096 }'),
      bundle('roots', ['root-v1']),
      bundle('client-roots', ['root-v1'], VERIFIES_CLIENTS),
      certificate('ledger-tls', 'root-v1', 'server auth'),
      certificate('edge-client', 'root-v1', 'client auth'),
    );
    const plan = planRotation(managed('root-v1'), rekeyed, { now: NOW });

    expect(plan.possible).toBe(false);
  });

  test('ignores what annotations accept: a plan is to be safe', () => {
    const accepting = (set: ManifestSet) => ({
      ...set,
      manifests: set.manifests.map((manifest) => ({
        ...manifest,
        body: {
          ...manifest.body,
          metadata: {
            ...(manifest.body.metadata as object),
            annotations: {
              ...(manifest.body.metadata as { annotations?: object }).annotations,
              'upstream-tls.dev/ignore':
                'rotation/anchor-not-distributed: x\nrotation/anchor-retired-early: x\nrotation/trust-replaced: x\nrotation/phases-merged: x',
            },
          },
        },
      })),
    });
    const [before, after] = [accepting(bytes([a], chains.a)), accepting(bytes([b], chains.b))];

    expect(checkRotation(before, after, { now: NOW }).verdict).toBe('accepted');
    expect(titles(planRotation(before, after, { now: NOW }))).toEqual(['prepare', 'activate', 'retire']);
  });

  test('has one phase where a CA is renewed with its key', () => {
    const plan = planRotation(bytes([a], chains.a), bytes([authorities.aRenewed], chains.a), { now: NOW });

    expect(titles(plan)).toEqual(['apply']);
  });

  test.each<[string, ManifestSet, ManifestSet, RotationPlanOptions, string]>([
    [
      'the gateway takes one root per object',
      bytes([a], chains.a),
      bytes([b], chains.b),
      { gateways: [{ name: 'kong-ingress-controller', version: '3.5' }] },
      'rotation/dual-trust-shape',
    ],
    [
      'the wanted state does not work',
      bytes([a], chains.a),
      bytes([a], chains.b),
      {},
      'rotation/anchor-not-distributed',
    ],
    ['nothing works before', bytes([b], chains.a), bytes([b], chains.b), {}, 'rotation/anchor-not-distributed'],
  ])('is refused, with the reason, where %s', (_, before, after, options, rule) => {
    const onKong = (set: ManifestSet): ManifestSet => ({
      ...set,
      manifests: set.manifests.map((manifest) =>
        manifest.key.kind === 'GatewayClass' && options.gateways !== undefined
          ? { ...manifest, body: { ...manifest.body, spec: { controllerName: 'konghq.com/kic-gateway-controller' } } }
          : manifest,
      ),
    });

    expect(titles(planRotation(onKong(before), onKong(after), { now: NOW, ...options }))).toBe(rule);
  });
});

function expectSafe(before: ManifestSet, plan: RotationPlan, after: ManifestSet): void {
  let current = before;
  for (const { manifests } of plan.possible ? plan.phases : []) {
    const { interleaving, revert } = checkRotation(current, manifests, { now: NOW });
    expect({ interleaving, revert: revert.verdict }).toEqual({ interleaving: undefined, revert: 'safe' });
    current = manifests;
  }
  expect(current.manifests.map(({ body }) => body)).toEqual(after.manifests.map(({ body }) => body));
}
