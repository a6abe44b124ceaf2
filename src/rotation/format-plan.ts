import { formatKey, type Manifest } from '../manifests/manifest';
import { printable } from '../manifests/printable';
import type { PlannedPhase, RotationPlan } from './plan-rotation';

/** Writes a plan for people: what each phase changes, what to wait for after it, and when it may begin. */
export function formatPlanText(plan: RotationPlan): string {
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
  return `${plan.phases.map(phaseText).join('\n\n')}\n`;
}

/** Writes a plan as JSON. */
export function formatPlanJson(plan: RotationPlan): string {
  const report = plan.possible
    ? {
        possible: true,
        phases: plan.phases.map(({ title, earliest, changed, removed, barrier }) => ({
          title,
          earliest,
          changed: changed.map(({ key }) => key),
          removed: removed.map(({ key }) => key),
          barrier,
        })),
      }
    : plan;
  return `${JSON.stringify(report, null, 2)}\n`;
}

function phaseText({ title, earliest, changed, removed, barrier }: PlannedPhase, index: number): string {
  const when = earliest === undefined ? '' : `, not before ${earliest.toISOString()}`;
  return [
    `${index + 1}. ${title}${when}`,
    ...lines('apply', changed.map(describe)),
    ...lines('remove', removed.map(describe)),
    ...lines('then wait until', barrier),
  ].join('\n');
}

function lines(verb: string, items: readonly string[]): readonly string[] {
  return items.map((item) => `   ${verb} ${printable(item)}`);
}

function describe({ key }: Manifest): string {
  return formatKey(key);
}
