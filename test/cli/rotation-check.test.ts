import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../src/cli/explain';
import { type RotationCheckCommandOptions, rotationCheck } from '../../src/cli/rotation-check';
import { ROTATION_RULES } from '../../src/rotation/rules';
import { roots as authorities, chains } from '../rotation/certificates';
import { HOP, policy, roots, SERVES, secret, VERIFIES_CLIENTS } from '../rotation/payments';
import type { Identity } from '../trust/pki';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotation-'));
  const write = (name: string, trusted: readonly Identity[], leaf: Identity) =>
    writeFileSync(
      join(folder, name),
      [
        HOP,
        policy('roots'),
        roots('roots', trusted),
        roots('client-roots', trusted, VERIFIES_CLIENTS),
        secret('ledger-tls', [leaf], SERVES),
        secret('edge-client', [leaf]),
      ].join('---\n'),
    );
  write('a.yaml', [authorities.a], chains.a.leaf);
  write('ab.yaml', [authorities.a, authorities.b], chains.a.leaf);
  write('b.yaml', [authorities.b], chains.b.leaf);
  writeFileSync(join(folder, 'broken.yaml'), 'kind: [');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

afterEach(() => {
  jest.restoreAllMocks();
});

async function run(before: string, after: string, more: Partial<RotationCheckCommandOptions> = {}) {
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    });
  }
  const options = { before: join(folder, before), after: join(folder, after), format: 'text', ...more } as const;
  const status = await rotationCheck(options);
  jest.restoreAllMocks();
  return { status, ...written };
}

test('a safe step ends with exit code 0, and its trust changes are listed', async () => {
  const { status, stdout } = await run('a.yaml', 'ab.yaml', { gateway: ['envoy-gateway@1.9'] });

  expect(status).toBe(0);
  expect(stdout).toMatch(
    new RegExp(
      [
        '^safe: what works before works in every mix of old and new \\(1 hop judged\\)',
        '',
        'Changes of trust',
        '  ConfigMap payments/roots, at the gateway \\(1 hop\\)',
        '    added: CN=root b, ends 2049-12-31T00:00:00.000Z, SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}',
        '  ConfigMap payments/client-roots, at the backend \\(1 hop\\)',
        '    added: CN=root b, .*',
        '',
        'Going back is safe',
        '$',
      ].join('\n'),
    ),
  );
});

test('an unsafe step ends with exit code 1, and says what fails first', async () => {
  const { status, stdout } = await run('a.yaml', 'b.yaml');

  expect(status).toBe(1);
  expect(stdout).toContain('What fails first\n  hop: Gateway payments/edge to Service payments/ledger\n');
  expect(stdout).toContain('  has arrived: Secret payments/edge-client, at the gateway\n');
  expect(stdout).toContain('[rotation/anchor-retired-early]');
  expect(stdout).toContain('rotation/phases-merged');
});

test('the JSON has the verdict, the interleaving and the findings with their places', async () => {
  const { stdout } = await run('a.yaml', 'b.yaml', { format: 'json' });

  expect(JSON.parse(stdout)).toMatchObject({
    verdict: 'unsafe',
    interleaving: { rule: 'rotation/anchor-not-distributed' },
    revert: { verdict: 'unsafe' },
    findings: expect.arrayContaining([
      expect.objectContaining({
        rule: 'rotation/trust-replaced',
        source: { file: join(folder, 'b.yaml'), line: expect.any(Number) },
      }),
    ]),
    summary: { edges: 1, errors: expect.any(Number), warnings: 0 },
  });
});

test('the times of a step are judged where they are given', async () => {
  const times = { now: '2026-06-01T00:00:00Z', beforeSince: '2026-06-01T00:00:00Z' };

  expect((await run('ab.yaml', 'a.yaml', times)).stdout).toContain('[rotation/retire-too-early]');
});

test('manifests that cannot be read give no verdict', async () => {
  const { status, stderr } = await run('a.yaml', 'broken.yaml');

  expect(status).toBe(2);
  expect(stderr).toMatch(/^upstream-tls: .*broken\.yaml:1: /);
});

test.each([
  [{ before: '-', after: '-' }, 'path "-" stands for standard input, which can be read only once; give it once'],
  [{ now: 'now' }, '--now: "now" is not an instant; write it as in 2026-01-31T12:00:00Z'],
  [{ beforeSince: 'then' }, '--before-since: "then" is not an instant; write it as in 2026-01-31T12:00:00Z'],
  [{ gateway: ['envoy@1.9'] }, '--gateway: "envoy" is not a gateway implementation'],
])('a wrong command line is refused: %p', async (options, message) => {
  await expect(run('a.yaml', 'a.yaml', options)).rejects.toThrow(message);
});

test.each(ROTATION_RULES)('what `rotation check` finds as $id can be explained', ({ id, title }) => {
  let text = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });

  expect(explain(id)).toBe(0);
  jest.restoreAllMocks();
  expect(text).toContain(title.slice(0, 40));
  expect(text.replaceAll(/\s+/g, ' ')).toContain(`annotate the object with upstream-tls.dev/ignore: "${id}: <reason>"`);
});
