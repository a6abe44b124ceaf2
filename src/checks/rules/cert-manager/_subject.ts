import { fieldOf, itemsOf, objectOf, textOf } from '../../../manifests/graph/json-fields';
import type { Manifest } from '../../../manifests/manifest';
import { parseLiteralSubject, type SubjectAttribute } from '../../cert-manager/literal-subject';

/** The order in which cert-manager encodes the fields of `subject`, and the attributes that they become. */
const FIELDS: readonly (readonly [field: string, type: string])[] = [
  ['countries', 'C'],
  ['organizations', 'O'],
  ['organizationalUnits', 'OU'],
  ['localities', 'L'],
  ['provinces', 'ST'],
  ['streetAddresses', 'STREET'],
  ['postalCodes', 'postalCode'],
];

/** The distinguished name that a Certificate asks for. */
export interface AskedSubject {
  readonly attributes: readonly SubjectAttribute[];
  /** Whether it is written as text, whose order is kept. */
  readonly literal: boolean;
}

/** Reads the subject of a Certificate; undefined where it cannot be told. */
export function subjectOf({ body }: Manifest): AskedSubject | undefined {
  const spec = objectOf(body, 'spec');
  const literal = textOf(spec, 'literalSubject');
  if (literal === undefined) {
    return { attributes: attributesOf(spec), literal: false };
  }
  // Attributes of one set, which a plus sign joins, are not told apart from others.
  const attributes = literal.includes('+') ? undefined : parseLiteralSubject(literal);
  return attributes && { attributes, literal: true };
}

function attributesOf(spec: ReturnType<typeof objectOf>): readonly SubjectAttribute[] {
  const subject = objectOf(spec, 'subject');
  const lists = FIELDS.flatMap(([field, type]) =>
    itemsOf(fieldOf(subject, field))
      .filter((value) => typeof value === 'string')
      // The values of one field make a set, which has no order.
      .sort()
      .map((value) => ({ type, value })),
  );
  return [...lists, ...optionalAttribute('CN', textOf(spec, 'commonName')), ...serialNumber(subject)];
}

function serialNumber(subject: ReturnType<typeof objectOf>): readonly SubjectAttribute[] {
  return optionalAttribute('SERIALNUMBER', textOf(subject, 'serialNumber'));
}

function optionalAttribute(type: string, value: string | undefined): readonly SubjectAttribute[] {
  return value === undefined ? [] : [{ type, value }];
}

/**
 * Whether two subjects are surely the same name. One that is written as text and one that is not may differ in their
 * order, so they are compared only where there is no order.
 */
export function isSameSubject(a: AskedSubject, b: AskedSubject): boolean {
  const isComparable = a.literal === b.literal || a.attributes.length <= 1;
  return isComparable && JSON.stringify(a.attributes) === JSON.stringify(b.attributes);
}

/** Writes a subject for a message. */
export function formatSubject({ attributes }: AskedSubject): string {
  return attributes.length === 0 ? 'empty' : attributes.map(({ type, value }) => `${type}=${value}`).join(', ');
}
