import { type FieldPath, formatPath, isJsonObject, type JsonObject, type JsonValue } from '../../manifests/manifest';

/** Something in the spec of a Certificate or an issuer that cert-manager refuses, or accepts and then does not do. */
export interface SpecProblem {
  /** Id of the rule that forbids it. */
  readonly rule: string;
  /** `error`: the webhook rejects the object; `warning`: it passes, and then fails or means something else. */
  readonly severity: 'error' | 'warning';
  /** The field at fault, counted from `spec`. */
  readonly path: FieldPath;
  /** Begins with the field; lower case, no final period. */
  readonly message: string;
  /** Imperative, lower case, no final period. */
  readonly fix: string;
}

const SPEC_REJECTED = 'cert-manager/spec-rejected';

/** What the webhook rejects. The complaint completes a sentence that begins with the field. */
export function rejected(path: FieldPath, complaint: string, fix: string): SpecProblem {
  return { rule: SPEC_REJECTED, severity: 'error', path, message: `${formatPath(path)} ${complaint}`, fix };
}

/** What the webhook lets pass although it does not work. The complaint completes a sentence that begins with the field. */
export function tolerated(path: FieldPath, complaint: string, fix: string, rule: string = SPEC_REJECTED): SpecProblem {
  return { rule, severity: 'warning', path, message: `${formatPath(path)} ${complaint}`, fix };
}

/** Reads a text; a value of another type is the schema check's to report. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Reads a number; a value of another type is the schema check's to report. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Reads an object; a value of another type counts as absent and is the schema check's to report. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Reads a list with each entry's index, so that leaving out entries of another type moves no index. */
function entriesOf(value: JsonValue | undefined): readonly (readonly [number, JsonValue])[] {
  return Array.isArray(value) ? [...value.entries()] : [];
}

/** Reads the texts of a list, each with its index. */
export function textsOf(value: JsonValue | undefined): readonly (readonly [number, string])[] {
  return entriesOf(value).filter((entry): entry is readonly [number, string] => typeof entry[1] === 'string');
}

/** Reads the objects of a list, each with its index. */
export function objectsOf(value: JsonValue | undefined): readonly (readonly [number, JsonObject])[] {
  return entriesOf(value).filter((entry): entry is readonly [number, JsonObject] => isJsonObject(entry[1]));
}

/** Whether a list or a text holds something. */
export function isFilled(value: JsonValue | undefined): boolean {
  return Array.isArray(value) || typeof value === 'string' ? value.length > 0 : false;
}
