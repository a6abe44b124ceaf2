import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const REHEARSAL = join(__dirname, '../../rehearsal/index.mjs');

// Each sequence starts four processes, which takes its time on a machine that is busy.
jest.setTimeout(180_000);

interface Rehearsed {
  readonly verdict: string;
  readonly sent: number;
  readonly lost: readonly string[];
  readonly agree: string;
}

function rehearse(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [REHEARSAL, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr, rows: rowsIn(stdout) };
}

function rowsIn(text: string): readonly Rehearsed[] {
  return [...text.matchAll(/ {2}(safe|unsafe) +(\d+) +(\S+) +(\S+) +(yes|NO)$/gm)].map(
    ([, verdict = '', sent, atRandom = '', asNamed = '', agree = '']) => ({
      verdict,
      sent: Number(sent),
      lost: [atRandom, asNamed],
      agree,
    }),
  );
}

const isNginxInstalled = spawnSync('nginx', ['-v']).status === 0;
const gateways = ['node', ...(isNginxInstalled ? ['nginx'] : [])];

describe.each(gateways)('a rehearsal with the gateway %s', (gateway) => {
  let result: ReturnType<typeof rehearse>;

  beforeAll(() => {
    const sequences = ['planned', 'at-once', 'retire-early'].flatMap((name) => ['--sequence', name]);
    result = rehearse('--gateway', gateway, '--rounds', '1', ...sequences);
  });

  test('loses no request in the planned sequence', () => {
    const [planned] = result.rows;

    expect(result.stderr).toBe('');
    expect(planned).toMatchObject({ verdict: 'safe', lost: ['0', '-'], agree: 'yes' });
    expect(planned?.sent).toBeGreaterThan(50);
  });

  test('loses some where the check says so, in the order that it names', () => {
    const [, ...others] = result.rows;

    expect(others).toHaveLength(2);
    for (const { verdict, lost, agree } of others) {
      expect({ verdict, agree }).toEqual({ verdict: 'unsafe', agree: 'yes' });
      expect(Number(lost[1])).toBeGreaterThan(0);
    }
  });

  test('ends with exit status 0, since check and loss agree', () => {
    expect(result.status).toBe(0);
  });
});

test.each([
  ['a safe sequence that loses nothing', 'safe', 0, 0, true],
  ['a safe sequence that loses a request', 'safe', 1, 0, false],
  ['an unsafe sequence that loses some', 'unsafe', 0, 1, true],
  ['an unsafe sequence that loses nothing in the order named', 'unsafe', 5, 0, false],
  ['an unproven sequence that loses nothing', 'unproven', 0, 0, false],
])('%s: check and loss go together or not', (_name, verdict, atRandom, asNamed, expected) => {
  const module = pathToFileURL(join(__dirname, '../../rehearsal/agreement.mjs'));
  const program = `import { isAgreed } from '${module}'; console.log(isAgreed('${verdict}', { atRandom: ${atRandom}, asNamed: ${asNamed} }));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });

  expect(stdout).toBe(`${expected}\n`);
});

if (!isNginxInstalled) {
  test.skip('(skipped: NGINX is not installed) a rehearsal with the gateway nginx', () => undefined);
}

test.each([
  ['a gateway that is not there', ['--gateway', 'caddy'], 'there is no gateway caddy; node, nginx are there'],
  [
    'a sequence that is not there',
    ['--gateway', 'node', '--sequence', 'x'],
    'there is no sequence x; planned, at-once',
  ],
  ['a number that is none', ['--seed', 'x'], '--seed is x; a whole number above 0 is allowed'],
])('%s is refused', (_name, args, message) => {
  expect(rehearse(...args)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
});
