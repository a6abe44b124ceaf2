import { CaRotationPhase } from '../../src/constructs/ca-rotation-phase';
import { EnvoyGateway } from '../../src/gateways/envoy-gateway/envoy-gateway';
import { Kgateway } from '../../src/gateways/kgateway/kgateway';
import { KongIngressController } from '../../src/gateways/kong-ingress-controller/kong-ingress-controller';
import { checkRotation } from '../../src/rotation/check-rotation';
import { planRotation } from '../../src/rotation/plan-rotation';
import { crossSign } from '../trust/pki';
import { newRoot, oldRoot, type Phases, type PlatformOptions, platform } from './_rotating-platform';

const NAMED = { name: 'edge', namespace: 'payments' };
const NOW = new Date('2026-06-01T00:00:00Z');

const KONG: PlatformOptions = {
  gateway: new KongIngressController({ version: '3.5.13', ...NAMED }),
  controller: 'konghq.com/kic-gateway-controller',
};
const ENVOY_GATEWAY: PlatformOptions = {
  gateway: new EnvoyGateway({ version: '1.9', ...NAMED }),
  controller: 'gateway.envoyproxy.io/gatewayclass-controller',
};
const KGATEWAY: PlatformOptions = {
  gateway: new Kgateway({ version: '2.4', ...NAMED }),
  controller: 'kgateway.dev/kgateway',
};

const SHAPES: readonly (readonly [string, PlatformOptions])[] = [
  ['Kong, one root in each object', KONG],
  ['Envoy Gateway, both roots in one object', ENVOY_GATEWAY],
  ['kgateway, both roots in one object', KGATEWAY],
  ['Envoy Gateway, a Bundle of trust-manager', { ...ENVOY_GATEWAY, bundles: true }],
];

const { PREPARE, ACTIVATE, RETIRE } = CaRotationPhase;
const both = (phase: CaRotationPhase | undefined): Phases => ({ server: phase, client: phase });

function check(before: Phases, after: Phases, options: PlatformOptions) {
  const { implementation, version } = options.gateway;
  return checkRotation(platform(before, options).set, platform(after, options).set, {
    now: NOW,
    gateways: [{ name: implementation, version: version.toString() }],
  });
}

describe.each(SHAPES)('on %s', (_, options) => {
  test.each([undefined, PREPARE, ACTIVATE, RETIRE])('phase %s has nothing to complain of', (phase) => {
    const { findings } = platform(both(phase), options);

    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test.each([
    [undefined, PREPARE],
    [PREPARE, ACTIVATE],
    [ACTIVATE, RETIRE],
  ])('the step from %s to %s is safe, there and back', (before, after) => {
    const { verdict, interleaving, revert, edges, findings } = check(both(before), both(after), options);

    expect({ verdict, interleaving, revert: revert.verdict, edges }).toEqual({
      verdict: 'safe',
      interleaving: undefined,
      revert: 'safe',
      edges: 1,
    });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each([
    [undefined, ACTIVATE],
    [undefined, RETIRE],
    [PREPARE, RETIRE],
  ])('the step from %s to %s, which leaves one out, is not', (before, after) => {
    expect(check(both(before), both(after), options).verdict).toBe('unsafe');
  });

  test('a plan from the first state to the last has the same phases', () => {
    const { implementation, version } = options.gateway;
    const plan = planRotation(platform({}, options).set, platform(both(RETIRE), options).set, {
      now: NOW,
      gateways: [{ name: implementation, version: version.toString() }],
    });

    expect(plan.possible ? plan.phases.map(({ title }) => title) : plan.interleaving).toEqual([
      PREPARE,
      ACTIVATE,
      RETIRE,
    ]);
  });

  test('each of the two trusts may go on by itself', () => {
    const steps: readonly Phases[] = [
      { server: PREPARE },
      { server: ACTIVATE, client: PREPARE },
      { server: ACTIVATE, client: ACTIVATE },
      { server: RETIRE, client: ACTIVATE },
      { server: RETIRE, client: RETIRE },
    ];
    const verdicts = steps.map((after, index) => check(steps[index - 1] ?? {}, after, options).verdict);
    const findings = steps.flatMap((phases) => platform(phases, options).findings);

    expect(verdicts).toEqual(steps.map(() => 'safe'));
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test.each<[string, Phases, Phases]>([
    ['server', {}, { server: ACTIVATE }],
    ['client', {}, { client: ACTIVATE }],
    ['server', { server: PREPARE }, { server: RETIRE }],
    ['client', { client: PREPARE }, { client: RETIRE }],
  ])('a phase that is left out of the %s side alone is found', (_side, before, after) => {
    expect(check(before, after, options).verdict).toBe('unsafe');
  });
});

describe.each([
  [
    'both CAs vouch for each other',
    { newByOld: crossSign(newRoot, oldRoot).pem, oldByNew: crossSign(oldRoot, newRoot).pem },
  ],
  ['the old CA vouches for the new one', { newByOld: crossSign(newRoot, oldRoot).pem }],
])('where %s', (_, crossCertificates) => {
  describe.each(SHAPES)('on %s', (_shape, shape) => {
    const options = { ...shape, more: { crossCertificates } };

    test.each([
      [undefined, ACTIVATE],
      [ACTIVATE, RETIRE],
      [undefined, PREPARE],
      [PREPARE, ACTIVATE],
    ])('the step from %s to %s is safe, there and back', (before, after) => {
      const { verdict, interleaving, revert } = check(both(before), both(after), options);

      expect({ verdict, interleaving, revert: revert.verdict }).toEqual({
        verdict: 'safe',
        interleaving: undefined,
        revert: 'safe',
      });
    });

    test.each([
      [undefined, RETIRE],
      [PREPARE, RETIRE],
    ])('the step from %s to %s is not', (before, after) => {
      expect(check(both(before), both(after), options).verdict).toBe('unsafe');
    });
  });
});
