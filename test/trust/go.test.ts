import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseCertificate, validatePath } from '../../src/trust';
import { buildCase, scenarios } from './generated-chains';
import type { Identity } from './pki';

const RUNS = 500;
const SEED = 20261120;

const hasGo = spawnSync('go', ['version']).status === 0;
const describeWithGo = hasGo ? describe : describe.skip;

describeWithGo(hasGo ? 'crypto/x509 of Go' : '(skipped: the go command is not there) crypto/x509 of Go', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'go-verifier-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test(`the verdict on ${RUNS} generated chains equals that of Certificate.Verify`, () => {
    const cases = fc.sample(scenarios, { numRuns: RUNS, seed: SEED }).map(buildCase);
    const queries = cases.map(({ leaf, sent, anchors, purpose }) =>
      JSON.stringify({ leaf: leaf.pem, intermediates: pemOf(sent), anchors: pemOf(anchors), purpose }),
    );

    const theirs = runGo(join(folder, 'go-verifier'), queries.join('\n'));

    const differences = cases.flatMap((generated, index) => {
      const ours = validatePath({
        leaf: parse(generated.leaf),
        intermediates: generated.sent.map(parse),
        anchors: generated.anchors.map(parse),
        at: new Date(),
        purpose: generated.purpose,
        verifier: 'go',
      });
      const verdict = theirs[index] ?? 'no answer';
      return ours.ok === (verdict === 'ok')
        ? []
        : [`${index}: ours ${ours.ok ? 'ok' : ours.message}, theirs ${verdict}`];
    });
    expect(differences).toEqual([]);
    expect(theirs.filter((verdict) => verdict === 'ok').length).toBeGreaterThan(RUNS / 5);
  }, 120_000);
});

function runGo(binary: string, input: string): readonly string[] {
  const build = spawnSync('go', ['build', '-o', binary, '.'], {
    cwd: join(__dirname, 'go-verifier'),
    encoding: 'utf8',
  });
  expect(build.stderr).toBe('');
  const run = spawnSync(binary, { input, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
  expect(run.stderr).toBe('');
  return run.stdout.trimEnd().split('\n');
}

function parse(identity: Identity): ReturnType<typeof parseCertificate> {
  return parseCertificate(identity.der);
}

function pemOf(identities: readonly Identity[]): string {
  return identities.map((identity) => identity.pem).join('');
}
