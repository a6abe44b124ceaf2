/** One attribute of a distinguished name, its value without escapes. */
export interface SubjectAttribute {
  /** A key such as `CN`, or an object identifier. */
  readonly type: string;
  readonly value: string;
}

/** The keys that cert-manager knows; it compares case. */
export const SUBJECT_KEYS: ReadonlySet<string> = new Set([
  'C',
  'O',
  'OU',
  'CN',
  'SERIALNUMBER',
  'L',
  'ST',
  'STREET',
  'DC',
  'UID',
]);

const MAX_LENGTH = 4096;
const TYPE = /^[A-Za-z][A-Za-z0-9-]*$|^\d+(?:\.\d+)+$/;
const PAIR = /^[0-9A-Fa-f]{2}$/;
const ESCAPABLE = ' "#+,;<=>\\';
const NEEDS_ESCAPE = '"<>';

/**
 * Reads a distinguished name in its text form: `CN=edge,O=Example`.
 * The hexadecimal form of a value (`CN=#0c0461`) is not read: cert-manager's versions disagree on it.
 *
 * @returns the attributes in the order written, or undefined if it is no distinguished name
 * @see https://www.rfc-editor.org/rfc/rfc4514
 */
export function parseLiteralSubject(text: string): readonly SubjectAttribute[] | undefined {
  if (text.length > MAX_LENGTH || !text.isWellFormed()) {
    return undefined;
  }
  const attributes = splitUnescaped(text).map(parseAttribute);
  return attributes.includes(undefined) ? undefined : attributes.filter((attribute) => attribute !== undefined);
}

/** Splits at each comma, semicolon and plus sign that has no backslash before it. */
function splitUnescaped(text: string): readonly string[] {
  const parts = [''];
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === ',' || character === ';' || character === '+') {
      parts.push('');
    } else {
      const length = character === '\\' ? 2 : 1;
      parts[parts.length - 1] += text.slice(index, index + length);
      index += length - 1;
    }
  }
  return parts;
}

function parseAttribute(part: string): SubjectAttribute | undefined {
  const equals = part.indexOf('=');
  const type = part.slice(0, Math.max(equals, 0)).trim();
  const raw = trimUnescaped(part.slice(equals + 1));
  const value = raw.startsWith('#') ? undefined : unescapeValue(raw);
  return TYPE.test(type) && value !== undefined ? { type, value } : undefined;
}

/** Drops the blanks around a value, but not one that a backslash keeps. */
function trimUnescaped(text: string): string {
  const start = text.trimStart();
  const end = start.trimEnd();
  const backslashes = end.length - end.replace(/\\+$/, '').length;
  return backslashes % 2 === 1 ? start.slice(0, end.length + 1) : end;
}

/** Escaped pairs of hexadecimal digits are the bytes of UTF-8 text, so the value is put together from bytes. */
function unescapeValue(raw: string): string | undefined {
  const bytes: Buffer[] = [];
  for (let index = 0; index < raw.length; index++) {
    const character = raw.charAt(index);
    if (character !== '\\') {
      if (NEEDS_ESCAPE.includes(character)) {
        return undefined;
      }
      const whole = String.fromCodePoint(raw.codePointAt(index) ?? 0);
      bytes.push(Buffer.from(whole));
      index += whole.length - 1;
    } else if (PAIR.test(raw.slice(index + 1, index + 3))) {
      bytes.push(Buffer.from(raw.slice(index + 1, index + 3), 'hex'));
      index += 2;
    } else if (index + 1 < raw.length && ESCAPABLE.includes(raw.charAt(index + 1))) {
      bytes.push(Buffer.from(raw.charAt(index + 1)));
      index += 1;
    } else {
      return undefined;
    }
  }
  return Buffer.concat(bytes).toString('utf8');
}
