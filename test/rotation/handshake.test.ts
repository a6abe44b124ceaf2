import fc from 'fast-check';
import { certificateVerification } from '../../src/rotation/certificate-verification';
import { handshakeFailure } from '../../src/rotation/edge-state';
import { isStepSafe, mixesOf, stepBetween } from '../../src/rotation/step';
import { chains, toCertificates, trusts } from './certificates';
import { type KeyedState, MutualHandshakeBench, type MutualVerdict, type TlsVersion } from './mutual-handshake';
import { type KeyedStep, STEP_KINDS, stateOf, stepOf } from './step-kinds';

const RANDOM_STEPS = 400;
const SEED = 20261120;
const LEAST_MIXES = 5000;
const TLS_VERSIONS: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];

const now = new Date();
const verify = certificateVerification({ at: now });
let bench: MutualHandshakeBench;

beforeAll(async () => {
  bench = await MutualHandshakeBench.open();
});

afterAll(async () => {
  await bench.close();
});

describe('the model against mutual TLS handshakes between two Node endpoints', () => {
  let mixes = 0;
  const tally = new Map<MutualVerdict, number>();

  test.each(STEP_KINDS)('$title', async ({ client, server = client, coupled, safe }) => {
    const step = stepOf(client, server, coupled);
    const before = stateOf(client[0], server[0]);
    const after = stateOf(client[1], server[1]);

    expect(await replay(step, TLS_VERSIONS)).toEqual([]);
    expect(isStepSafe(stepBetween(toCertificates(before), toCertificates(after), coupled), verify)).toBe(safe);
  });

  test(`${RANDOM_STEPS} steps between states drawn at random`, async () => {
    const halves = fc.tuple(
      fc.constantFrom(...(Object.keys(chains) as (keyof typeof chains)[])),
      fc.constantFrom(...(Object.keys(trusts) as (keyof typeof trusts)[])),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(halves, halves),
        fc.tuple(halves, halves),
        fc.constantFrom(...TLS_VERSIONS),
        async (client, server, version) => {
          expect(await replay(stepOf(client, server), [version])).toEqual([]);
        },
      ),
      { numRuns: RANDOM_STEPS, seed: SEED },
    );
  }, 300_000);

  test(`these were at least ${LEAST_MIXES} mixes, and each verdict came up`, () => {
    expect(mixes).toBeGreaterThanOrEqual(LEAST_MIXES);
    for (const verdict of ['ok', 'refused by client', 'refused by server'] as const) {
      expect(`${verdict}: ${tally.get(verdict) ?? 0}`).toMatch(/: [1-9]\d\d/);
    }
  });

  /** Shakes hands in every mix of a step; returns those in which the model says something else. */
  async function replay(step: KeyedStep, versions: readonly TlsVersion[]): Promise<readonly object[]> {
    const disagreements: object[] = [];
    for (const { applied, state } of mixesOf(step)) {
      const model = modelVerdict(state);
      for (const version of versions) {
        const reality = await bench.verdict(state, version);
        mixes += 1;
        tally.set(reality, (tally.get(reality) ?? 0) + 1);
        if (model !== reality) {
          disagreements.push({ applied: [...applied], version, model, reality });
        }
      }
    }
    return disagreements;
  }
});

function modelVerdict(state: KeyedState): MutualVerdict {
  const failure = handshakeFailure(toCertificates(state), verify);
  return failure === undefined ? 'ok' : `refused by ${failure.verifier}`;
}
