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
  const rows = plan.phases.flatMap((phase, index) => phaseRows(phase, index, tool));
  return `${table(['PHASE', 'NOT BEFORE', 'CHANGES', 'THEN WAIT UNTIL'], rows)}\n`;
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

/** The first row has what there is one of; changes and barriers go on below it. */
function phaseRows(phase: PlannedPhase, index: number, tool: GitOpsTool | undefined): readonly (readonly string[])[] {
  const { title, earliest, changed, removed, barrier } = phase;
  const changes = [...changed.map(describe), ...removed.map((manifest) => `without ${describe(manifest)}`)];
  const barriers = [...barrier, ...(tool === undefined ? [] : [phaseGate(phase, tool).barrier])];
  const height = Math.max(changes.length, barriers.length, 1);
  return Array.from({ length: height }, (_, row) => [
    row === 0 ? `${index + 1} ${title}` : '',
    row === 0 ? (earliest?.toISOString() ?? '-') : '',
    changes[row] ?? '',
    barriers[row] ?? (row === 0 ? '-' : ''),
  ]);
}

/** Columns as kubectl writes them; the last one is as wide as it is. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(printable));
  const widths = header.map((_, column) => Math.max(...lines.map((row) => row[column]?.length ?? 0)));
  return lines
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function describe({ key }: Manifest): string {
  return formatKey(key);
}
