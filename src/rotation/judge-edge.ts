import { type Acceptance, handshakeFailure, peerOf, SIDES, type Side, type Verification } from './edge-state';
import type { EdgeChange, EdgeStep } from './edge-step';
import type { PresentedMaterial, TrustMaterial } from './material';
import { assumingBefore } from './material-verification';
import { changesOf, type FailingMix, mixesOf, smallestFailure, stateAt } from './step';

/** The smallest state of a hop in which it may fail. */
export type EdgeFailure = FailingMix<PresentedMaterial, TrustMaterial>;

/** One way in which half of a handshake fails, with the fewest changes that lead to it. */
export interface HalfFailure {
  readonly verifier: Side;
  readonly acceptance: Exclude<Acceptance, { readonly verdict: 'accepted' }>;
  readonly trusts: TrustMaterial;
  readonly presents: PresentedMaterial;
  /** Whether what is trusted is not what was trusted before. */
  readonly isTrustNew: boolean;
  /** Whether what is presented is not what was presented before. */
  readonly isCertificateNew: boolean;
  readonly applied: readonly EdgeChange[];
}

/** What a step does to one half of the handshakes of a hop. */
export interface HalfChange {
  readonly verifier: Side;
  readonly trusts: { readonly before: TrustMaterial; readonly after: TrustMaterial };
  readonly presents: { readonly before: PresentedMaterial; readonly after: PresentedMaterial };
}

/** What becomes of one hop during a step. */
export interface EdgeJudgment {
  readonly edgeStep: EdgeStep;
  /** @default - every mix of old and new shakes hands */
  readonly worst?: EdgeFailure;
  /** Each way in which it fails, those with the fewest changes first. */
  readonly failures: readonly HalfFailure[];
  /** Whether the hop already fails, or may fail, before anything changes. */
  readonly failsBefore: boolean;
  /** Whether it fails, or may fail, when everything has changed. */
  readonly failsAfter: boolean;
  readonly halves: readonly HalfChange[];
}

type MaterialVerification = Verification<PresentedMaterial, TrustMaterial>;

/** Judges a hop in every mix of old and new that may occur during a step. */
export function judgeEdge(edgeStep: EdgeStep, verify: MaterialVerification): EdgeJudgment {
  const { step } = edgeStep;
  const before = stateAt(step, new Set());
  const after = stateAt(step, new Set(changesOf(step)));
  const assuming = assumingBefore(verify, {
    client: { trusts: before.client.trusts, peerPresents: before.server.presents },
    server: { trusts: before.server.trusts, peerPresents: before.client.presents },
  });
  const worst = smallestFailure(step, assuming);
  return {
    edgeStep,
    ...(worst === undefined ? {} : { worst }),
    failures: worst === undefined ? [] : halfFailures(edgeStep, assuming),
    failsBefore: worst !== undefined && handshakeFailure(before, assuming) !== undefined,
    failsAfter: worst !== undefined && handshakeFailure(after, assuming) !== undefined,
    halves: SIDES.map((verifier) => ({
      verifier,
      trusts: { before: before[verifier].trusts, after: after[verifier].trusts },
      presents: { before: before[peerOf(verifier)].presents, after: after[peerOf(verifier)].presents },
    })),
  };
}

function halfFailures({ step, changes }: EdgeStep, verify: MaterialVerification): readonly HalfFailure[] {
  const before = stateAt(step, new Set());
  const found = new Map<string, HalfFailure>();
  for (const { applied, state } of mixesOf(step)) {
    for (const verifier of SIDES) {
      const [trusts, presents] = [state[verifier].trusts, state[peerOf(verifier)].presents];
      const acceptance = verify(verifier, trusts, presents);
      const isTrustNew = trusts !== before[verifier].trusts;
      const isCertificateNew = presents !== before[peerOf(verifier)].presents;
      const key =
        acceptance.verdict === 'accepted' ? '' : [verifier, acceptance.reason, isTrustNew, isCertificateNew].join();
      if (acceptance.verdict !== 'accepted' && !found.has(key)) {
        const objects = [...applied].flatMap((id) => changes.get(id) ?? []);
        found.set(key, { verifier, acceptance, trusts, presents, isTrustNew, isCertificateNew, applied: objects });
      }
    }
  }
  return [...found.values()];
}
