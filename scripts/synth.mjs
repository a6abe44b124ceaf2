// Synthesizes and checks every example, and puts all of them into the output folder at once or none.
import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const { App } = require('cdk8s');
const { UpstreamTls } = require(join(root, 'lib/src/index.js'));

const outdir = join(root, process.env.CDK8S_OUTDIR ?? 'dist');
const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, 'examples', entry.name, 'charts.ts')))
  .map((entry) => entry.name)
  .sort();

const staging = mkdtempSync(join(dirname(outdir), '.synth-'));
try {
  const rows = examples.flatMap(synthesize);
  // mkdtemp makes a folder that nobody else may read.
  chmodSync(staging, 0o755);
  rmSync(outdir, { recursive: true, force: true });
  renameSync(staging, outdir);
  console.log(summary(rows));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(staging, { recursive: true, force: true });
}

/** Some examples come in stages, one commit each. */
function synthesize(name) {
  const { build, stages = [undefined] } = require(join(root, `lib/examples/${name}/charts.js`));
  return stages.map((stage) => {
    const example = stage === undefined ? name : join(name, stage);
    const app = new App({ outdir: join(staging, example) });
    build(app, stage);
    app.synth();
    return { example, ...UpstreamTls.of(app).check().summary };
  });
}

function summary(rows) {
  const header = { example: 'EXAMPLE', objects: 'OBJECTS', errors: 'ERRORS', warnings: 'WARNINGS' };
  const width = Math.max(...[header, ...rows].map((row) => row.example.length));
  const line = (row) =>
    [
      row.example.padEnd(width),
      ...[row.objects, row.errors, row.warnings].map((cell) => String(cell).padStart(8)),
    ].join('  ');
  return [line(header), ...rows.map(line)].join('\n');
}
