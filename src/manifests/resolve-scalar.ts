/** What a YAML scalar means in JSON, or why JSON cannot hold it. */
export type ResolvedScalar =
  | { readonly ok: true; readonly value: null | boolean | number | string }
  | { readonly ok: false; readonly message: string; readonly fix: string };

const TAG_PREFIX = 'tag:yaml.org,2002:';

/** goyaml's words for the values that YAML 1.1 writes without quotes. */
const WORDS: ReadonlyMap<string, null | boolean | number> = new Map<string, null | boolean | number>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

/** Longest of the words above; a longer text need not be looked up. */
const LONGEST_WORD = 5;

const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
const BASED = /^([-+]?)0(?:[xX]([0-9a-fA-F]+)|[bB]([01]+)|[oO]?([0-7]+))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const TIMESTAMP = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]| +)[0-9:.]+(?:Z|[-+][0-9:]+)?)?$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Gives a scalar the value that goyaml v2 gives it, which kubectl and the API server read YAML with: YAML 1.1 booleans
 * (`yes`, `on`), octal (`0755` is 493), underscores in numbers, no base 60, and timestamps left as text.
 *
 * Integers beyond 2^53 lose digits, as JavaScript numbers do.
 *
 * @param text the scalar, unquoted and unfolded
 * @param plain whether it stood without quotes and not as a block
 * @param tag the resolved tag (`tag:yaml.org,2002:int`), if one is written
 * @see https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go
 */
export function resolveScalar(text: string, plain: boolean, tag: string | undefined): ResolvedScalar {
  if (tag === undefined || tag === '!') {
    return plain || tag === '!' ? jsonValue(resolvePlain(text)) : { ok: true, value: text };
  }
  if (!tag.startsWith(TAG_PREFIX)) {
    return { ok: true, value: text };
  }
  return resolveTagged(text, tag.slice(TAG_PREFIX.length));
}

/** The value of a scalar without quotes and tag; infinities and not-a-number included. */
function resolvePlain(text: string): null | boolean | number | string {
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    if (word !== undefined) {
      return word;
    }
  }
  const first = text.charCodeAt(0);
  const digit = first >= 0x30 && first <= 0x39;
  if (first === 0x2e) {
    return FLOAT.test(text) ? finiteOr(Number(text), text) : text;
  }
  return digit || first === 0x2b || first === 0x2d ? resolveNumber(text) : text;
}

function resolveNumber(text: string): number | string {
  const digits = text.replaceAll('_', '');
  if (DECIMAL.test(digits)) {
    return finiteOr(Number(digits), text);
  }
  const based = BASED.exec(digits);
  if (based !== null) {
    const [, sign, hexadecimal, binary, octal] = based;
    const magnitude =
      hexadecimal !== undefined
        ? Number(`0x${hexadecimal}`)
        : binary !== undefined
          ? Number(`0b${binary}`)
          : Number(`0o${octal}`);
    return finiteOr(sign === '-' ? -magnitude : magnitude, text);
  }
  return FLOAT.test(digits) ? finiteOr(Number(digits), text) : text;
}

/** A number out of range stays text, as with goyaml. `-0` is written `0` by Go's integers. */
function finiteOr(value: number, text: string): number | string {
  return Number.isFinite(value) ? value + 0 : text;
}

function jsonValue(value: null | boolean | number | string): ResolvedScalar {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return {
      ok: false,
      message: 'the value is infinite or not a number, which JSON cannot hold',
      fix: 'write a finite number, or quote the text',
    };
  }
  return { ok: true, value };
}

function resolveTagged(text: string, tag: string): ResolvedScalar {
  switch (tag) {
    case 'str':
      return { ok: true, value: text };
    case 'binary':
      return resolveBinary(text);
    case 'timestamp':
      return TIMESTAMP.test(text) ? { ok: true, value: text } : mismatch(tag);
    case 'bool':
    case 'int':
    case 'float':
    case 'null': {
      const value = resolvePlain(text);
      return fitsTag(value, tag) ? jsonValue(value) : mismatch(tag);
    }
    default:
      // goyaml keeps the text under any tag that it does not know.
      return { ok: true, value: text };
  }
}

function fitsTag(value: null | boolean | number | string, tag: 'bool' | 'int' | 'float' | 'null'): boolean {
  switch (tag) {
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'null':
      return value === null;
  }
}

function mismatch(tag: string): ResolvedScalar {
  return {
    ok: false,
    message: `the value is tagged !!${tag} and is none`,
    fix: 'drop the tag, or write a value of that type',
  };
}

function resolveBinary(text: string): ResolvedScalar {
  const compact = text.replaceAll(/[\r\n]/g, '');
  if (compact.length % 4 !== 0 || !BASE64.test(compact)) {
    return { ok: false, message: 'the value is tagged !!binary and is not base64', fix: 'drop the tag' };
  }
  return { ok: true, value: Buffer.from(compact, 'base64').toString('utf8') };
}
