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

/** Any metric will do. */
const BEGIN = 'm{';

/**
 * Says what is wrong with label matchers as they stand between the braces of a metric: `namespace="kong",pod=~"edge-.*"`. What
 * would end the braces and begin something else is no matcher, and the metric has its name already.
 */
export function findMatchersProblem(matchers: string): PromqlProblem | undefined {
  const expression = `${BEGIN}${matchers}}`;
  const problem = findPromqlProblem(expression) ?? findSelectorProblem(parse(expression), expression);
  return problem === undefined
    ? undefined
    : { ...problem, offset: Math.max(0, Math.min(problem.offset - BEGIN.length, matchers.length)) };
}

function findSelectorProblem(tree: Tree, expression: string): PromqlProblem | undefined {
  const selector = tree.topNode.firstChild;
  if (selector?.name !== 'VectorSelector' || selector.to !== expression.length) {
    return { message: 'more than label matchers', offset: 0 };
  }
  return findInTree(tree, (node) =>
    isMetricName(node, expression) ? { message: 'the name of a metric', offset: node.from } : undefined,
  );
}

/** `__name__="up"`, and `"up"` alone. */
function isMetricName(node: Node, expression: string): boolean {
  switch (node.name) {
    case 'LabelName':
      return expression.slice(node.from, node.to) === '__name__';
    case 'QuotedLabelName':
      return node.node.parent?.name === 'LabelMatchers' || expression.slice(node.from + 1, node.to - 1) === '__name__';
    default:
      return false;
  }
}

function parse(expression: string): Tree {
  // Loaded with the first expression: most programs have none.
  const { parser } = require('@prometheus-io/lezer-promql') as Grammar;
  return parser.parse(expression);
}

function findTreeProblem(tree: Tree, expression: string): PromqlProblem | undefined {
  return findInTree(tree, (node) => problemOf(node, expression));
}

/** The first problem, in the order of the text. */
function findInTree(tree: Tree, find: (node: Node) => PromqlProblem | undefined): PromqlProblem | undefined {
  let problem: PromqlProblem | undefined;
  tree.iterate({
    enter(node) {
      problem ??= find(node);
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
