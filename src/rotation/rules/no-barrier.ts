import type { Manifest } from '../../manifests/manifest';
import { notApplicable, type RuleFinding, resultOf } from '../../manifests/rule';
import { Convergence } from '../convergence';
import { PhaseOrder } from '../phase-order';
import type { RotationContext } from '../rotation-report';
import { type FailureReport, failureFindings, failureRule } from './_failure-rule';
import { type Half, type HalfMessage, halfFindings } from './_half-findings';
import { phasesOf } from './_schedule';

const missingObjects = failureRule({
  id: 'rotation/no-barrier',
  severity: 'error',
  title: 'A step builds on something that is not there, or that has not come to pass everywhere',
  why:
    'cert-manager, trust-manager and others make Secrets and ConfigMaps at a time of their own. A gateway that is pointed ' +
    'at one before it is there has no certificate or no trust: it refuses all, or worse, falls back. And each step takes ' +
    'for granted that everybody has come to where it starts. Where the manifests before it were exported from a cluster, ' +
    'they may say the contrary, which forbids to change issuers and to retire CAs: a Bundle whose condition Synced is ' +
    'False or whose targets differ in their hash, a Certificate that is Issuing or not Ready, a Secret of another issuer ' +
    'than its Certificate names, a status of an older generation, pods of before a restart. Manifests from Git have no ' +
    'status; nothing follows from that, and --before-since has the waits judged instead. Sync waves and dependsOn within ' +
    'one commit order what is applied and not what has been loaded, so they never make one safe step of several phases; ' +
    'where they are all that stands between two phases, what they do not wait for is said.',
  fix: 'Create what is new in a step of its own, wait until it is there everywhere, then build on it; remove the old one last.',
  adviceOn: () => 'create the object in an earlier step, wait until it is there, and only then refer to it',
});

/** Nothing proves that the state that a step starts from has come to pass (S4). */
export const noBarrier: FailureReport = {
  ...missingObjects,
  check(context) {
    return context.report.judgments.length === 0
      ? notApplicable('no hop from a gateway to a backend goes over TLS')
      : resultOf([
          ...failureFindings(missingObjects, context),
          ...contradictedFindings(context),
          ...ungatedFindings(context),
        ]);
  },
};

/** The state before the step says of itself that it has not come to pass. */
function contradictedFindings(context: RotationContext): readonly RuleFinding[] {
  const convergence = new Convergence(context.graphs.before);
  return halfFindings(context, (half) => {
    const phase = phasesOf(half.change).find((each) => each !== 'prepare');
    const building = phase === 'activate' ? 'certificates come under another CA' : 'a CA leaves the trust';
    return phase === undefined
      ? undefined
      : contradictionsAt(half, convergence).map(({ message, until, ...where }) => ({
          ...where,
          about: 'trusts',
          message: `${building}, and the state before is not reached: ${message}`,
          fix: `wait until ${until}, export the manifests again, and check again`,
        }));
  });
}

/** Those of what the verifier trusts and of what its peer presents. */
function contradictionsAt({ judgment: { edgeStep }, change: { verifier } }: Half, convergence: Convergence) {
  const { before } = edgeStep.edge;
  const presenter = verifier === 'client' ? 'server' : 'client';
  const namespaceOf = { client: before.gateway?.namespace, server: before.backend.namespace };
  return [
    ...convergence.contradictionsIn(before[verifier].trusts.sources, namespaceOf[verifier]),
    ...convergence.contradictionsIn(before[presenter].presents.sources, namespaceOf[presenter]),
  ];
}

/** One commit holds several phases, and a GitOps tool goes from one to the next before the first has come to pass. */
function ungatedFindings(context: RotationContext): readonly RuleFinding[] {
  const order = new PhaseOrder(context.set, context.index);
  return halfFindings(context, (half) => {
    const phases = phasesOf(half.change);
    if (phases.length < 2 || !phases.includes('activate')) {
      return undefined;
    }
    const [trust, certificates] = [changedBehind(context, half, 'trusts'), changedBehind(context, half, 'presents')];
    return [
      ...(phases.includes('prepare') ? ungatedPair(order, trust, certificates) : []),
      ...(phases.includes('retire') ? ungatedPair(order, certificates, trust) : []),
    ];
  });
}

function ungatedPair(
  order: PhaseOrder,
  first: readonly Manifest[],
  second: readonly Manifest[],
): readonly HalfMessage[] {
  return first.flatMap((manifest) => {
    const [ungated] = second.flatMap((next) => order.ungated(manifest, next) ?? []);
    return ungated === undefined
      ? []
      : [
          {
            about: 'trusts',
            manifest,
            message: `one step holds several phases, and nothing proves that the first has come to pass when the next begins: ${ungated.message}`,
            fix: `make a step of each phase, and wait in between; the least within one is ${ungated.gate}`,
          },
        ];
  });
}

/** The objects that change what the verifier trusts, or what its peer presents. */
function changedBehind(
  { index }: RotationContext,
  { judgment: { edgeStep }, change: { verifier } }: Half,
  part: 'presents' | 'trusts',
): readonly Manifest[] {
  const presenter = verifier === 'client' ? 'server' : 'client';
  const slot = edgeStep.step[part === 'trusts' ? verifier : presenter][part];
  return slot.changes.flatMap((id) => {
    const object = edgeStep.changes.get(id)?.object;
    return (object && index.find(object)) ?? [];
  });
}
