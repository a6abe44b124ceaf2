import { Refusal } from '../gateways/refusal';
import { loadManifests } from '../manifests/load';
import type { ManifestSet } from '../manifests/manifest';
import { printable } from '../manifests/printable';
import { checkRotation, type RotationCheckOptions, type RotationCheckResult } from '../rotation/check-rotation';
import { formatRotationJson, formatRotationText } from '../rotation/format-rotation';
import { EXIT_CODE, type ExitCode } from './exit-code';
import { readGateways } from './gateway-option';
import { readInstant } from './instant-option';
import { progressOn } from './progress';
import { readStdin } from './read-stdin';
import { UsageError } from './usage-error';

/** The options of `rotation check`, as the command line gives them. */
export interface RotationCheckCommandOptions {
  readonly before: string;
  readonly after: string;
  readonly gateway?: readonly string[];
  readonly now?: string;
  readonly beforeSince?: string;
  readonly format: 'json' | 'text';
}

/**
 * Checks a rotation and writes the result to standard output.
 *
 * @throws UsageError or UnreadablePathError where there is nothing to report on
 */
export async function rotationCheck(options: RotationCheckCommandOptions): Promise<ExitCode> {
  const { before, after, format } = options;
  if (before === '-' && after === '-') {
    throw new UsageError('path "-" stands for standard input, which can be read only once; give it once');
  }
  const settings: RotationCheckOptions = {
    gateways: readGateways(options.gateway ?? []),
    now: options.now === undefined ? undefined : readInstant(options.now),
    beforeSince: options.beforeSince === undefined ? undefined : readInstant(options.beforeSince, '--before-since'),
  };
  const stdin = before === '-' || after === '-' ? await readStdin(process.stdin) : undefined;
  const progress = progressOn(process.stderr);
  const onFile = (file: string) => progress.update(`reading ${file}`);
  const old = loadManifests([before], { stdin, onFile });
  const current = loadManifests([after], { stdin, onFile });
  progress.update(`checking ${current.manifests.length} objects`);
  const result = check(old, current, settings);
  progress.done();
  process.stdout.write(format === 'json' ? formatRotationJson(result) : formatRotationText(result));
  return exitCode([old, current], result);
}

function check(before: ManifestSet, after: ManifestSet, options: RotationCheckOptions): RotationCheckResult {
  try {
    return checkRotation(before, after, options);
  } catch (error) {
    if (Refusal.isRefusal(error)) {
      throw new UsageError(`--gateway: ${error.message}`);
    }
    throw error;
  }
}

/** What could not be read may be what fails, so that there is no verdict without it. */
function exitCode(sets: readonly ManifestSet[], { verdict }: RotationCheckResult): ExitCode {
  const problems = sets.flatMap((set) => set.problems);
  for (const { source, message } of problems) {
    process.stderr.write(`upstream-tls: ${printable(`${source.file}:${source.line}: ${message}`)}\n`);
  }
  if (problems.length > 0) {
    return EXIT_CODE.unusable;
  }
  return verdict === 'safe' || verdict === 'accepted' ? EXIT_CODE.clean : EXIT_CODE.findings;
}
