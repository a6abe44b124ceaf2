/**
 * The string formats that the API server enforces on custom resources. A format that is not here is ignored, as there;
 * the exotic rest of its list (`isbn`, `ssn`, `creditcard`, colors, `bsonobjectid`, `email`) is ignored here too.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go
 */
const FORMATS: ReadonlyMap<string, StringFormat> = new Map<string, StringFormat>([
  ['byte', { allowed: 'base64 text', test: isBase64 }],
  ['cidr', { allowed: 'a CIDR such as "10.0.0.0/8"', test: isCidr }],
  ['date', { allowed: 'a date such as "2026-01-31"', test: isDate }],
  ['datetime', { allowed: 'an RFC 3339 time such as "2026-01-31T12:00:00Z"', test: isDateTime }],
  ['duration', { allowed: 'a duration such as "90s" or "1h30m"', test: isDuration }],
  ['hostname', { allowed: 'a host name', test: isHostname }],
  ['ipv4', { allowed: 'an IPv4 address', test: isIpv4 }],
  ['ipv6', { allowed: 'an IPv6 address', test: isIpv6 }],
  ['k8slongname', { allowed: 'lower case labels of letters, digits and dashes joined by dots', test: isLongName }],
  ['k8sshortname', { allowed: 'at most 63 lower case letters, digits and dashes', test: isShortName }],
  ['mac', { allowed: 'a MAC address', test: isMac }],
  ['quantity', { allowed: 'a quantity such as "500m" or "10Gi"', test: isQuantity }],
  ['uri', { allowed: 'an absolute URI or an absolute path', test: isRequestUri }],
  ['uuid', { allowed: 'a UUID', test: uuidTest('[0-9a-f]', '[0-9a-f]') }],
  ['uuid3', { allowed: 'a version 3 UUID', test: uuidTest('3', '[0-9a-f]') }],
  ['uuid4', { allowed: 'a version 4 UUID', test: uuidTest('4', '[89ab]') }],
  ['uuid5', { allowed: 'a version 5 UUID', test: uuidTest('5', '[89ab]') }],
]);

/** What a format lets pass. */
export interface StringFormat {
  /** Completes "allowed is". */
  readonly allowed: string;
  test(text: string): boolean;
}

/** Looks a format up as the API server does, which drops dashes: `date-time` is `datetime`. */
export function stringFormat(name: string): StringFormat | undefined {
  return FORMATS.get(name.replaceAll('-', ''));
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Padding is needed, and an empty text is no base64 here, unlike in most decoders. */
function isBase64(text: string): boolean {
  return text.length > 0 && text.length % 4 === 0 && BASE64.test(text);
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) {
    return false;
  }
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:.\d+)?(?:z|[+-]\d{2}:\d{2})$/;

/** Looser than RFC 3339 where the API server is: any character before the fraction, any offset. */
function isDateTime(text: string): boolean {
  const [date, time] = text.toLowerCase().split('t', 2);
  if (date === undefined || time === undefined || !isDate(date)) {
    return false;
  }
  const match = TIME.exec(time);
  return match !== null && Number(match[1]) <= 23 && Number(match[2]) <= 59 && Number(match[3]) <= 59;
}

const GO_DURATION = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const WORD_DURATION = /^\s*(?:\d+\s*[A-Za-zµ]+\s*)+$/;
const WORD_DURATION_PART = /\d+\s*([A-Za-zµ]+)/g;
const DURATION_UNITS = new Set(['ns', 'us', 'µs', 'ms', 's', 'm', 'h', 'd', 'w', 'wk', 'hr']);
const DURATION_PREFIXES = ['nano', 'micro', 'milli', 'sec', 'min', 'hour', 'day', 'week'];
/** Longer texts are no duration; the word form below would take quadratic time on them. */
const MAX_DURATION_LENGTH = 256;

