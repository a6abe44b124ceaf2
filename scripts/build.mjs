// Compiles to lib/, and puts the contracts and the programs of pods beside what reads them.
// A build that fails leaves lib/ as it was.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const staging = mkdtempSync(join(root, '.lib-'));
try {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', staging];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) {
    writeContracts();
    copyPlainScripts();
    await bundleCommandLine();
    // mkdtemp makes a folder that nobody else may read.
    chmodSync(staging, 0o755);
    rmSync(join(root, 'lib'), { recursive: true, force: true });
    renameSync(staging, join(root, 'lib'));
  } else {
    process.exitCode = 1;
  }
} finally {
  rmSync(staging, { recursive: true, force: true });
}

/**
 * The command line starts faster from one file than from some 500 modules. The folder is as deep as
 * src/checks/schema, so that the contracts are found from both. @bufbuild/cel stays outside: its parser is loaded by file.
 */
async function bundleCommandLine() {
  await build({
    entryPoints: [join(staging, 'src/cli/main.js')],
    outfile: join(staging, 'src/cli/bundle/main.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['@bufbuild/*'],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'inline',
    logLevel: 'warning',
  });
}

/** As JSON, which is read faster: each start of the command line reads some of them. */
function writeContracts() {
  const index = JSON.parse(readFileSync(join(root, 'imports/contracts.json'), 'utf8'));
  for (const entry of Object.values(index)) {
    const contract = parse(readFileSync(join(root, 'imports', entry.file), 'utf8'));
    entry.file = entry.file.replace(/\.yaml$/, '.json');
    const target = join(staging, 'imports', entry.file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, JSON.stringify(contract));
  }
  writeFileSync(join(staging, 'imports/contracts.json'), JSON.stringify(index));
}

/** Scripts that are shipped as they stand, since they run in a pod without this library. */
function copyPlainScripts() {
  for (const file of readdirSync(join(root, 'src'), { recursive: true })) {
    if (file.endsWith('.cjs')) {
      cpSync(join(root, 'src', file), join(staging, 'src', file));
    }
  }
}
