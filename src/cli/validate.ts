import { readFileSync, statSync } from 'node:fs';
import { check } from '../checks/check';
import { RULES } from '../checks/rules';
import { crdsMissing } from '../checks/schema/schemas';
import type { Severity } from '../manifests/finding';
import { type LoadOptions, loadManifests, STDIN_FILE } from '../manifests/load';
import type { ManifestSet } from '../manifests/manifest';
import { formatReport, type ReportFormat } from '../report/format-report';
import { readCrls } from './crl-option';
import { EXIT_CODE, type ExitCode } from './exit-code';
import { readGateways } from './gateway-option';
import { readInstant } from './instant-option';
import { packageVersion } from './package-version';
import { progressOn } from './progress';
import { readStdin } from './read-stdin';
import { UsageError } from './usage-error';
import { wantsColor } from './wants-color';

/** The options of `validate`, as the command line gives them. */
export interface ValidateOptions {
  readonly crds?: readonly string[];
  readonly crl?: readonly string[];
  readonly gateway?: readonly string[];
  readonly now?: string;
  readonly format: ReportFormat;
  readonly failOn: Exclude<Severity, 'info'>;
  readonly closedWorld?: boolean;
}

/**
 * Checks manifests and writes the report to standard output.
 *
 * @throws UsageError or UnreadablePathError where there is nothing to report on
 */
export async function validate(paths: readonly string[], options: ValidateOptions): Promise<ExitCode> {
  const gateways = readGateways(options.gateway ?? []);
  const now = options.now === undefined ? undefined : readInstant(options.now);
  const crls = options.crl === undefined ? undefined : readCrls(options.crl);
  const stdin = await stdinFor([...paths, ...(options.crds ?? [])]);

  const progress = progressOn(process.stderr);
  const onFile = (file: string) => progress.update(`reading ${file}`);
  const crds = options.crds === undefined ? undefined : loadCrds(options.crds, { stdin, onFile });
  const set = loadManifests(paths, { stdin, onFile });
  progress.update(`checking ${set.manifests.length} objects`);
  const result = check(set, { crds, crls, gateways, now, closedWorld: options.closedWorld });
  progress.done();

  const report = formatReport(options.format, result, {
    version: packageVersion(),
    rules: RULES,
    failOn: options.failOn,
    color: wantsColor(process.stdout, process.env),
    sourceText: (file) => sourceText(file, stdin),
  });
  process.stdout.write(report);
  if (set.manifests.length === 0 && set.problems.length === 0) {
    process.stderr.write(`upstream-tls: no manifests in ${paths.join(' ')}\n`);
  }
  return exitCode([set, crds], result.summary, options.failOn);
}

function loadCrds(paths: readonly string[], options: LoadOptions): ManifestSet {
  const crds = loadManifests(paths, options);
  const missing = crdsMissing(crds);
  if (missing !== undefined) {
    throw new UsageError(`--crds ${paths.join(' ')}: ${missing}`);
  }
  return crds;
}

/** Standard input can be read once: either as manifests or as CRDs. */
async function stdinFor(paths: readonly string[]): Promise<Uint8Array | undefined> {
  const uses = paths.filter((path) => path === '-').length;
  if (uses > 1) {
    throw new UsageError('path "-" stands for standard input, which can be read only once; give it once');
  }
  return uses === 0 ? undefined : readStdin(process.stdin);
}

/** Only regular files are read again: a pipe would block. */
function sourceText(file: string, stdin: Uint8Array | undefined): string | undefined {
  if (file === STDIN_FILE) {
    return stdin === undefined ? undefined : Buffer.from(stdin).toString('utf8');
  }
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, 'utf8') : undefined;
}

function exitCode(
  sets: readonly (ManifestSet | undefined)[],
  { errors, warnings }: { readonly errors: number; readonly warnings: number },
  failOn: ValidateOptions['failOn'],
): ExitCode {
  if (sets.some((set) => set !== undefined && set.problems.length > 0)) {
    return EXIT_CODE.unusable;
  }
  return errors > 0 || (failOn === 'warning' && warnings > 0) ? EXIT_CODE.findings : EXIT_CODE.clean;
}
