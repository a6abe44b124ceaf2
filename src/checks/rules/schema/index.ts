import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { duplicateListEntry } from './duplicate-list-entry';
import { invalidMetadata } from './invalid-metadata';
import { invalidValue } from './invalid-value';
import { ruleViolated } from './rule-violated';
import { uncheckedKind } from './unchecked-kind';
import { unknownField } from './unknown-field';
import { wrongScope } from './wrong-scope';

/** Rules that say what the API server would say. */
export const SCHEMA_RULES: readonly Rule<CheckContext>[] = [
  invalidValue,
  ruleViolated,
  duplicateListEntry,
  unknownField,
  wrongScope,
  invalidMetadata,
  uncheckedKind,
];
