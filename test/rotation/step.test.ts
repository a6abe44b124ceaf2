import fc from 'fast-check';
import { handshakeFailure, type Verification } from '../../src/rotation/edge-state';
import {
  changesOf,
  constant,
  isStepSafe,
  mixesOf,
  smallestFailure,
  stepBetween,
  switching,
} from '../../src/rotation/step';
import type { AbstractChain, AbstractState, AbstractTrust } from './authorities';
import { edge, leafOf, trustIn, verifyAbstractly } from './authorities';

const OLD = edge([leafOf.A, trustIn.A]);
const NEW = edge([leafOf.B, trustIn.B]);

describe('the mixes of a step', () => {
  test('are sixteen where certificate and trust of both ends switch on their own', () => {
    expect([...mixesOf(stepBetween(OLD, NEW))]).toHaveLength(16);
  });

  test('are eight where certificate and trust of one end are one object', () => {
    const mixes = [...mixesOf(stepBetween(OLD, NEW, { server: true }))];

    expect(mixes).toHaveLength(8);
    expect(mixes.every(({ state }) => state.server.presents.issuer === state.server.trusts[0])).toBe(true);
  });

  test('come with the fewest changes first', () => {
    const sizes = [...mixesOf(stepBetween(OLD, NEW))].map(({ applied }) => applied.size);

    expect(sizes).toEqual([...sizes].sort((left, right) => left - right));
  });

  test('are one where nothing changes', () => {
    expect([...mixesOf(stepBetween(OLD, OLD))].map(({ state }) => state)).toEqual([OLD]);
  });

  test('are not counted beyond twelve changes', () => {
    const changes = Array.from({ length: 13 }, (_, index) => `change ${index}`);
    const many = { changes, valueAt: () => trustIn.A };
    const presents = constant<AbstractChain>(leafOf.A);
    const step = {
      client: { presents, trusts: many },
      server: { presents, trusts: constant<AbstractTrust>(trustIn.A) },
    };

    expect(() => [...mixesOf(step)]).toThrow('a step with 13 changes on one hop: at most 12 can be judged');
  });
});

describe('the smallest failure of a step', () => {
  test.each([
    {
      title: 'the certificate switches before the peer trusts its root',
      step: stepBetween(OLD, edge([leafOf.A, trustIn.AB], [leafOf.B, trustIn.A])),
      expected: { applied: ['server certificate'], verifier: 'client' },
    },
    {
      title: 'the old root is dropped before the peer has switched',
      step: stepBetween(edge([leafOf.A, trustIn.AB]), edge([leafOf.B, trustIn.AB], [leafOf.A, trustIn.B])),
      expected: { applied: ['server trust'], verifier: 'server' },
    },
    {
      title: 'one object that holds certificate and trust is swapped at one end',
      step: stepBetween(OLD, NEW, { client: true, server: true }),
      expected: { applied: ['client certificate'], verifier: 'client' },
    },
    {
      title: 'the hop fails before anything changes',
      step: stepBetween(edge([leafOf.B, trustIn.A]), edge([leafOf.B, trustIn.AB])),
      expected: { applied: [], verifier: 'client' },
    },
  ])('$title', ({ step, expected }) => {
    const failing = smallestFailure(step, verifyAbstractly);

    expect({ applied: [...(failing?.applied ?? [])], verifier: failing?.failure.verifier }).toEqual(expected);
  });

  test('an in-place swap of certificate and trust at one end alone is not safe either', () => {
    expect(
      isStepSafe(
        stepBetween(OLD, edge([leafOf.B, trustIn.B], [leafOf.A, trustIn.A]), { client: true }),
        verifyAbstractly,
      ),
    ).toBe(false);
  });

  test('what is refused goes before what is unknown, even with more changes', () => {
    const verify: Verification<string, string> = (_, trusted, presented) =>
      trusted === 'new' && presented === 'new'
        ? { verdict: 'refused', reason: 'r', message: 'refused' }
        : { verdict: 'unknown', reason: 'u', message: 'unknown' };
    const state = (value: string) => ({
      client: { presents: value, trusts: value },
      server: { presents: value, trusts: value },
    });

    expect(smallestFailure(stepBetween(state('old'), state('new')), verify)?.failure.acceptance.verdict).toBe(
      'refused',
    );
    expect(smallestFailure(stepBetween(state('old'), state('old')), verify)?.failure.acceptance.verdict).toBe(
      'unknown',
    );
  });

  test('is found exactly where some mix fails, with no failing mix of fewer changes', () => {
    fc.assert(
      fc.property(arbitraryState, arbitraryState, fc.boolean(), fc.boolean(), (before, after, client, server) => {
        const step = stepBetween(before, after, { client, server });
        const sizes = [...mixesOf(step)]
          .filter(({ state }) => handshakeFailure(state, verifyAbstractly) !== undefined)
          .map(({ applied }) => applied.size);

        expect(smallestFailure(step, verifyAbstractly)?.applied.size).toBe(
          sizes.length === 0 ? undefined : Math.min(...sizes),
        );
      }),
    );
  });

  test('verifies each pair of certificate and trust once', () => {
    const asked: unknown[] = [];
    smallestFailure(
      stepBetween(edge([leafOf.A, trustIn.AB]), edge([leafOf.B, ['B', 'A']])),
      (side, trusted, presented) => {
        asked.push([side, trusted, presented]);
        return verifyAbstractly(side, trusted, presented);
      },
    );

    expect(asked).toHaveLength(8);
  });
});

describe('the slots of a step', () => {
  test('may depend on several changes', () => {
    const union = {
      changes: ['first object', 'second object'],
      valueAt: (applied: ReadonlySet<string>): AbstractTrust =>
        applied.has('first object') ? (applied.has('second object') ? ['A', 'B'] : ['A']) : ['B'],
    };
    const presents = constant<AbstractChain>(leafOf.A);
    const step = {
      client: { presents, trusts: union },
      server: {
        presents: switching<AbstractChain>('leaf', leafOf.A, leafOf.B),
        trusts: constant<AbstractTrust>(['A']),
      },
    };

    expect(changesOf(step)).toEqual(['first object', 'second object', 'leaf']);
    expect([...mixesOf(step)]).toHaveLength(8);
  });
});

const arbitraryState: fc.Arbitrary<AbstractState> = fc
  .tuple(
    fc.constantFrom(leafOf.A, leafOf.B),
    fc.constantFrom(trustIn.A, trustIn.AB, trustIn.B),
    fc.constantFrom(leafOf.A, leafOf.B),
    fc.constantFrom(trustIn.A, trustIn.AB, trustIn.B),
  )
  .map(([clientLeaf, clientTrust, serverLeaf, serverTrust]) =>
    edge([clientLeaf, clientTrust], [serverLeaf, serverTrust]),
  );
