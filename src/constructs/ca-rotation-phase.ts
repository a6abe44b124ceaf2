/** How far a rotation is. Each phase is a commit of its own, and begins when the one before has reached everybody. */
export enum CaRotationPhase {
  /** Both CAs are trusted; the old one issues. */
  PREPARE = 'prepare',
  /** Both CAs are trusted; the new one issues. */
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
