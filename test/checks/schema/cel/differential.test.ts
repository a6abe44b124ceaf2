import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import fc from 'fast-check';
import { compileRule } from '../../../../src/checks/schema/cel/cel-program';
import { schemaTypeOf } from '../../../../src/checks/schema/cel/schema-type';
import { SchemaList, SchemaMap, SchemaObject, toCelValue } from '../../../../src/checks/schema/cel/schema-value';
import { CelError, CelList, CelMap, CelObjectValue, type CelResult } from '../../../../src/checks/schema/cel/values';
import { RULE_WORK_LIMIT, WorkBudget } from '../../../../src/checks/schema/cel/work-budget';
import { type RuleSite, readRules } from './reference-rules';
import { hintsOf, valueArbitrary } from './value-arbitrary';

/** Rules that the other evaluator cannot run: optional syntax, functions of Kubernetes, `matches` as a function. */
const ONLY_HERE = /\.\?|\b(?:quantity|isIP|hasValue)\(|^matches\(/;
/** The other evaluator takes an empty text for a duration of zero; Go does not. */
const EMPTY_DURATION = /\bduration\([\s\S]* on .*""/;
const SAMPLES = 20;
/** How many verdicts were compared when this was written. */
const MIN_COMPARISONS = 11_860;

const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;
const describeWithCrds = folder === undefined ? describe.skip : describe;
const skipped = folder === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : '';

const environment = celEnv({ funcs: strings });

type Verdict = 'true' | 'false' | 'error';

function toInput(result: CelResult): CelInput {
  if (result instanceof CelList) {
    return Array.from({ length: result.size }, (_, index) => toInput(result.at(index)));
  }
  if (result instanceof CelMap) {
    return new Map(result.keys().map((key) => [String(key), toInput(result.find(key) ?? null)]));
  }
  // Times and malformed ones: no reference rule looks at any.
  return result instanceof CelError || result instanceof CelObjectValue ? 'not comparable' : result;
}

function verdictOf(value: unknown): Verdict {
  return typeof value === 'boolean' ? (String(value) as Verdict) : 'error';
}

function describeValue(self: CelResult): string {
  const value =
    self instanceof SchemaObject || self instanceof SchemaMap || self instanceof SchemaList ? self.json : self;
  return JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one));
}

function compare(site: RuleSite, selves: readonly CelResult[]): readonly string[] {
  const { rule } = site.rule;
  const program = compileRule(rule);
  const other = plan(environment, parse(rule));
  return selves.flatMap((self, index) => {
    const oldSelf = selves[(index + 1) % selves.length] ?? null;
    const ours = program.kind === 'program' && program.evaluate(self, oldSelf, new WorkBudget(RULE_WORK_LIMIT));
    const theirs = other({ self: toInput(self), oldSelf: toInput(oldSelf) });
    const isSame = verdictOf(ours) === (isCelError(theirs) ? 'error' : verdictOf(theirs));
    return isSame ? [] : [`${rule} on ${describeValue(self)}`];
  });
}

describeWithCrds(`${skipped}the evaluator of @bufbuild/cel, which is not ours`, () => {
  test('comes to the same verdict on values of every reference rule', () => {
    const sites = [...readRules(folder ?? '').values()].flatMap(([site]) => site ?? []);
    let comparisons = 0;
    const differences = sites
      .filter((site) => !ONLY_HERE.test(site.rule.rule))
      .flatMap((site) => {
        const type = schemaTypeOf(site.schema, site.isResource);
        const arbitrary = valueArbitrary(site.schema, hintsOf(site.rule.rule), site.isResource);
        const samples = fc.sample(arbitrary, { numRuns: SAMPLES, seed: 7 });
        const selves = type === undefined ? [] : samples.map((sample) => toCelValue(sample, type));
        comparisons += selves.length;
        return compare(site, selves);
      });
    expect(differences.filter((difference) => !EMPTY_DURATION.test(difference))).toEqual([]);
    expect(differences.length).toBeGreaterThan(0);
    expect(comparisons).toBeGreaterThanOrEqual(MIN_COMPARISONS);
  }, 60_000);
});
