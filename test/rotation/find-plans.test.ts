import { findPlans, findShortestPlan, type PlanQuery } from '../../src/rotation/find-plans';
import { isStepSafe, stepBetween } from '../../src/rotation/step';
import { type AbstractState, edge, leafOf, trustIn, verifyAbstractly } from './authorities';

const endpoints = [leafOf.A, leafOf.B].flatMap((leaf) =>
  [trustIn.A, trustIn.AB, trustIn.B].map((trust) => [leaf, trust] as const),
);
const states = endpoints.flatMap((client) => endpoints.map((server) => edge(client, server)));
const stateOf = (leaf: 'A' | 'B', trust: keyof typeof trustIn): AbstractState => {
  const found = states.find(({ client, server }) =>
    [client, server].every(({ presents, trusts }) => presents === leafOf[leaf] && trusts === trustIn[trust]),
  );
  if (found === undefined) {
    throw new Error(`no state ${leaf}/${trust}`);
  }
  return found;
};
const query: PlanQuery<AbstractState> = {
  states,
  start: stateOf('A', 'A'),
  goal: stateOf('B', 'B'),
  isSafe: (from, to) => isStepSafe(stepBetween(from, to), verifyAbstractly),
};
const THREE_PHASES = [stateOf('A', 'A'), stateOf('A', 'AB'), stateOf('B', 'AB'), stateOf('B', 'B')];

describe('exhaustive search over the abstract states of one hop, from root A to root B', () => {
  test('there are 36 states: two leaves and three trust sets at each end', () => {
    expect(states).toHaveLength(36);
  });

  test.each([
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 12],
  ])('of plans with %i steps, %i are safe', (steps, plans) => {
    expect(findPlans(query, steps)).toHaveLength(plans);
  });

  test('with steps that change nothing, 16 plans of four steps are safe', () => {
    const idle = findPlans(query, 3).reduce((sum, plan) => sum + plan.length, 0);

    expect(findPlans(query, 4).length + idle).toBe(16);
  });

  test('the one of three steps is: trust both, issue from the new, trust the new only', () => {
    expect(findPlans(query, 3)).toEqual([THREE_PHASES]);
    expect(findShortestPlan(query)).toEqual(THREE_PHASES);
  });

  test.each([
    ['prepare and activate', 0, 2],
    ['activate and retire', 1, 3],
    ['all three', 0, 3],
  ])('%s in one step is not safe', (_, from, to) => {
    const [before, after] = [THREE_PHASES[from], THREE_PHASES[to]];

    expect(before !== undefined && after !== undefined && query.isSafe(before, after)).toBe(false);
  });

  test('every phase of the plan is safe backwards too', () => {
    for (const [index, state] of THREE_PHASES.slice(1).entries()) {
      expect(query.isSafe(state, THREE_PHASES[index] ?? state)).toBe(true);
    }
  });

  test('no plan is found where one end can never trust both roots', () => {
    const single = states.filter(({ client }) => client.trusts !== trustIn.AB);

    expect(findShortestPlan({ ...query, states: single })).toBeUndefined();
  });
});

describe('roots that sign each other', () => {
  const before = edge([leafOf.A, ['A']]);
  const crossed = edge([{ issuer: 'B', sent: ['B by A'] }, ['B', 'A by B']]);
  const after = edge([leafOf.B, ['B']]);

  test('one step changes leaves and trust at once, and a second cleans up', () => {
    expect(isStepSafe(stepBetween(before, crossed), verifyAbstractly)).toBe(true);
    expect(isStepSafe(stepBetween(crossed, after), verifyAbstractly)).toBe(true);
  });

  test.each([
    ['the new leaf is sent without the new root signed by the old', edge([leafOf.B, ['B', 'A by B']])],
    ['the new trust lacks the old root signed by the new', edge([{ issuer: 'B', sent: ['B by A'] }, ['B']])],
  ])('one step is not enough where %s', (_, halfCrossed) => {
    expect(isStepSafe(stepBetween(before, halfCrossed), verifyAbstractly)).toBe(false);
  });
});
