/** Words that CEL reserves; a property of such a name is written `__namespace__` in a rule. */
const RESERVED_WORDS: ReadonlySet<string> = new Set([
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);

const ESCAPABLE_NAME = /^[A-Za-z_./-][A-Za-z0-9_./-]*$/;
const ESCAPES: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/**
 * Writes a property name as rules must: `namespace` is `__namespace__`, `x-prop` is `x__dash__prop`.
 *
 * @returns `undefined` for a name that no rule can reach
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#escaping
 */
export function escapeIdentifier(name: string): string | undefined {
  if (RESERVED_WORDS.has(name)) {
    return `__${name}__`;
  }
  if (!ESCAPABLE_NAME.test(name)) {
    return undefined;
  }
  return name.replace(/__|[./-]/g, (match) => ESCAPES[match] ?? match);
}
