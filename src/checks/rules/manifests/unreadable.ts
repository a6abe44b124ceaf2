import type { Rule } from '../../../manifests/rule';
import { resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { problemFindings } from './_problem-findings';

/** What the reader could not make an object of. */
export const unreadable: Rule<CheckContext> = {
  id: 'manifests/unreadable',
  severity: 'error',
  title: 'A file or document is not YAML or JSON as the API server reads it',
  why:
    'Broken syntax, duplicate keys, invalid UTF-8, runaway aliases or a missing apiVersion: the document is refused when it ' +
    'is applied, or read otherwise than it looks. Nothing in it was checked.',
  fix: 'Mend the document at the line and column that the message names.',
  check: (context) => resultOf(problemFindings(context, 'manifests/unreadable')),
};
