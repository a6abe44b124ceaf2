import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { duplicateObject } from './duplicate-object';
import { emptyDocument } from './empty-document';
import { misreadScalar } from './misread-scalar';
import { suppressionInvalid } from './suppression-invalid';
import { unreadable } from './unreadable';
import { unrenderedTemplate } from './unrendered-template';

/** Rules about the manifests as such, whatever their kind. */
export const MANIFEST_RULES: readonly Rule<CheckContext>[] = [
  unreadable,
  unrenderedTemplate,
  duplicateObject,
  misreadScalar,
  emptyDocument,
  suppressionInvalid,
];
