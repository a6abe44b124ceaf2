// Compiles to lib/ and puts the contracts beside the compiled bindings, where the schema check looks for them.
// A build that fails leaves lib/ as it was.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const staging = mkdtempSync(join(root, '.lib-'));
try {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', staging];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) {
    cpSync(join(root, 'imports/crds'), join(staging, 'imports/crds'), { recursive: true });
    cpSync(join(root, 'imports/contracts.json'), join(staging, 'imports/contracts.json'));
    rmSync(join(root, 'lib'), { recursive: true, force: true });
    renameSync(staging, join(root, 'lib'));
  } else {
    process.exitCode = 1;
  }
} finally {
  rmSync(staging, { recursive: true, force: true });
}
