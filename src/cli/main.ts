#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import type { CapabilitiesOptions } from './capabilities';
import { EXIT_CODE, type ExitCode } from './exit-code';
import type { ExplainServiceOptions } from './explain-service';
import { packageVersion } from './package-version';
import type { RotationCheckCommandOptions } from './rotation-check';
import type { RotationPlanCommandOptions } from './rotation-plan';
import type { ValidateOptions } from './validate';

const EXAMPLES = `
Examples:
  upstream-tls validate manifests/
  helm template ledger charts/ledger | upstream-tls validate -
  upstream-tls validate manifests/ --gateway envoy-gateway@1.9 --now 2026-01-31T00:00:00Z
  upstream-tls validate manifests/ --crds crds/ --format sarif > report.sarif
  upstream-tls explain schema/invalid-value
  upstream-tls explain-service manifests/ --service payments/ledger
  upstream-tls capabilities envoy-gateway@1.9
  upstream-tls rotation check --before main/ --after branch/ --now 2026-01-31T00:00:00Z

Exit codes:
  0  nothing found at or above --fail-on; the rotation is safe
  1  something found at or above --fail-on; the rotation is not shown to be safe
  2  the command line is wrong, or some input cannot be read
`;

/** Builds the command line. What a command needs is loaded when it runs: start-up must stay short. */
function createProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command('upstream-tls')
    .description('Check Kubernetes manifests for TLS from gateways to backends, offline')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(run with --help for what is allowed)')
    .exitOverride();
  program
    .command('validate')
    .description('check manifests: schema, CEL rules, references, certificates, and the traps of each gateway')
    // Paths come first: an option that takes several values takes all that follows it.
    .usage('<path...> [options]')
    .argument('<path...>', 'files, folders, or - for standard input')
    .option('--crds <path...>', 'CustomResourceDefinitions of your cluster, which win over the built-in ones')
    .option('--gateway <name@version...>', 'gateway implementations and their versions')
    .option(
      '--crl <file...>',
      'revocation lists of your authorities, as PEM or DER; without them revocation is not judged',
    )
    .option('--now <rfc3339>', 'the instant to judge expiry at; without it expiry is not judged')
    .addOption(
      new Option('--format <format>', 'how to write the report')
        .choices(['text', 'json', 'sarif', 'junit'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that fails')
        .choices(['error', 'warning'])
        .default('error'),
    )
    .option('--closed-world', 'take the manifests for everything that exists, so that a missing reference is an error')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: ValidateOptions) => {
      const { validate }: typeof import('./validate') = require('./validate');
      finish(await validate(paths, options));
    });
  const rotation = program.command('rotation').description('change certificate authorities without an outage');
  rotation
    .command('check')
    .description('prove that a change of manifests is safe in every mix of old and new, or show the mix that fails')
    .requiredOption('--before <path>', 'the manifests that are applied now: a file, a folder, or - for standard input')
    .requiredOption('--after <path>', 'the manifests that are to replace them')
    .option('--gateway <name@version...>', 'gateway implementations and their versions')
    .option('--now <rfc3339>', 'the instant of the change; without it expiry is not judged')
    .option(
      '--before-since <rfc3339>',
      'since when the manifests before have been applied; without it everybody is taken to have them',
    )
    .addOption(new Option('--format <format>', 'how to write the result').choices(['text', 'json']).default('text'))
    .action(async (options: RotationCheckCommandOptions) => {
      const { rotationCheck }: typeof import('./rotation-check') = require('./rotation-check');
      finish(await rotationCheck(options));
    });
  rotation
    .command('plan')
    .description('find the fewest safe phases from the manifests of now to those that are wanted')
    .requiredOption('--before <path>', 'the manifests that are applied now: a file or a folder')
    .requiredOption('--after <path>', 'the manifests that are wanted in the end')
    .option('--gateway <name@version...>', 'gateway implementations and their versions')
    .option('--now <rfc3339>', 'the instant of the first phase')
    .option('--out <folder>', 'write what each phase applies to folders below this one; Secrets are left out')
    .addOption(
      new Option(
        '--gitops <tool>',
        'who applies the phases; --out then has what makes that tool wait after each',
      ).choices(['argo-cd', 'flux']),
    )
    .addOption(new Option('--format <format>', 'how to write the plan').choices(['text', 'json']).default('text'))
    .action((options: RotationPlanCommandOptions) => {
      const { rotationPlan }: typeof import('./rotation-plan') = require('./rotation-plan');
      finish(rotationPlan(options));
    });
  program
    .command('capabilities')
    .description('print what the gateways can do: all of them, or one with the evidence')
    .argument('[gateway]', 'name, or name@version')
    .addOption(new Option('--format <format>', 'how to write it').choices(['text', 'json']).default('text'))
    .action((gateway: string | undefined, options: CapabilitiesOptions) => {
      const { capabilities }: typeof import('./capabilities') = require('./capabilities');
      finish(capabilities(gateway, options));
    });
  program
    .command('explain')
    .description('print what a rule finds, why, and how to mend it')
    .argument('<rule>', 'id of a rule, as findings show it')
    .action((rule: string) => {
      const { explain }: typeof import('./explain') = require('./explain');
      finish(explain(rule));
    });
  program
    .command('explain-service')
    .description('print the TLS of a Service as Kong puts it together of annotations and a BackendTLSPolicy')
    .argument('<path>', 'a file, a folder, or - for standard input')
    .requiredOption('--service <namespace/name>', 'the Service')
    .option('--gateway <name@version>', 'the controller of Kong and its version', (option) => [option])
    .addOption(new Option('--format <format>', 'how to write it').choices(['text', 'json']).default('text'))
    .action(async (path: string, options: ExplainServiceOptions) => {
      const { explainService }: typeof import('./explain-service') = require('./explain-service');
      finish(await explainService(path, options));
    });
  return program;
}

async function main(): Promise<void> {
  // Whoever reads the output may stop early (`| head`): that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  });
  const program = createProgram((code) => {
    process.exitCode = code;
  });
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

/** Says on standard error why the command could not run. */
function reportFailure(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    // Help and version end this way too; what is to be said has been said.
    return error.exitCode === 0 ? EXIT_CODE.clean : EXIT_CODE.unusable;
  }
  const isExpected = error instanceof Error && ['UsageError', 'UnreadablePathError'].includes(error.name);
  const text = isExpected ? `error: ${error.message}` : `internal error, please report it: ${stackOf(error)}`;
  process.stderr.write(`upstream-tls: ${text}\n`);
  return EXIT_CODE.unusable;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

void main();
