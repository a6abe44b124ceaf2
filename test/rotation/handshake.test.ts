import fc from 'fast-check';
import { certificateVerification } from '../../src/rotation/certificate-verification';
import { handshakeFailure, type Side } from '../../src/rotation/edge-state';
import { isStepSafe, mixesOf, type Step, stepBetween } from '../../src/rotation/step';
import { chains, toCertificates, trusts } from './certificates';
import {
  type KeyedChain,
  type KeyedState,
  type KeyedTrust,
  MutualHandshakeBench,
  type MutualVerdict,
  type TlsVersion,
} from './mutual-handshake';

const RANDOM_STEPS = 400;
const SEED = 20261120;
const LEAST_MIXES = 5000;
const TLS_VERSIONS: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];

type KeyedStep = Step<KeyedChain, KeyedTrust>;
type Half = readonly [chain: keyof typeof chains, trust: keyof typeof trusts];
type Coupled = { readonly [side in Side]?: boolean };

interface StepKind {
  readonly title: string;
  readonly client: readonly [before: Half, after: Half];
  /** @default - the same as the client */
  readonly server?: readonly [before: Half, after: Half];
  readonly coupled?: Coupled;
  readonly safe: boolean;
}

const BOTH: Coupled = { client: true, server: true };

const STEP_KINDS: readonly StepKind[] = [
  {
    title: 'prepare: trust both roots',
    client: [
      ['a', 'a'],
      ['a', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'activate: issue from the new root',
    client: [
      ['a', 'ab'],
      ['b', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'retire: trust the new root only',
    client: [
      ['b', 'ab'],
      ['b', 'b'],
    ],
    safe: true,
  },
  {
    title: 'go back from prepare',
    client: [
      ['a', 'ab'],
      ['a', 'a'],
    ],
    safe: true,
  },
  {
    title: 'go back from activate',
    client: [
      ['b', 'ab'],
      ['a', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'go back from retire',
    client: [
      ['b', 'b'],
      ['b', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'prepare and activate at once',
    client: [
      ['a', 'a'],
      ['b', 'ab'],
    ],
    safe: false,
  },
  {
    title: 'activate and retire at once',
    client: [
      ['a', 'ab'],
      ['b', 'b'],
    ],
    safe: false,
  },
  {
    title: 'all three at once',
    client: [
      ['a', 'a'],
      ['b', 'b'],
    ],
    safe: false,
  },
  {
    title: 'activate before prepare',
    client: [
      ['a', 'a'],
      ['b', 'a'],
    ],
    safe: false,
  },
  {
    title: 'retire before activate',
    client: [
      ['a', 'ab'],
      ['a', 'b'],
    ],
    safe: false,
  },
  {
    title: 'swap certificate and trust in one object at both ends',
    client: [
      ['a', 'a'],
      ['b', 'b'],
    ],
    coupled: BOTH,
    safe: false,
  },
  {
    title: 'swap certificate and trust in one object at the gateway',
    client: [
      ['a', 'a'],
      ['b', 'b'],
    ],
    server: [
      ['a', 'ab'],
      ['a', 'ab'],
    ],
    coupled: { client: true },
    safe: false,
  },
  {
    title: 'activate the backend only',
    client: [
      ['a', 'ab'],
      ['a', 'ab'],
    ],
    server: [
      ['a', 'a'],
      ['b', 'a'],
    ],
    safe: true,
  },
  {
    title: 'activate the gateway only, which the backend is not prepared for',
    client: [
      ['a', 'ab'],
      ['b', 'ab'],
    ],
    server: [
      ['a', 'a'],
      ['a', 'a'],
    ],
    safe: false,
  },
  {
    title: 'cross-signed roots: leaves and trust at once',
    client: [
      ['a', 'a'],
      ['bCrossed', 'bCrossed'],
    ],
    safe: true,
  },
  {
    title: 'cross-signed roots: clean up',
    client: [
      ['bCrossed', 'bCrossed'],
      ['b', 'b'],
    ],
    safe: true,
  },
  {
    title: 'cross-signed roots, leaf sent alone',
    client: [
      ['a', 'a'],
      ['b', 'bCrossed'],
    ],
    safe: false,
  },
  {
    title: 'cross-signed roots, new trust without the cross certificate',
    client: [
      ['a', 'a'],
      ['bCrossed', 'b'],
    ],
    safe: false,
  },
  {
    title: 'renew the root with the same key',
    client: [
      ['a', 'a'],
      ['a', 'aRenewed'],
    ],
    safe: true,
  },
  {
    title: 'renew the root with the same key, the expired one still there',
    client: [
      ['a', 'a'],
      ['a', 'expiredThenRenewed'],
    ],
    safe: true,
  },
  {
    title: 'new key under the old name, with key identifiers: prepare',
    client: [
      ['a', 'a'],
      ['a', 'aThenRekeyed'],
    ],
    safe: true,
  },
  {
    title: 'new key under the old name, with key identifiers: activate',
    client: [
      ['a', 'aThenRekeyed'],
      ['aRekeyed', 'aThenRekeyed'],
    ],
    safe: true,
  },
  {
    title: 'new key under the old name, without key identifiers: activate',
    client: [
      ['aWithoutKeyId', 'aThenRekeyedBare'],
      ['aRekeyedWithoutKeyId', 'aThenRekeyedBare'],
    ],
    safe: false,
  },
  {
    title: 'new key under the old name, without key identifiers: the bundle is sorted the other way',
    client: [
      ['aWithoutKeyId', 'aThenRekeyedBare'],
      ['aWithoutKeyId', 'rekeyedBareThenA'],
    ],
    safe: false,
  },
  {
    title: 'put an intermediate below the root',
    client: [
      ['a', 'a'],
      ['underIntermediateA', 'a'],
    ],
    safe: true,
  },
  {
    title: 'put an intermediate below the root and do not send it',
    client: [
      ['a', 'a'],
      ['withoutIntermediateA', 'a'],
    ],
    safe: false,
  },
  {
    title: 'trust the intermediate instead of its root',
    client: [
      ['underIntermediateA', 'a'],
      ['underIntermediateA', 'intermediateA'],
    ],
    safe: false,
  },
  {
    title: 'move to an intermediate below the other root',
    client: [
      ['underIntermediateA', 'ab'],
      ['underIntermediateB', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'drop the client role from the certificate of the gateway',
    client: [
      ['aForBoth', 'a'],
      ['aForServers', 'a'],
    ],
    server: [
      ['a', 'a'],
      ['a', 'a'],
    ],
    safe: false,
  },
  {
    title: 'drop the server role from the certificate of the backend',
    client: [
      ['a', 'a'],
      ['a', 'a'],
    ],
    server: [
      ['aForBoth', 'a'],
      ['aForClients', 'a'],
    ],
    safe: false,
  },
  {
    title: 'drop the name from the certificate of the backend',
    client: [
      ['a', 'a'],
      ['a', 'a'],
    ],
    server: [
      ['a', 'a'],
      ['aOtherName', 'a'],
    ],
    safe: false,
  },
  {
    title: 'move to a certificate that has expired',
    client: [
      ['a', 'a'],
      ['aExpired', 'a'],
    ],
    safe: false,
  },
  {
    title: 'move to a certificate of the future',
    client: [
      ['a', 'a'],
      ['aFuture', 'a'],
    ],
    safe: false,
  },
  {
    title: 'move to a root that has expired',
    client: [
      ['a', 'a'],
      ['a', 'aExpired'],
    ],
    safe: false,
  },
  {
    title: 'move to a root that is no CA',
    client: [
      ['b', 'b'],
      ['notACa', 'notACa'],
    ],
    safe: false,
  },
];

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

function stepOf(client: StepKind['client'], server: StepKind['client'], coupled?: Coupled): KeyedStep {
  return stepBetween(stateOf(client[0], server[0]), stateOf(client[1], server[1]), coupled);
}

function stateOf([clientChain, clientTrust]: Half, [serverChain, serverTrust]: Half): KeyedState {
  return {
    client: { presents: chains[clientChain], trusts: trusts[clientTrust] },
    server: { presents: chains[serverChain], trusts: trusts[serverTrust] },
  };
}
