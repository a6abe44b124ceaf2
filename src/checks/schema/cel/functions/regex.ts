import type { RE2JS } from 're2js';
import { celFunction, celMethod, INT, reading, STRING } from '../cel-function';
import { CelArray, CelError, type CelResult, TRAVERSAL_COST } from '../values';
import type { WorkBudget } from '../work-budget';

const MAX_CACHED_PATTERNS = 1_000;
/** The API server's factor for the length of a pattern. */
const PATTERN_COST = 0.25;

const compiled = new Map<string, RE2JS | CelError>();

/** Compiles a pattern, once: rules ask for the same few again and again. */
function compile(pattern: string): RE2JS | CelError {
  const known = compiled.get(pattern);
  if (known !== undefined) {
    return known;
  }
  if (compiled.size >= MAX_CACHED_PATTERNS) {
    compiled.clear();
  }
  const result = tryCompile(pattern);
  compiled.set(pattern, result);
  return result;
}

function tryCompile(pattern: string): RE2JS | CelError {
  // Loaded with the first pattern: most rules have none.
  const { RE2JS: engine } = require('re2js') as typeof import('re2js');
  try {
    return engine.compile(pattern);
  } catch (error) {
    return new CelError(`invalid regular expression: ${error instanceof Error ? error.name : 'unknown error'}`);
  }
}

function search<T extends CelResult>(
  text: string,
  pattern: string,
  budget: WorkBudget,
  read: (expression: RE2JS) => T,
): T | CelError {
  budget.charge(Math.ceil(text.length * TRAVERSAL_COST) * Math.ceil(pattern.length * PATTERN_COST));
  const expression = compile(pattern);
  return expression instanceof CelError ? expression : read(expression);
}

/**
 * `matches`, and `find` and `findAll` of Kubernetes. Patterns are RE2, so that no text makes one run away.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library
 */
export const REGEX_FUNCTIONS = [
  ...[celFunction, celMethod].map((define) =>
    define('matches', [STRING, STRING], (text, pattern, budget) =>
      search(text, pattern, budget, (expression) => expression.test(text)),
    ),
  ),
  celMethod('find', [STRING, STRING], (text, pattern, budget) =>
    search(text, pattern, budget, (expression) => findAll(text, expression, 1n)[0] ?? ''),
  ),
  celMethod('findAll', [STRING, STRING], (text, pattern, budget) =>
    search(text, pattern, budget, (expression) => new CelArray(findAll(text, expression, -1n))),
  ),
  reading(
    celMethod('findAll', [STRING, STRING, INT], (text, pattern, limit, budget) =>
      search(text, pattern, budget, (expression) => new CelArray(findAll(text, expression, limit))),
    ),
  ),
];

/** @param limit how many matches at most; negative for all */
function findAll(text: string, expression: RE2JS, limit: bigint): readonly string[] {
  const matcher = expression.matcher(text);
  const found: string[] = [];
  while ((limit < 0n || BigInt(found.length) < limit) && matcher.find()) {
    found.push(matcher.group() ?? '');
  }
  return found;
}
