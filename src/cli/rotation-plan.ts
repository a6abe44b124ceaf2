import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Refusal } from '../gateways/refusal';
import { loadManifests } from '../manifests/load';
import type { Manifest, ManifestSet } from '../manifests/manifest';
import { printable } from '../manifests/printable';
import { formatPlanJson, formatPlanText } from '../rotation/format-plan';
import { type GitOpsTool, phaseGate } from '../rotation/phase-gate';
import {
  type PlannedPhase,
  planRotation,
  type RotationPlan,
  type RotationPlanOptions,
} from '../rotation/plan-rotation';
import { EXIT_CODE, type ExitCode } from './exit-code';
import { readGateways } from './gateway-option';
import { readInstant } from './instant-option';
import { UsageError } from './usage-error';

/** The options of `rotation plan`, as the command line gives them. */
export interface RotationPlanCommandOptions {
  readonly before: string;
  readonly after: string;
  readonly gateway?: readonly string[];
  readonly now?: string;
  readonly out?: string;
  readonly gitops?: GitOpsTool;
  readonly format: 'json' | 'text';
}

/**
 * Plans a rotation, writes the plan to standard output and its manifests to a folder where one is named.
 *
 * @throws UsageError or UnreadablePathError where there is nothing to plan, or the folder cannot be written
 */
export function rotationPlan({
  before,
  after,
  gateway,
  now,
  out,
  gitops,
  format,
}: RotationPlanCommandOptions): ExitCode {
  const options: RotationPlanOptions = {
    gateways: readGateways(gateway ?? []),
    now: now === undefined ? undefined : readInstant(now),
  };
  const [old, wanted] = [loadManifests([before]), loadManifests([after])];
  const problems = [old, wanted].flatMap((set) => set.problems);
  for (const { source, message } of problems) {
    process.stderr.write(`upstream-tls: ${printable(`${source.file}:${source.line}: ${message}`)}\n`);
  }
  if (problems.length > 0) {
    return EXIT_CODE.unusable;
  }
  const result = plan(old, wanted, options);
  if (out !== undefined && result.possible) {
    writePhases(out, result.phases, gitops);
  }
  process.stdout.write(format === 'json' ? formatPlanJson(result, gitops) : formatPlanText(result, gitops));
  return result.possible ? EXIT_CODE.clean : EXIT_CODE.findings;
}

function plan(before: ManifestSet, after: ManifestSet, options: RotationPlanOptions): RotationPlan {
  try {
    return planRotation(before, after, options);
  } catch (error) {
    if (Refusal.isRefusal(error)) {
      throw new UsageError(`--gateway: ${error.message}`);
    }
    throw error;
  }
}

/** One folder for each phase, one file for each object. Secrets are never written: they may hold keys. */
function writePhases(out: string, phases: readonly PlannedPhase[], tool: GitOpsTool | undefined): void {
  for (const [index, phase] of phases.entries()) {
    const folder = join(out, `${index + 1}-${phase.title.replaceAll(' ', '-')}`);
    makeFolder(folder);
    writeGate(`${folder}.barrier.yaml`, phase, tool);
    for (const [position, manifest] of phase.changed.filter(({ key }) => key.kind !== 'Secret').entries()) {
      writeFileSync(join(folder, fileName(manifest, position)), stringify(manifest.body));
    }
  }
}

/** Beside the folder of the phase, since it is not for the tool to apply but to be configured with. */
function writeGate(file: string, phase: PlannedPhase, tool: GitOpsTool | undefined): void {
  const gate = tool && phaseGate(phase, tool);
  if (gate?.patch === undefined) {
    return;
  }
  const where = tool === 'flux' ? 'the Kustomization of Flux that applies the phase' : 'the ConfigMap of Argo CD';
  const comment = `# Merge this into ${where} before the phase, under the name and namespace that it has on your cluster.\n`;
  writeFileSync(file, comment + stringify(gate.patch, { lineWidth: 0 }));
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(join(folder, '..'), { recursive: true });
    mkdirSync(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UsageError(
      `--out: folder ${JSON.stringify(folder)} cannot be made (${code}); name one that does not exist yet`,
    );
  }
}

/** Names in manifests are hostile: none may lead out of the folder. */
function fileName({ key: { kind, namespace, name } }: Manifest, position: number): string {
  const parts = [kind.toLowerCase(), ...(namespace === undefined ? [] : [namespace]), name];
  const safe = parts.map((part) => part.replaceAll(/[^A-Za-z0-9-]/g, '_').slice(0, 63));
  return `${String(position + 1).padStart(2, '0')}-${safe.join('-')}.yaml`;
}
