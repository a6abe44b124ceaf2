import { isDeepStrictEqual } from 'node:util';
import { BUNDLE, CERTIFICATE, isOfKind } from '../manifests/graph/object-kinds';
import { formatReference, identityOf, referenceTo } from '../manifests/graph/reference';
import type { Manifest, ManifestSet } from '../manifests/manifest';
import { DEFAULT_DELAYS, earliestIssue, earliestRetire, type StatedDelays } from '../trust/rotation-timing';
import type { RotationCheckOptions } from './check-rotation';
import { findShortestPlan } from './find-plans';
import type { Interleaving } from './interleaving';
import { whyNoStep } from './plan-refusal';
import { graphPair } from './rotation-report';
import { transitionalSets } from './transitional-sets';

/** One commit of a rotation. */
export interface PlannedPhase {
  /**
   * `prepare`: trust both CAs; `activate`: issue from the new one; `retire`: trust the new one only; or several
   * at once; `apply` where one phase is enough.
   */
  readonly title: string;
  /** The whole set of manifests once it is applied. */
  readonly manifests: ManifestSet;
  /** The objects that it creates or changes. */
  readonly changed: readonly Manifest[];
  /** The objects that it removes. */
  readonly removed: readonly Manifest[];
  /** What must have come to pass before the next phase. */
  readonly barrier: readonly string[];
  /** @default - no instant was given to begin at, or no wait is long enough */
  readonly earliest?: Date;
}

/** A plan, or why there is none. */
export type RotationPlan =
  | { readonly possible: true; readonly phases: readonly PlannedPhase[] }
  | { readonly possible: false; readonly interleaving: Interleaving };

/** How a rotation is planned. `now` is the instant of the first phase. */
export type RotationPlanOptions = Omit<RotationCheckOptions, 'beforeSince'>;

interface State {
  readonly title: string;
  readonly manifests: ManifestSet;
}

/**
 * Finds the fewest phases that lead safely from one set of manifests to another, by way of states that trust both the old
 * and the new CAs. Each phase is checked as any change of manifests is.
 */
export function planRotation(before: ManifestSet, after: ManifestSet, options: RotationPlanOptions = {}): RotationPlan {
  const graphs = graphPair(before, after);
  const { prepared, activated } = transitionalSets(graphs);
  const start: State = { title: 'start', manifests: before };
  const goal: State = { title: 'retire', manifests: after };
  const states = [start, { title: 'prepare', manifests: prepared }, { title: 'activate', manifests: activated }, goal];
  const failureOf = (from: State, to: State) => whyNoStep(graphPair(from.manifests, to.manifests), options);
  const isSafe = (from: State, to: State) => failureOf(from, to) === undefined;
  const plan = findShortestPlan({ states, start, goal, isSafe });
  if (plan !== undefined) {
    const endless = endlessWait(plan, states, options);
    return endless === undefined
      ? { possible: true, phases: phasesOf(plan, states, options) }
      : { possible: false, interleaving: endless };
  }
  const [interleaving] = states.slice(1).flatMap((to, index) => failureOf(states[index] ?? start, to) ?? []);
  if (interleaving === undefined) {
    throw new Error('no plan was found although each of its steps is safe');
  }
  return { possible: false, interleaving };
}

function phasesOf(
  plan: readonly State[],
  states: readonly State[],
  options: RotationPlanOptions,
): readonly PlannedPhase[] {
  const delays = { ...DEFAULT_DELAYS, ...options.delays };
  let earliest = options.now;
  const phases = plan.slice(1).map((to, index) => {
    const from = plan[index] ?? to;
    const titles = titlesBetween(states, from, to);
    const title = plan.length === 2 ? 'apply' : titles.join(' and ');
    const phase = phaseBetween(from.manifests, to.manifests, title, earliest);
    earliest = earliest && nextAfter(earliest, titles, delays);
    return phase;
  });
  return phases.filter(({ changed, removed }) => changed.length + removed.length > 0);
}

function phaseBetween(from: ManifestSet, to: ManifestSet, title: string, earliest: Date | undefined): PlannedPhase {
  const [old, current] = [byIdentity(from), byIdentity(to)];
  const changed = to.manifests.filter(
    (manifest) => !isDeepStrictEqual(old.get(identity(manifest))?.body, manifest.body),
  );
  return {
    title,
    manifests: to,
    changed,
    removed: from.manifests.filter((manifest) => !current.has(identity(manifest))),
    barrier: changed.flatMap(barrierOf),
    ...(earliest === undefined ? {} : { earliest }),
  };
}

/** The first phase after which no wait is long enough, as reason why there is no plan. */
function endlessWait(
  plan: readonly State[],
  states: readonly State[],
  { delays }: RotationPlanOptions,
): Interleaving | undefined {
  const waited = plan.slice(1, -1).map((to, index) => titlesBetween(states, plan[index] ?? to, to));
  const endless = waited.find(
    (titles) => nextAfter(new Date(0), titles, { ...DEFAULT_DELAYS, ...delays }) === undefined,
  );
  return (
    endless && {
      edge: 'all hops',
      applied: [],
      pending: [],
      story: `it is stated that ${endless.includes('activate') ? 'certificates are' : 'trust is'} never loaded anew, so that no wait after "${endless.join(' and ')}" is long enough`,
      fix: 'have what reads once restarted, by Reloader or as a part of the phase, and state how long that takes',
      rule: 'rotation/never-reloads',
    }
  );
}

function titlesBetween(states: readonly State[], from: State, to: State): readonly string[] {
  return states.slice(states.indexOf(from) + 1, states.indexOf(to) + 1).map(({ title }) => title);
}

/** When the next phase may begin: once trust has arrived, or certificates have been replaced. */
function nextAfter(instant: Date, titles: readonly string[], delays: StatedDelays): Date | undefined {
  return titles.includes('activate')
    ? earliestRetire(instant, delays, 'issuer-flip', 0)
    : earliestIssue(instant, delays);
}

function barrierOf(manifest: Manifest): readonly string[] {
  const object = referenceTo(manifest);
  const name = formatReference(object);
  if (isOfKind(object, BUNDLE)) {
    return [
      `${name}: condition Synced is True for the generation of its spec, and the annotation trust.cert-manager.io/hash is the same in all namespaces`,
    ];
  }
  if (isOfKind(object, CERTIFICATE)) {
    return [
      `${name}: condition Ready is True for the generation of its spec, Issuing is not True, and its Secret names the new issuer`,
    ];
  }
  return object.kind === 'ConfigMap' || object.kind === 'Secret'
    ? [`${name}: every endpoint that reads it has loaded it`]
    : [];
}

function byIdentity({ manifests }: ManifestSet): ReadonlyMap<string, Manifest> {
  return new Map(manifests.map((manifest) => [identity(manifest), manifest]));
}

function identity(manifest: Manifest): string {
  return identityOf(referenceTo(manifest));
}
