/**
 * How far a rotation is. Each phase is a commit of its own, and begins when the one before has reached everybody.
 * Controllers tell how far they are, and `GitOpsOrdering` has Argo CD and Flux wait for them; how long endpoints take to
 * load what is there is for you to know, and `upstream-tls rotation plan` reckons with it.
 */
export enum CaRotationPhase {
  /**
   * Both CAs are trusted; the old one issues. Over when each verifier has loaded both: a Bundle is Synced for its
   * generation, gateways and pods have read the ConfigMaps.
   */
  PREPARE = 'prepare',
  /**
   * Both CAs are trusted; the new one issues. Over when each Certificate is Ready for its generation, and whoever presents
   * it has loaded it; also what is scaled to zero, and what a backup or a revert would bring back.
   */
  ACTIVATE = 'activate',
  /** The new CA alone is trusted, and issues. */
  RETIRE = 'retire',
}

const PHASES = [undefined, CaRotationPhase.PREPARE, CaRotationPhase.ACTIVATE, CaRotationPhase.RETIRE] as const;

/** The number of commits from the beginning to a phase; a rotation that has not begun is at 0. */
export function stepsTo(phase: CaRotationPhase | undefined): number {
  return PHASES.indexOf(phase);
}

/** Whether the new CA issues. */
export function issuesFromNew(phase: CaRotationPhase | undefined): boolean {
  return phase === CaRotationPhase.ACTIVATE || phase === CaRotationPhase.RETIRE;
}
