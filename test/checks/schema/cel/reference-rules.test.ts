import fc from 'fast-check';
import { compileRule } from '../../../../src/checks/schema/cel/cel-program';
import { createCelValidator } from '../../../../src/checks/schema/cel/cel-validator';
import type { StructuralSchema } from '../../../../src/checks/schema/structural-schema';
import type { JsonValue } from '../../../../src/manifests/manifest';
import { type RuleSite, readRules } from './reference-rules';
import { hintsOf, valueArbitrary } from './value-arbitrary';
import { WITNESSES, type Witness } from './witnesses';

/** How many rules the reference CRDs held when this was written, and for how many both verdicts were shown. */
const MIN_RULES = 606;
const MIN_COVERED_RULES = 606;

const SAMPLES_PER_SITE = 1_500;
const SAMPLE_BATCH = 100;
const MAX_SITES = 6;

const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;
const describeWithCrds = folder === undefined ? describe.skip : describe;
const skipped = folder === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : '';

interface Verdict {
  readonly isAccepted: boolean;
  readonly isError: boolean;
}

/** A value and, for transition rules, the value before it. */
type Sample = readonly [value: JsonValue, oldValue: JsonValue | undefined];

/** Runs one rule alone, through the public interface. */
function judge(site: RuleSite): (sample: Sample) => Verdict {
  const schema: StructuralSchema = { ...withoutRules(site.schema), 'x-kubernetes-validations': [site.rule] };
  const validator = createCelValidator(site.isResource ? schema : { type: 'object', properties: { node: schema } });
  const wrap = (value: JsonValue): JsonValue => (site.isResource ? value : { node: value });
  return ([value, oldValue]) => {
    const violations = validator.validate(wrap(value), oldValue === undefined ? {} : { oldValue: wrap(oldValue) });
    const unsupported = violations.find((violation) => violation.kind === 'unsupported');
    if (unsupported !== undefined) {
      throw new Error(unsupported.message);
    }
    const isError = violations.some((violation) => violation.message.startsWith('the rule could not be evaluated'));
    return { isAccepted: violations.length === 0, isError };
  };
}

const stripped = new WeakMap<StructuralSchema, StructuralSchema>();

function withoutRules(schema: StructuralSchema): StructuralSchema {
  const known = stripped.get(schema);
  if (known !== undefined) {
    return known;
  }
  const { 'x-kubernetes-validations': _rules, allOf: _allOf, ...rest } = schema;
  const result: StructuralSchema = {
    ...rest,
    ...(schema.properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(schema.properties).map(([name, property]) => [name, withoutRules(property)]),
          ),
        }),
    ...(schema.items === undefined ? {} : { items: withoutRules(schema.items) }),
    ...(typeof schema.additionalProperties === 'object'
      ? { additionalProperties: withoutRules(schema.additionalProperties) }
      : {}),
  };
  stripped.set(schema, result);
  return result;
}

function sampleArbitrary(site: RuleSite, isTransition: boolean): fc.Arbitrary<Sample> {
  const value = valueArbitrary(site.schema, hintsOf(site.rule.rule), site.isResource);
  if (!isTransition) {
    return value.map((one) => [one, undefined]);
  }
  const pair = fc.tuple(value, value);
  return fc.oneof<fc.Arbitrary<Sample>[]>(
    pair,
    value.map((one) => [one, one]),
  );
}

interface Coverage {
  readonly accepted: boolean;
  readonly rejected: boolean;
}

function cover(sites: readonly RuleSite[]): Coverage {
  let accepted = false;
  let rejected = false;
  const note = (verdict: Verdict): void => {
    accepted ||= verdict.isAccepted;
    rejected ||= !verdict.isAccepted && !verdict.isError;
  };
  for (const site of sites.slice(0, MAX_SITES)) {
    const verdictOn = judge(site);
    const program = compileRule(site.rule.rule);
    const isTransition = program.kind === 'program' && program.usesOldSelf;
    const arbitrary = sampleArbitrary(site, isTransition);
    for (let done = 0; done < SAMPLES_PER_SITE && !(accepted && rejected); done += SAMPLE_BATCH) {
      for (const sample of fc.sample(arbitrary, { numRuns: SAMPLE_BATCH, seed: 20_260_301 + done })) {
        note(verdictOn(sample));
      }
    }
  }
  return { accepted, rejected };
}

describeWithCrds(`${skipped}the rules of the reference CRDs`, () => {
  const sites = folder === undefined ? new Map<string, readonly RuleSite[]>() : readRules(folder);

  test('every rule compiles', () => {
    const failures = [...sites.keys()].flatMap((rule) => {
      const program = compileRule(rule);
      return program.kind === 'unsupported' ? [`${rule}: ${program.reason}`] : [];
    });
    expect(failures).toEqual([]);
    expect(sites.size).toBeGreaterThanOrEqual(MIN_RULES);
  });

  test('every rule accepts one value and rejects another', () => {
    const missing: string[] = [];
    const needless: string[] = [];
    for (const [rule, ruleSites] of sites) {
      const generated = cover(ruleSites);
      const witness = WITNESSES.find((one) => one.rule === rule);
      if (witness !== undefined && generated.rejected) {
        needless.push(rule);
      }
      if (!generated.accepted || !(generated.rejected || isRejectedBy(witness, ruleSites))) {
        missing.push(`${ruleSites[0]?.place}: ${rule} (generated: ${JSON.stringify(generated)})`);
      }
    }
    const covered = sites.size - missing.length;
    process.stdout.write(`CEL rules shown to accept and to reject: ${covered} of ${sites.size}\n`);
    expect({ needless, missing: covered < MIN_COVERED_RULES ? missing : [] }).toEqual({ needless: [], missing: [] });
  }, 120_000);
});

/** Whether a hand-written value shows what the generator did not. */
function isRejectedBy(witness: Witness | undefined, [site]: readonly RuleSite[]): boolean {
  if (witness === undefined || site === undefined) {
    return false;
  }
  const verdict = judge(site)(witness.rejects);
  return !verdict.isAccepted && verdict.isError === (witness.byErrorOnly === true);
}
