// Runs each benchmark in a process of its own; each prints ratios within one run, since absolute times vary by machine.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const benchmarks = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs') && file !== 'index.mjs')
  .filter((file) => wanted.length === 0 || wanted.includes(file.replace('.mjs', '')))
  .sort();

for (const file of benchmarks) {
  console.log(`\n# ${file.replace('.mjs', '')}`);
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(folder, file)], { stdio: 'inherit' });
  if (status !== 0) {
    process.exitCode = 1;
  }
}
