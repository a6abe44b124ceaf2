import fc from 'fast-check';
import { certificateVerification } from '../../src/rotation/certificate-verification';
import { checkRotation } from '../../src/rotation/check-rotation';
import { isStepSafe, stepBetween } from '../../src/rotation/step';
import { chains, toCertificates, trusts } from './certificates';
import type { KeyedState } from './mutual-handshake';
import { HOP, policy, roots, SERVES, secret, setOf, VERIFIES_CLIENTS } from './payments';

const RUNS = 300;
const SEED = 20261120;
const NOW = new Date('2026-06-01T00:00:00Z');
/** Both ends verify with OpenSSL, as in the handshakes that prove the model. */
const NGINX = HOP.replace(
  'gateway.envoyproxy.io/gatewayclass-controller',
  'gateway.nginx.org/nginx-gateway-controller',
);

const chainNames = fc.constantFrom(...(Object.keys(chains) as (keyof typeof chains)[]));
const trustNames = fc.constantFrom(...(Object.keys(trusts) as (keyof typeof trusts)[]));
const states: fc.Arbitrary<KeyedState> = fc
  .tuple(chainNames, trustNames, chainNames, trustNames)
  .map(([clientChain, clientTrust, serverChain, serverTrust]) => ({
    client: { presents: chains[clientChain], trusts: trusts[clientTrust] },
    server: { presents: chains[serverChain], trusts: trusts[serverTrust] },
  }));
/** Steps that change little, or else hardly any would be safe. */
const steps = fc
  .tuple(states, states, fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()))
  .map(
    ([before, other, [clientPresents, clientTrusts, serverPresents, serverTrusts]]): readonly [
      KeyedState,
      KeyedState,
    ] => [
      before,
      {
        client: {
          presents: (clientPresents ? other : before).client.presents,
          trusts: (clientTrusts ? other : before).client.trusts,
        },
        server: {
          presents: (serverPresents ? other : before).server.presents,
          trusts: (serverTrusts ? other : before).server.trusts,
        },
      },
    ],
  );

test(`${RUNS} steps that are drawn at random have the same verdict as manifests and as the model that handshakes prove`, () => {
  const tally = { safe: 0, unsafe: 0 };
  fc.assert(
    fc.property(steps, ([before, after]) => {
      const model = isStepSafe(
        stepBetween(toCertificates(before), toCertificates(after)),
        certificateVerification({ at: NOW }),
      );
      const { interleaving } = checkRotation(manifestsOf(before), manifestsOf(after), { now: NOW });
      tally[model ? 'safe' : 'unsafe'] += 1;

      expect({ story: interleaving?.story, safe: interleaving === undefined }).toMatchObject({ safe: model });
    }),
    {
      numRuns: RUNS,
      seed: SEED,
      examples: [
        [[state('a', 'a'), state('a', 'ab')]],
        [[state('a', 'ab'), state('b', 'ab')]],
        [[state('a', 'a'), state('b', 'ab')]],
      ],
    },
  );

  expect(tally.safe).toBeGreaterThanOrEqual(5);
  expect(tally.unsafe).toBeGreaterThanOrEqual(5);
});

function state(chain: keyof typeof chains, trust: keyof typeof trusts): KeyedState {
  const endpoint = { presents: chains[chain], trusts: trusts[trust] };
  return { client: endpoint, server: endpoint };
}

function manifestsOf({ client, server }: KeyedState) {
  return setOf(
    NGINX,
    policy('roots'),
    roots('roots', client.trusts.anchors),
    roots('client-roots', server.trusts.anchors, VERIFIES_CLIENTS),
    secret('ledger-tls', [server.presents.leaf, ...server.presents.sent], SERVES),
    secret('edge-client', [client.presents.leaf, ...client.presents.sent]),
  );
}
