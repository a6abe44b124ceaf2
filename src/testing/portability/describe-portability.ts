import { outcomeProblems } from './outcome-problems';
import type { PortabilityIntent } from './portability-intent';
import { PORTABILITY_INTENTS } from './portability-intents';
import { type OutcomeOptions, outcomeOf, type PortabilityOutcome } from './portability-outcome';
import { controllerNameOf, gatewayAt, type PortableGateway, versionsOf } from './portable-gateway';
import { unknownCapabilityProblems } from './unknown-capabilities';

/** What the suite needs of a test runner; jest has it, and vitest where its globals are on. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly test: (name: string, body: () => void) => void;
}

/** A version that no table knows. */
const UNRECORDED_VERSION = '999.0';

/**
 * The portability suite: what users ask of gateways is asked of yours, at each version that its table tells apart. Each
 * intent must become objects that hold, or be refused with the gateway, the reason and the way out; and what is unknown
 * must be said.
 *
 * ```ts
 * import { describePortability } from 'cdk8s-upstream-tls/testing';
 *
 * describePortability({ table: myCapabilities, create: (props) => new MyGateway(props) });
 * ```
 *
 * @param runner the test runner; the one whose functions are global where it is left out
 * @throws Error if there is none
 */
export function describePortability(portable: PortableGateway, runner: TestRunner = globalRunner()): void {
  const { describe, test } = runner;
  const options = { controllerName: controllerNameOf(portable), crds: portable.crds };
  for (const { version, label } of versionsOf(portable)) {
    const gatewayNow = () => gatewayAt(portable, version);
    describe(`portability of ${String(gatewayNow()).replace(version, label)}`, () => {
      for (const intent of PORTABILITY_INTENTS) {
        test(`${intent.name}: ${intent.asks}`, () => {
          const gateway = gatewayNow();
          requireNone(outcomeProblems(intent, gateway, outcomeOf(intent, gateway, options)));
        });
      }

      test('no renderer takes what is unknown for a yes or a no', () => {
        requireNone(unknownCapabilityProblems(PORTABILITY_INTENTS, gatewayNow));
      });
    });
  }

  describe(`portability of ${gatewayAt(portable, UNRECORDED_VERSION)}, of which nothing is recorded`, () => {
    test('each intent is refused, or told with a warning', () => {
      requireNone(unrecordedProblems(portable, options));
    });
  });
}

function unrecordedProblems(portable: PortableGateway, options: OutcomeOptions): readonly string[] {
  return PORTABILITY_INTENTS.filter((intent) => {
    const outcome = outcomeOf(intent, gatewayAt(portable, UNRECORDED_VERSION), options);
    return !isTold(outcome);
  }).map(({ name }: PortabilityIntent) => `${name} is told as if the version were known`);
}

function isTold(outcome: PortabilityOutcome): boolean {
  return (
    outcome.kind === 'refused' ||
    outcome.findings.some(({ rule, severity }) => rule === 'gateway-api/capability-unknown' && severity === 'warning')
  );
}

/** Fails the test with all that is wrong. */
function requireNone(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
}

function globalRunner(): TestRunner {
  const { describe, test } = globalThis as Partial<TestRunner>;
  if (describe === undefined || test === undefined) {
    throw new Error('no test runner is here: run this in a test file of jest, or hand describe and test over');
  }
  return { describe, test };
}
