import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RotationPlanCommandOptions, rotationPlan } from '../../src/cli/rotation-plan';
import { loadManifests } from '../../src/manifests/load';
import { roots as authorities, chains } from '../rotation/certificates';
import {
  bundle,
  certificate,
  HOP,
  issuingCa,
  policy,
  roots,
  SERVES,
  secret,
  VERIFIES_CLIENTS,
} from '../rotation/payments';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotation-plan-'));
  const write = (name: string, ...pieces: readonly string[]) => writeFileSync(join(folder, name), pieces.join('---\n'));
  const managed = (ca: string) => [
    HOP,
    policy('roots'),
    issuingCa(ca),
    bundle('roots', [ca]),
    bundle('client-roots', [ca], VERIFIES_CLIENTS),
    certificate('ledger-tls', ca, 'server auth'),
    certificate('edge-client', ca, 'client auth'),
  ];
  write('v1.yaml', ...managed('root-v1'));
  write('v2.yaml', ...managed('root-v2'));
  write('a.yaml', HOP, policy('roots'), roots('roots', [authorities.a]), secret('ledger-tls', [chains.a.leaf], SERVES));
  write('b.yaml', HOP, policy('roots'), roots('roots', [authorities.b]), secret('ledger-tls', [chains.b.leaf], SERVES));
  write(
    'hostile.yaml',
    HOP,
    policy('roots'),
    roots('roots', [authorities.b]),
    secret('ledger-tls', [chains.b.leaf], SERVES),
    roots('"../../x"', []),
  );
  write('broken.yaml', 'kind: [');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

afterEach(() => {
  jest.restoreAllMocks();
});

function run(before: string, after: string, more: Partial<RotationPlanCommandOptions> = {}) {
  let stdout = '';
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const status = rotationPlan({ before: join(folder, before), after: join(folder, after), format: 'text', ...more });
  jest.restoreAllMocks();
  return { status, stdout };
}

test('a plan is printed as a table of what changes, what to wait for, and when', () => {
  const { status, stdout } = run('v1.yaml', 'v2.yaml', { now: '2026-06-01T00:00:00Z' });

  expect(status).toBe(0);
  expect(stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  ').replace(/: condition .*/, ': ...'))).toEqual([
    'PHASE  NOT BEFORE  CHANGES  THEN WAIT UNTIL',
    '1 prepare  2026-06-01T00:00:00.000Z  Bundle roots  Bundle roots: ...',
    '  Bundle client-roots  Bundle client-roots: ...',
    '  Certificate cert-manager/root-v2  Certificate cert-manager/root-v2: ...',
    '  ClusterIssuer root-v2',
    '2 activate  2026-06-01T00:15:00.000Z  Certificate payments/ledger-tls  Certificate payments/ledger-tls: ...',
    '  Certificate payments/edge-client  Certificate payments/edge-client: ...',
    '3 retire  2026-06-01T01:25:00.000Z  Bundle roots  Bundle roots: ...',
    '  Bundle client-roots  Bundle client-roots: ...',
    '  without Certificate cert-manager/root-v1',
    '  without ClusterIssuer root-v1',
    '',
  ]);
});

test('the JSON has the same', () => {
  const { stdout } = run('v1.yaml', 'v2.yaml', { format: 'json' });

  expect(JSON.parse(stdout)).toMatchObject({
    possible: true,
    phases: [
      { title: 'prepare' },
      { title: 'activate' },
      { title: 'retire', removed: [{ name: 'root-v1' }, { name: 'root-v1' }] },
    ],
  });
});

test('what each phase applies is written to folders that can be read again, without Secrets', () => {
  const out = join(folder, 'out');

  expect(run('a.yaml', 'hostile.yaml', { out }).status).toBe(0);
  expect(readdirSync(out)).toEqual(['1-prepare', '2-activate', '3-retire']);
  expect(readdirSync(join(out, '1-prepare'))).toEqual([
    '01-configmap-payments-roots.yaml',
    '02-configmap-payments-______x.yaml',
  ]);
  expect(readdirSync(join(out, '2-activate'))).toEqual([]);
  const [prepared] = loadManifests([join(out, '1-prepare/01-configmap-payments-roots.yaml')]).manifests;
  expect(prepared?.body.data).toEqual({ 'ca.crt': authorities.a.pem + authorities.b.pem });
  expect(readFileSync(join(out, '3-retire/01-configmap-payments-roots.yaml'), 'utf8')).toContain('kind: ConfigMap');
  expect(() => run('a.yaml', 'b.yaml', { out })).toThrow(/^--out: folder ".*1-prepare" cannot be made \(EEXIST\)/);
});

test.each([
  ['argo-cd', '  Argo CD: the Application is Synced', 'resource.customizations.health.trust'],
  ['flux', '  Flux: the Kustomization that applies', 'healthCheckExprs:'],
] as const)('what makes %s wait stands beside the folder of each phase', (gitops, barrier, patch) => {
  const out = join(folder, `out-${gitops}`);
  const { stdout } = run('v1.yaml', 'v2.yaml', { out, gitops });

  expect(readdirSync(out)).toEqual([
    '1-prepare',
    '1-prepare.barrier.yaml',
    '2-activate',
    '2-activate.barrier.yaml',
    '3-retire',
    '3-retire.barrier.yaml',
  ]);
  expect(stdout.split(barrier)).toHaveLength(4);
  expect(readFileSync(join(out, '1-prepare.barrier.yaml'), 'utf8')).toMatch(/^# Merge this into .* before the phase,/);
  expect(readFileSync(join(out, '1-prepare.barrier.yaml'), 'utf8')).toContain(patch);
  expect(loadManifests([join(out, '2-activate.barrier.yaml')]).problems).toEqual([]);
});

test('the JSON has what makes the tool wait', () => {
  const { stdout } = run('v1.yaml', 'v2.yaml', { format: 'json', gitops: 'flux' });

  expect(JSON.parse(stdout).phases[1]).toMatchObject({
    gate: { barrier: expect.stringMatching(/^Flux: /), patch: { kind: 'Kustomization', spec: { wait: true } } },
  });
});

test('a phase of ConfigMaps and Secrets has nothing for the tool to wait for', () => {
  const out = join(folder, 'out-plain');
  run('a.yaml', 'b.yaml', { out, gitops: 'flux' });

  expect(readdirSync(out)).toEqual(['1-prepare', '2-activate', '3-retire']);
});

test('where no plan is safe, the reason is printed, and the exit code is 1', () => {
  writeFileSync(
    join(folder, 'mixed.yaml'),
    [HOP, policy('roots'), roots('roots', [authorities.a]), secret('ledger-tls', [chains.b.leaf], SERVES)].join(
      '---\n',
    ),
  );
  const { status, stdout } = run('a.yaml', 'mixed.yaml');

  expect(status).toBe(1);
  expect(stdout).toMatch(/^no safe plan\n {2}hop: Gateway payments\/edge to Service payments\/ledger\n/);
});

test('manifests that cannot be read give no plan', () => {
  expect(run('a.yaml', 'broken.yaml')).toEqual({ status: 2, stdout: '' });
});
