import { type EdgeState, type HandshakeFailure, handshakeFailure, type Verification } from './edge-state';

/**
 * Something that one endpoint has as either old or new, and that goes from old to new at one instant of its own: an
 * object as far as this endpoint has loaded it. Two endpoints that load the same object do so by two changes.
 */
export type Change = string;

/** A value that depends on which changes have been applied. */
export interface Slot<Value> {
  /** The changes that decide the value; without any it is constant. */
  readonly changes: readonly Change[];
  /** Gives the same object for the same value, so that what was found out about it can be kept. */
  valueAt(applied: ReadonlySet<Change>): Value;
}

/** One step of a rotation, as one hop goes through it: every slot may have its old or its new value, at any time. */
export type Step<Presented, Trusted> = EdgeState<Slot<Presented>, Slot<Trusted>>;

/** A state that a hop may be in during a step. */
export interface Mix<Presented, Trusted> {
  readonly applied: ReadonlySet<Change>;
  readonly state: EdgeState<Presented, Trusted>;
}

/** A state of a step in which the handshake is not known to succeed. */
export interface FailingMix<Presented, Trusted> extends Mix<Presented, Trusted> {
  readonly failure: HandshakeFailure;
}

/** Most changes that one hop may see in one step: each doubles the number of mixes. */
export const MAX_CHANGES = 12;

/** A slot that no change touches. */
export function constant<Value>(value: Value): Slot<Value> {
  return { changes: [], valueAt: () => value };
}

/** A slot that one change switches. A change that is named in both slots of an endpoint switches both at once. */
export function switching<Value>(change: Change, before: Value, after: Value): Slot<Value> {
  return { changes: [change], valueAt: (applied) => (applied.has(change) ? after : before) };
}

/**
 * The step from one state of a hop to another in which both ends pick up their certificates and their trust each at its
 * own time.
 *
 * @param coupled ends at which certificate and trust are one object, such as the Secret of a cert-manager Certificate
 *   with its `ca.crt`, so that they switch together
 */
export function stepBetween<Presented, Trusted>(
  before: EdgeState<Presented, Trusted>,
  after: EdgeState<Presented, Trusted>,
  coupled: { readonly client?: boolean; readonly server?: boolean } = {},
): Step<Presented, Trusted> {
  const endpoint = (side: 'client' | 'server') => ({
    presents: slot(`${side} certificate`, before[side].presents, after[side].presents),
    trusts: slot(coupled[side] ? `${side} certificate` : `${side} trust`, before[side].trusts, after[side].trusts),
  });
  return { client: endpoint('client'), server: endpoint('server') };
}

/**
 * All states that a hop may be in during a step, those with the fewest changes applied first.
 *
 * @throws RangeError if more than MAX_CHANGES changes take part
 */
export function* mixesOf<Presented, Trusted>(step: Step<Presented, Trusted>): Generator<Mix<Presented, Trusted>> {
  for (const applied of subsetsBySize(changesOf(step))) {
    yield { applied, state: stateAt(step, applied) };
  }
}

/**
 * The failing state of a step that needs the fewest changes. One that is known to fail goes before one of which it is
 * unknown whether it does.
 *
 * @returns undefined if every mix of old and new shakes hands: the step is safe
 * @throws RangeError if more than MAX_CHANGES changes take part
 */
export function smallestFailure<Presented, Trusted>(
  step: Step<Presented, Trusted>,
  verify: Verification<Presented, Trusted>,
): FailingMix<Presented, Trusted> | undefined {
  const remembered = rememberVerification(verify);
  let unknown: FailingMix<Presented, Trusted> | undefined;
  for (const mix of mixesOf(step)) {
    const failure = handshakeFailure(mix.state, remembered);
    if (failure?.acceptance.verdict === 'refused') {
      return { ...mix, failure };
    }
    if (failure !== undefined) {
      unknown ??= { ...mix, failure };
    }
  }
  return unknown;
}

/** Whether the handshake succeeds in every mix of old and new that may occur during the step. */
export function isStepSafe<Presented, Trusted>(
  step: Step<Presented, Trusted>,
  verify: Verification<Presented, Trusted>,
): boolean {
  return smallestFailure(step, verify) === undefined;
}

/** The changes of a step, each once. */
export function changesOf({ client, server }: Step<unknown, unknown>): readonly Change[] {
  return [...new Set([client.presents, client.trusts, server.presents, server.trusts].flatMap((slot) => slot.changes))];
}

/** The state of a hop once these changes have been applied, and no others. */
export function stateAt<Presented, Trusted>(
  { client, server }: Step<Presented, Trusted>,
  applied: ReadonlySet<Change>,
): EdgeState<Presented, Trusted> {
  return {
    client: { presents: client.presents.valueAt(applied), trusts: client.trusts.valueAt(applied) },
    server: { presents: server.presents.valueAt(applied), trusts: server.trusts.valueAt(applied) },
  };
}

function slot<Value>(change: Change, before: Value, after: Value): Slot<Value> {
  return before === after ? constant(before) : switching(change, before, after);
}

function subsetsBySize(changes: readonly Change[]): readonly ReadonlySet<Change>[] {
  if (changes.length > MAX_CHANGES) {
    throw new RangeError(`a step with ${changes.length} changes on one hop: at most ${MAX_CHANGES} can be judged`);
  }
  const subsets = Array.from(
    { length: 2 ** changes.length },
    (_, mask) => new Set(changes.filter((_, index) => (mask & (1 << index)) !== 0)),
  );
  return subsets.sort((left, right) => left.size - right.size);
}

/** The sixteen mixes of a plain step hold only eight different questions, and answers may be costly. */
function rememberVerification<Presented, Trusted>(
  verify: Verification<Presented, Trusted>,
): Verification<Presented, Trusted> {
  const answers = { client: new Map(), server: new Map() };
  return (side, trusted, presented) => {
    const ofTrust = answers[side].get(trusted) ?? new Map();
    answers[side].set(trusted, ofTrust);
    const answer = ofTrust.get(presented) ?? verify(side, trusted, presented);
    ofTrust.set(presented, answer);
    return answer;
  };
}
