import { dirname, join } from 'node:path';
import type { parse } from '@bufbuild/cel';

/**
 * Parses a CEL expression.
 *
 * The package has no entry point for its parser alone, and its only one loads the protocol buffer descriptors of the
 * evaluator as well: 110 ms in place of 7, which is most of the time that checking one small file takes. So the file of
 * the parser is loaded by its place beside the entry point; the version of the package is pinned for that.
 *
 * @throws Error for what is no expression; RangeError for what is nested too deeply
 */
export const parseCel: typeof parse = (expression) => {
  parser ??= loadParser();
  return parser(expression);
};

let parser: typeof parse | undefined;

function loadParser(): typeof parse {
  const folder = dirname(require.resolve('@bufbuild/cel'));
  const file = require(join(folder, 'parse.js')) as Pick<typeof import('@bufbuild/cel'), 'parse'>;
  return file.parse;
}
