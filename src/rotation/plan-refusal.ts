import { runRules } from '../checks/run-rules';
import { formatKey } from '../manifests/manifest';
import { contextOf } from './check-rotation';
import { type Interleaving, smallestInterleaving } from './interleaving';
import type { RotationPlanOptions } from './plan-rotation';
import { reportOn } from './rotation-report';
import { caSecretInPlace } from './rules/ca-secret-in-place';
import { neverReloads } from './rules/never-reloads';
import { oldCaEndsFirst } from './rules/old-ca-ends-first';
import type { GraphPair } from './world';

/** What stands in the way of a step although every mix works: endpoints that it never reaches, and time. */
const OBSTACLES = [neverReloads, caSecretInPlace, oldCaEndsFirst];

/**
 * Why a step cannot be part of a plan: a mix that fails, whatever anybody accepts, or a verifier that reads once, a CA
 * that is replaced in place, an old CA that ends too early.
 *
 * @returns undefined if nothing stands in the way
 */
export function whyNoStep(graphs: GraphPair, options: RotationPlanOptions): Interleaving | undefined {
  const report = reportOn(graphs, { gateways: [], ...options });
  const interleaving = smallestInterleaving(report);
  if (interleaving !== undefined) {
    return interleaving;
  }
  const manifests = { manifests: [...graphs.after.set.manifests, ...graphs.before.set.manifests], problems: [] };
  const { findings, suppressed } = runRules(OBSTACLES, contextOf(graphs, report, options), { manifests });
  const obstacle = [...findings, ...suppressed].find(({ severity }) => severity === 'error');
  return (
    obstacle && {
      edge: obstacle.object === undefined ? 'all hops' : `those of ${formatKey(obstacle.object)}`,
      applied: [],
      pending: [],
      story: obstacle.message,
      fix: obstacle.fix,
      rule: obstacle.rule,
    }
  );
}
