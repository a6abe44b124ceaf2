/** A question for the shortest ways from one state to another. */
export interface PlanQuery<State> {
  readonly states: readonly State[];
  readonly start: State;
  readonly goal: State;
  /** Whether one may go from one state to another in one step. */
  isSafe(from: State, to: State): boolean;
}

/**
 * All plans of a given number of steps, each as the states that it goes through, start and goal included. A barrier
 * between two steps is taken for granted: everybody has the new state before the next step begins. A step changes
 * something, so a state never follows itself.
 */
export function findPlans<State>(query: PlanQuery<State>, steps: number): readonly (readonly State[])[] {
  const safeFrom = rememberSteps(query);
  let plans: readonly (readonly State[])[] = [[query.start]];
  for (let step = 1; step <= steps; step++) {
    plans = plans.flatMap((plan) =>
      safeFrom(plan.at(-1) ?? query.start)
        .filter((next) => step < steps || next === query.goal)
        .map((next) => [...plan, next]),
    );
  }
  return plans;
}

/** A shortest plan: breadth first, in the order of the states; undefined where no sequence of steps is safe. */
export function findShortestPlan<State>(query: PlanQuery<State>): readonly State[] | undefined {
  const safeFrom = rememberSteps(query);
  const cameFrom = new Map<State, State | undefined>([[query.start, undefined]]);
  // A Map is walked in the order of insertion, and what is added on the way is walked too.
  for (const state of cameFrom.keys()) {
    if (state === query.goal) {
      return wayTo(state, cameFrom);
    }
    for (const next of safeFrom(state)) {
      if (!cameFrom.has(next)) {
        cameFrom.set(next, state);
      }
    }
  }
  return undefined;
}

function rememberSteps<State>({ states, isSafe }: PlanQuery<State>): (from: State) => readonly State[] {
  const known = new Map<State, readonly State[]>();
  return (from) => {
    const next = known.get(from) ?? states.filter((to) => to !== from && isSafe(from, to));
    known.set(from, next);
    return next;
  };
}

function wayTo<State>(goal: State, cameFrom: ReadonlyMap<State, State | undefined>): readonly State[] {
  const previous = cameFrom.get(goal);
  return previous === undefined ? [goal] : [...wayTo(previous, cameFrom), goal];
}
