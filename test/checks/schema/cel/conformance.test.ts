import { tests as specification } from '@bufbuild/cel-spec/testdata/conformance.js';
import { CelError, type CelResult, type CelValue } from '../../../../src/checks/schema/cel/values';
import { evaluate, isSameResult } from './evaluate';
import { readSpecValue, type SpecValue } from './spec-value';

interface SpecCase {
  readonly name: string;
  readonly expr: string;
  readonly value?: SpecValue;
  readonly evalError?: unknown;
  readonly container?: string;
  readonly bindings?: Readonly<Record<string, { readonly value?: SpecValue }>>;
  readonly checkOnly?: boolean;
}

interface SpecSuite {
  readonly name: string;
  readonly suites?: readonly SpecSuite[];
  readonly tests?: readonly { readonly original: SpecCase }[];
}

/** What has no meaning for the rules of CRDs. */
const NOT_APPLICABLE: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^(?:block_ext|encoders_ext|math_ext)\//, 'the API server does not load this extension'],
  [/^(?:enums|proto2|proto2_ext|proto3|wrappers|unknowns)\//, 'rules know no protocol buffer messages'],
  [/^type_deductions\//, 'nothing is type-checked here'],
  [/^namespace\/|^fields\/qualified_identifier_resolution\//, 'the variables of rules have no dots'],
  [/^fields\/quoted_map_fields\//, 'the API server does not allow quoted fields'],
];

/** Where cel-go, and so the API server, departs from the specification, or where we do. Each must still fail. */
const KNOWN_DIFFERENCES: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/unbound_is_runtime_error$/, 'what is not declared is refused when the rule is compiled'],
  [/^parse\/receiver_function_names\//, 'what is not declared is refused when the rule is compiled'],
  [/^string_ext\/value_errors\/(?:last)?indexof_out_of_range$/, 'cel-go gives -1'],
  [/^timestamps\/duration_converters\/get_milliseconds$/, 'cel-go gives all milliseconds of the duration'],
];

/** How many cases ran when this was written. */
const MIN_CASES = 1_376;

function casesOf(suite: SpecSuite, prefix: string): readonly (readonly [name: string, spec: SpecCase])[] {
  return [
    ...(suite.tests ?? []).map(({ original }) => [`${prefix}${original.name}`, original] as const),
    ...(suite.suites ?? []).flatMap((child) => casesOf(child, `${prefix}${child.name}/`)),
  ];
}

function isListed(list: typeof NOT_APPLICABLE, name: string): boolean {
  return list.some(([pattern]) => pattern.test(name));
}

/** @returns `undefined` when the case is about messages */
function readCase(spec: SpecCase): { variables: Record<string, CelValue>; expected: CelResult } | undefined {
  const bindings = Object.entries(spec.bindings ?? {}).map(([name, { value = {} }]) => [name, readSpecValue(value)]);
  const expected = spec.evalError === undefined ? readSpecValue(spec.value ?? { boolValue: true }) : new CelError('');
  const isPlain = spec.checkOnly !== true && spec.container === undefined && !/TestAllTypes|google\./.test(spec.expr);
  return !isPlain || expected === undefined || bindings.some(([, value]) => value === undefined)
    ? undefined
    : { variables: Object.fromEntries(bindings), expected };
}

function isMet(spec: SpecCase, variables: Readonly<Record<string, CelValue>>, expected: CelResult): boolean {
  try {
    return isSameResult(evaluate(spec.expr, variables), expected);
  } catch (error) {
    // Refused before it ran: that is no run-time error, which the specification could mean.
    return error instanceof Error && spec.evalError !== undefined && error.name === 'UnsupportedExpressionError';
  }
}

describe('the conformance tests of the CEL specification', () => {
  const results = casesOf(specification as SpecSuite, '')
    .filter(([name]) => !isListed(NOT_APPLICABLE, name))
    .flatMap(([name, spec]) => {
      const read = readCase(spec);
      return read === undefined ? [] : [{ name, isMet: isMet(spec, read.variables, read.expected) }];
    });

  test('every case that applies is met, but for the known differences', () => {
    const failures = results.filter((result) => !result.isMet && !isListed(KNOWN_DIFFERENCES, result.name));
    expect(failures.map((failure) => failure.name)).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(MIN_CASES);
  });

  test.each(KNOWN_DIFFERENCES)('the difference %s still exists (%s)', (pattern) => {
    const matching = results.filter((result) => pattern.test(result.name));
    expect(matching.length).toBeGreaterThan(0);
    expect(matching.filter((result) => result.isMet).map((result) => result.name)).toEqual([]);
  });
});
