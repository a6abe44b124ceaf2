import type { EmptyDocuments } from '../../../manifests/manifest';
import { type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';

/** Documents in which nothing stands. */
export const emptyDocument: Rule = {
  id: 'manifests/empty-document',
  severity: 'info',
  title: 'A document is empty: between two separators stand comments at most',
  why:
    'kubectl passes over it without a word. Mostly it is a template that came to nothing, or an object that was cut out; where ' +
    'one was meant to be there, it is neither applied nor checked.',
  fix: 'See whether an object is missing there, or take the separator out.',
  check({ set: { emptyDocuments = [] } }) {
    return resultOf(emptyDocuments.map(findingFor));
  },
};

/** One for each file: output of Helm may have hundreds. */
function findingFor({ source, count }: EmptyDocuments): RuleFinding {
  const more = count === 1 ? '' : `, and so ${count === 2 ? 'is 1' : `are ${count - 1}`} more in the file`;
  return {
    source,
    path: [],
    message: `line ${source.line}: the document is empty${more}; nothing is there to check`,
    fix: 'see whether an object is missing there, or take the separator out',
  };
}
