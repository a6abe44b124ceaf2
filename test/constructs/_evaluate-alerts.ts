import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { WrittenGroup } from './_alerts';

const isInstalled = spawnSync('promtool', ['--version']).status === 0;

/** `describe` where Prometheus's own tool is there. */
export const evaluated = isInstalled ? describe : describe.skip;

/** Why tests are skipped, for their names. */
export const reason = isInstalled ? '' : '(skipped: promtool is not installed) ';

/** Series by their selector, with their values from the beginning on, one a minute. The clock begins at 0. */
export type Samples = Readonly<Record<string, string>>;

/** By time, all alerts that fire then, each with its severity: `CertificateNotReady warning`. */
export type Fires = Readonly<Record<string, readonly string[]>>;

/** Evaluates alerts with Prometheus's own engine, and has its linter look at them. */
export function evaluateGroups(groups: readonly WrittenGroup[], samples: Samples, fires: Fires): void {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  try {
    writeFileSync(join(folder, 'rules.yaml'), stringify({ groups }));
    writeFileSync(join(folder, 'test.yaml'), stringify(unitTest(samples, fires)));
    runPromtool(folder, 'check', 'rules', '--lint=all', '--lint-fatal', 'rules.yaml');
    runPromtool(folder, 'test', 'rules', 'test.yaml');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runPromtool(folder: string, ...args: readonly string[]): void {
  const { stdout, stderr, status } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
  const output = `${stdout}${stderr}`;
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
}

function unitTest(samples: Samples, fires: Fires): object {
  const tests = Object.entries(fires).map(([time, expected]) => ({
    expr: 'count by (alertname, severity) (ALERTS{alertstate="firing"})',
    eval_time: time,
    exp_samples: expected.map((alert) => {
      const [name, severity] = alert.split(' ');
      return { labels: `{alertname="${name}",severity="${severity}"}`, value: 1 };
    }),
  }));
  const input = Object.entries(samples).map(([series, values]) => ({ series, values }));
  return {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [{ interval: '1m', input_series: input, promql_expr_test: tests }],
  };
}
