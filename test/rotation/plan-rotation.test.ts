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
      'Bundle roots: condition Synced is True, and the annotation trust.cert-manager.io/hash is the same in all namespaces',
    );
    expect(phases[1]?.barrier).toContain(
      'Certificate payments/ledger-tls: condition Ready is True, Issuing is not, and its Secret names the new issuer',
    );
  });

  test('has no second instant where trust is never read again', () => {
    const plan = planRotation(managed('root-v1'), managed('root-v2'), { now: NOW, delays: { trustPickup: Infinity } });

    expect(plan.possible && plan.phases.map(({ earliest }) => earliest)).toEqual([NOW, undefined, undefined]);
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
