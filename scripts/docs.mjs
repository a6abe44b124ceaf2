// Writes what the documentation shows of the program: the example's output, what commands print, the capability tables, the
// rules, the runbook. With --check it writes nothing and fails where a file is not current.
// The examples must have been synthesized.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const checkOnly = process.argv.includes('--check');
const { capabilityMatrix, MATRIX_LEGEND } = require(join(root, 'lib/src/report/capability-matrix.js'));
const { capabilityPage } = require(join(root, 'lib/src/report/capability-page.js'));
const { markdownTable } = require(join(root, 'lib/src/report/table.js'));
const { licenseRecoveryPage } = require(join(root, 'lib/src/report/license-recovery-page.js'));
const { rulesPage } = require(join(root, 'lib/src/report/rules-page.js'));
const { RULES } = require(join(root, 'lib/src/checks/rules/index.js'));
const { ROTATION_RULES } = require(join(root, 'lib/src/rotation/rules/index.js'));
const { portabilityPages } = require(join(root, 'lib/src/testing/portability/portability-pages.js'));
const { gatewayRegistry } = require(join(root, 'lib/src/gateways/registry.js'));

/** Pages written by hand that show what commands print. */
const GUIDES = ['docs/rotation.md', 'docs/kong.md'];
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const files = {
  'README.md': Object.entries({
    output: `\`\`\`yaml\n${exampleOutput(readme).trim()}\n\`\`\``,
    capabilities: `${markdownTable(capabilityMatrix(gatewayRegistry, { newestOnly: true }))}\n\nThe newest versions of each; ${MATRIX_LEGEND}.`,
  }).reduce((text, [marker, content]) => replaceBetween(text, marker, content), withCommandOutput(readme)),
  ...Object.fromEntries(GUIDES.map((file) => [file, withCommandOutput(readFileSync(join(root, file), 'utf8'))])),
  'docs/capabilities.md': capabilityPage(gatewayRegistry),
  'docs/license-recovery.md': licenseRecoveryPage(),
  'docs/rules.md': rulesPage([...RULES, ...ROTATION_RULES]),
  ...Object.fromEntries(Object.entries(portabilityPages()).map(([file, text]) => [`docs/${file}`, text])),
};

const stale = Object.entries(files).filter(([file, text]) => current(file) !== text);
if (checkOnly && stale.length > 0) {
  console.error(`not current: ${stale.map(([file]) => file).join(', ')}; run: npm run docs`);
  process.exitCode = 1;
} else if (!checkOnly) {
  for (const [file, text] of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}`);
  }
}

function current(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function replaceBetween(text, marker, content) {
  const [begin, end] = [`<!-- ${marker}:begin -->`, `<!-- ${marker}:end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`no ${begin} ... ${end} in the text`);
  }
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

/** Runs the example of the README as it stands there; the package finds itself by its own name below its root. */
function exampleOutput(text) {
  const code = /<!-- example:begin -->\n```ts\n([\s\S]*?)```/.exec(text)?.[1];
  const folder = mkdtempSync(join(root, '.readme-'));
  try {
    const { code: script } = transformSync(code, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(folder, 'main.cjs'), script);
    mkdirSync(join(folder, 'pki'));
    writeFileSync(join(folder, 'pki/payments-root.pem'), readFileSync(join(root, 'examples/pki/payments-root.pem')));
    execFileSync(process.execPath, ['main.cjs'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    return readFileSync(join(folder, 'dist/payments.k8s.yaml'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts what each command prints behind it: `<!-- run: upstream-tls validate file.yaml -->`. */
function withCommandOutput(text) {
  return text.replace(
    /(<!-- run: upstream-tls (.+) -->\n)[\s\S]*?(<!-- run end -->)/g,
    (_, begin, args, end) => `${begin}\`\`\`\n$ npx upstream-tls ${args}\n${printed(args.split(' '))}\n\`\`\`\n${end}`,
  );
}

function printed(args) {
  const main = join(root, 'lib/src/cli/bundle/main.js');
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: 'utf8' });
  // 0 and 1 are verdicts; anything else is a mistake in the page.
  if (status !== 0 && status !== 1) {
    throw new Error(`upstream-tls ${args.join(' ')} ends with ${status}: ${stderr}`);
  }
  return stdout.trim();
}