/** Go's own form, or words as in "2 days"; one known unit is enough for the API server. */
function isDuration(text: string): boolean {
  if (text.length > MAX_DURATION_LENGTH) {
    return false;
  }
  if (GO_DURATION.test(text)) {
    return true;
  }
  return (
    WORD_DURATION.test(text) && [...text.matchAll(WORD_DURATION_PART)].some((part) => isDurationUnit(part[1] ?? ''))
  );
}

function isDurationUnit(word: string): boolean {
  const unit = word.toLowerCase();
  return DURATION_UNITS.has(unit) || DURATION_PREFIXES.some((prefix) => unit.startsWith(prefix));
}

const HOST_LABEL = /^[a-zA-Z0-9\p{S}\p{L}](?:[a-zA-Z0-9\-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?$/u;
const TOP_LABEL = /^[a-zA-Z\p{L}]{2,63}$/u;
const SINGLE_LABEL = /^[a-zA-Z0-9\p{S}\p{L}]-?[a-zA-Z0-9\p{S}\p{L}]{0,62}$/u;
const MAX_HOSTNAME_BYTES = 255;

function isHostname(text: string): boolean {
  if (text.length > MAX_HOSTNAME_BYTES || Buffer.byteLength(text) > MAX_HOSTNAME_BYTES) {
    return false;
  }
  const labels = text.split('.');
  if (labels.some((label) => Buffer.byteLength(label) > 63)) {
    return false;
  }
  const top = labels.at(-1) ?? '';
  return labels.length === 1
    ? SINGLE_LABEL.test(text)
    : TOP_LABEL.test(top) && labels.slice(0, -1).every((label) => HOST_LABEL.test(label));
}

const IPV4 = /^\d{1,8}\.\d{1,8}\.\d{1,8}\.\d{1,8}$/;

/** Leading zeros are tolerated, as the API server still does for old objects. */
function isIpv4(text: string): boolean {
  return IPV4.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  if (!text.includes(':') || text.length > 64) {
    return false;
  }
  const halves = text.split('::');
  if (halves.length > 2) {
    return false;
  }
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hasIpv4 = last.includes('.');
  const words = hasIpv4 ? groups.slice(0, -1) : groups;
  if (!words.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word)) || (hasIpv4 && !isIpv4(last))) {
    return false;
  }
  const count = words.length + (hasIpv4 ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

function isCidr(text: string): boolean {
  const slash = text.indexOf('/');
  const address = text.slice(0, slash);
  const bits = text.slice(slash + 1);
  if (slash < 0 || !/^\d{1,3}$/.test(bits)) {
    return false;
  }
  return (isIpv4(address) && Number(bits) <= 32) || (isIpv6(address) && Number(bits) <= 128);
}

const MAC = /^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2}(?:\1[0-9a-fA-F]{2})*)$/;
const MAC_DOTS = /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/;
const MAC_BYTES = new Set([6, 8, 20]);

function isMac(text: string): boolean {
  return (MAC.test(text) || MAC_DOTS.test(text)) && MAC_BYTES.has(text.replace(/[^0-9a-fA-F]/g, '').length / 2);
}

const QUANTITY = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

function uuidTest(version: string, variant: string): (text: string) => boolean {
  const pattern = new RegExp(
    `^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`,
    'i',
  );
  return (text) => pattern.test(text);
}

const SHORT_NAME = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

function isShortName(text: string): boolean {
  return text.length <= 63 && SHORT_NAME.test(text);
}

function isLongName(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => SHORT_NAME.test(label));
}

const URI = /^(?:[A-Za-z][A-Za-z0-9+.-]*:|\/)/;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

/** What Go's `url.ParseRequestURI` lets pass, as far as an expression can tell. */
function isRequestUri(text: string): boolean {
  return URI.test(text) && !hasControlCharacter(text) && !BROKEN_ESCAPE.test(text.split('?', 1)[0] ?? '');
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) {
      return true;
    }
  }
  return false;
}
