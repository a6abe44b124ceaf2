import { formatKey, type Manifest } from '../manifests/manifest';
import { printable } from '../manifests/printable';
import { type GitOpsTool, phaseGate } from './phase-gate';
import type { PlannedPhase, RotationPlan } from './plan-rotation';

/**
 * Writes a plan for people: what each phase changes, what to wait for after it, and when it may begin.
 *
 * @param tool who applies the phases; the plan then says when that is done with each
 */
export function formatPlanText(plan: RotationPlan, tool?: GitOpsTool): string {
  if (!plan.possible) {
    const { edge, story, fix, rule } = plan.interleaving;
    return [
      'no safe plan',
      `  hop: ${printable(edge)}`,
      `  ${printable(story)} [${rule}]`,
      `  to do: ${printable(fix)}`,
      '',
    ].join('\n');
  }
  return `${plan.phases.map((phase, index) => phaseText(phase, index, tool)).join('\n\n')}\n`;
}

/**
 * Writes a plan as JSON.
 *
 * @param tool who applies the phases; each phase then has a `gate`
 */
export function formatPlanJson(plan: RotationPlan, tool?: GitOpsTool): string {
  const report = plan.possible
    ? {
        possible: true,
        phases: plan.phases.map((phase) => ({
          title: phase.title,
          earliest: phase.earliest,
          changed: phase.changed.map(({ key }) => key),
          removed: phase.removed.map(({ key }) => key),
          barrier: phase.barrier,
          ...(tool === undefined ? {} : { gate: phaseGate(phase, tool) }),
        })),
      }
    : plan;
  return `${JSON.stringify(report, null, 2)}\n`;
}

function phaseText(phase: PlannedPhase, index: number, tool: GitOpsTool | undefined): string {
  const { title, earliest, changed, removed, barrier } = phase;
  const when = earliest === undefined ? '' : `, not before ${earliest.toISOString()}`;
  return [
    `${index + 1}. ${title}${when}`,
    ...lines('apply', changed.map(describe)),
    ...lines('remove', removed.map(describe)),
    ...lines('then wait until', barrier),
    ...(tool === undefined ? [] : lines('then wait until', [phaseGate(phase, tool).barrier])),
  ].join('\n');
}

function lines(verb: string, items: readonly string[]): readonly string[] {
  return items.map((item) => `   ${verb} ${printable(item)}`);
}

function describe({ key }: Manifest): string {
  return formatKey(key);
}
