import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies;

function between(marker: string, language: string): string {
  const block = new RegExp(
    `<!-- ${marker}:begin -->\n\`\`\`${language}\n([\\s\\S]*?)\`\`\`\n<!-- ${marker}:end -->`,
  ).exec(readme);
  if (block?.[1] === undefined) {
    throw new Error(`the README has no ${language} block marked ${marker}`);
  }
  return block[1];
}

function run(folder: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'upstream-tls-pack-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('installs into an empty project, where the example of the README compiles and writes what the README shows', () => {
    // GIVEN
    const [{ filename }] = JSON.parse(
      run(root, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder),
    );
    const peers = ['cdk8s', 'cdk8s-plus-28', 'constructs', 'typescript', '@types/node'];
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
    run(
      folder,
      'npm',
      'install',
      '--no-audit',
      '--no-fund',
      `./${filename}`,
      ...peers.map((peer) => `${peer}@${pinned[peer]}`),
    );
    // WHEN
    writeFileSync(join(folder, 'main.ts'), between('example', 'ts'));
    mkdirSync(join(folder, 'pki'));
    cpSync(join(root, 'examples/pki/payments-root.pem'), join(folder, 'pki/payments-root.pem'));
    run(folder, 'npx', 'tsc', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node', 'main.ts');
    run(folder, 'node', 'main.js');
    // THEN
    expect(readFileSync(join(folder, 'dist/payments.k8s.yaml'), 'utf8')).toBe(between('output', 'yaml'));
    expect(run(folder, 'npx', 'upstream-tls', 'validate', 'dist')).toMatch(/0 errors/);
  }, 300_000);
});
