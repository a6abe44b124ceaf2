// What checking costs, as ratios within one run: against parsing the same YAML, across sizes, and against starting Node.
// Run after a build: node bench/validate.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { median, mixedObjects, timed } from './workload/mixed-objects.mjs';

const require = createRequire(import.meta.url);
const { check } = require('../lib/src/checks/check.js');
const { readManifests } = require('../lib/src/manifests/read-manifests.js');
const CLI = require.resolve('../lib/src/cli/bundle/main.js');

const LIMITS = { checkToParse: 3, level: 0.2, startUp: 4 };
const failures = [];

function report(name, value, limit) {
  const isGood = value <= limit;
  console.log(`${isGood ? 'ok  ' : 'MISS'} ${name}: ${value.toFixed(2)} (limit ${limit})`);
  if (!isGood) {
    failures.push(name);
  }
}

function yamlOf(count) {
  return mixedObjects(count)
    .map((object) => stringify(object))
    .join('---\n');
}

function setOf(objects) {
  const manifests = objects.map((body) => ({
    key: { apiVersion: body.apiVersion, kind: body.kind, ...body.metadata },
    body,
  }));
  return { manifests, problems: [] };
}

function compareWithParsing() {
  const content = yamlOf(10_000);
  const rounds = Array.from({ length: 3 }, () => {
    const [parsing, set] = timed(() => readManifests([{ file: 'all.yaml', content }]));
    const [checking, result] = timed(() => check(set));
    return { parsing, checking, result };
  });
  const { summary } = rounds[0].result;
  const parsing = median(rounds.map((round) => round.parsing));
  const checking = median(rounds.map((round) => round.checking));
  console.log(`10,000 mixed objects, ${summary.errors} errors: parsed in ${parsing} ms, checked in ${checking} ms`);
  report('checking / parsing', checking / parsing, LIMITS.checkToParse);
}

/** As the command does: from text to findings. */
function compareThroughput() {
  const sizes = [1_000, 10_000, 100_000];
  const texts = mixedObjects(Math.max(...sizes)).map((object) => stringify(object));
  const perObject = sizes.map((size) => {
    let total = 0;
    for (let start = 0; start < texts.length; start += size) {
      const content = texts.slice(start, start + size).join('---\n');
      total += timed(() => check(readManifests([{ file: 'all.yaml', content }])))[0];
    }
    console.log(`files of ${size} objects, read and checked: ${((1000 * total) / texts.length).toFixed(1)} us each`);
    return total / texts.length;
  });
  report('spread of the time to read and check', Math.max(...perObject) / Math.min(...perObject) - 1, LIMITS.level);
}

/** The same objects in sets of some size, so that each size has the same work and is as warm. In milliseconds. */
function timeInSetsOf(size, objects) {
  let total = 0;
  for (let start = 0; start < objects.length; start += size) {
    const set = setOf(objects.slice(start, start + size));
    total += timed(() => check(set))[0];
  }
  return total;
}

function compareSizes() {
  const sizes = [1_000, 10_000, 100_000];
  const objects = mixedObjects(Math.max(...sizes));
  timeInSetsOf(sizes[0], objects);
  const rounds = Array.from({ length: 3 }, () => sizes.map((size) => timeInSetsOf(size, objects)));
  const perObject = sizes.map((size, index) => {
    const each = median(rounds.map((round) => round[index])) / objects.length;
    console.log(`sets of ${size} objects: ${(1000 * each).toFixed(1)} us each`);
    return each;
  });
  const spread = Math.max(...perObject) / Math.min(...perObject) - 1;
  console.log(
    `spread of the time to check alone: ${spread.toFixed(2)} (no limit: large sets outgrow the caches of the processor)`,
  );
}

function compareStartUp() {
  const folder = mkdtempSync(join(tmpdir(), 'upstream-tls-bench-'));
  try {
    const file = join(folder, 'policy.yaml');
    writeFileSync(file, yamlOf(1));
    const start = (args) =>
      median(
        Array.from({ length: 11 }, () => timed(() => execFileSync(process.execPath, args, { stdio: 'ignore' }))[0]),
      );
    const bare = start(['-e', '0']);
    const validate = start([CLI, 'validate', file]);
    console.log(`node -e 0 takes ${bare} ms, validating one small file ${validate} ms`);
    report('start-up / node -e 0', validate / bare, LIMITS.startUp);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

compareWithParsing();
compareSizes();
compareThroughput();
compareStartUp();
process.exitCode = failures.length === 0 ? 0 : 1;
