// Compiles to lib/ and puts the contracts beside the compiled bindings, where the schema check looks for them.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
rmSync(join(root, 'lib'), { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
cpSync(join(root, 'imports/crds'), join(root, 'lib/imports/crds'), { recursive: true });
cpSync(join(root, 'imports/contracts.json'), join(root, 'lib/imports/contracts.json'));
