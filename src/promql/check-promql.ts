type Grammar = typeof import('@prometheus-io/lezer-promql');
type Tree = ReturnType<Grammar['parser']['parse']>;
type Node = Parameters<Parameters<Tree['iterate']>[0]['enter']>[0];

/** Longer texts are not read: nobody writes them. */
const MAX_LENGTH = 64 * 1024;

/** What is wrong with a text, and where. */
export interface PromqlProblem {
  /** What the text has: lower case, no final period, without the text itself. */
  readonly message: string;
  /** Characters before the place. */
  readonly offset: number;
}

/** Says what is wrong with the syntax of an expression; undefined if nothing is. */
export function findPromqlProblem(expression: string): PromqlProblem | undefined {
  return expression.length > MAX_LENGTH
    ? { message: `more than ${MAX_LENGTH} characters`, offset: MAX_LENGTH }
    : findTreeProblem(parse(expression), expression);
}

const METRIC = 'm';

/**
 * Says what is wrong with label matchers as they stand between braces: `namespace="kong",pod=~"edge-.*"`. What would end
 * the braces and begin something else is no matcher.
 */
export function findMatchersProblem(matchers: string): PromqlProblem | undefined {
  const expression = `${METRIC}{${matchers}}`;
  const problem = findPromqlProblem(expression);
  if (problem !== undefined) {
    return { ...problem, offset: Math.max(0, Math.min(problem.offset - METRIC.length - 1, matchers.length)) };
  }
  const [selector] = childrenOf(parse(expression));
  const isOneSelector = selector?.name === 'VectorSelector' && selector.to === expression.length;
  return isOneSelector ? undefined : { message: 'more than label matchers', offset: 0 };
}

interface Child {
  readonly name: string;
  readonly to: number;
}

/** The nodes below the root; of an expression without comments there is one. */
function childrenOf(tree: Tree): readonly Child[] {
  const children: Child[] = [];
  for (let node = tree.topNode.firstChild; node !== null; node = node.nextSibling) {
    children.push({ name: node.name, to: node.to });
  }
  return children;
}

function parse(expression: string): Tree {
  // Loaded with the first expression: most programs have none.
  const { parser } = require('@prometheus-io/lezer-promql') as Grammar;
  return parser.parse(expression);
}

function findTreeProblem(tree: Tree, expression: string): PromqlProblem | undefined {
  let problem: PromqlProblem | undefined;
  tree.iterate({
    enter(node) {
      problem ??= problemOf(node, expression);
      return problem === undefined;
    },
  });
  return problem;
}

function problemOf(node: Node, expression: string): PromqlProblem | undefined {
  if (node.type.isError) {
    const isAtEnd = node.from >= expression.length;
    return { message: isAtEnd ? 'an end that comes too early' : 'a syntax error', offset: node.from };
  }
  if (node.name === 'StringLiteral') {
    const literal = expression.slice(node.from, node.to);
    return !STRING.test(literal)
      ? { message: 'a string without an end, or with an unknown escape', offset: node.from }
      : undefined;
  }
  return isPattern(node) ? findPatternProblem(node, expression) : undefined;
}

/** The escapes of Go, which the grammar lets pass all. Between backquotes there are none. */
const STRING =
  /^(?:`[^`]*`|(["'])(?:[^\\\n]|\\(?:[abfnrtv\\'"]|[0-3][0-7]{2}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))*\1)$/;

function isPattern({ name }: Node): boolean {
  return name === 'EqlRegex' || name === 'NeqRegex';
}

/** The operator comes before its pattern: `=~ "..."`. */
function findPatternProblem(node: Node, expression: string): PromqlProblem | undefined {
  const literal = node.node.parent?.nextSibling;
  const pattern =
    literal === null || literal === undefined ? undefined : readString(expression.slice(literal.from, literal.to));
  if (pattern === undefined) {
    return undefined;
  }
  const { RE2JS } = require('re2js') as typeof import('re2js');
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    return { message: `a pattern that is no regular expression of RE2 (${name})`, offset: node.from };
  }
}

/** The text of a string that has none but the plain escapes; undefined for others, whose pattern is not looked at. */
function readString(literal: string): string | undefined {
  if (literal.startsWith('`')) {
    return literal.slice(1, -1);
  }
  const text = literal.slice(1, -1);
  return /\\[^\\"']/.test(text.replaceAll('\\\\', '')) ? undefined : text.replaceAll(/\\(.)/g, '$1');
}
