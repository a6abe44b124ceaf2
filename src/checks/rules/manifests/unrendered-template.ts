import type { Rule } from '../../../manifests/rule';
import { resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { problemFindings } from './_problem-findings';

/** Template text where a value should be. */
export const unrenderedTemplate: Rule<CheckContext> = {
  id: 'manifests/unrendered-template',
  severity: 'error',
  title: 'A file holds Helm or other template text in place of values',
  why: 'The API server never sees templates. What the template will turn into is not known, so nothing in it was checked.',
  fix: 'Render first (helm template, kustomize build), and check what comes out.',
  check: (context) => resultOf(problemFindings(context, 'manifests/unrendered-template')),
};
