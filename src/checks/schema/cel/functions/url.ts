import { celFunction, celMethod, parameter, STRING } from '../cel-function';
import { CelArray, CelDictionary, CelError, CelObjectValue, type CelResult, type CelValue } from '../values';

/** What Go's `net/url` reads out of a URL. */
class Url extends CelObjectValue {
  readonly typeName = 'kubernetes.URL';

  private constructor(
    readonly text: string,
    readonly scheme: string,
    readonly host: string,
    readonly path: string,
    readonly query: string,
  ) {
    super();
  }

  /** Reads an absolute URL or an absolute path, as the API server does. */
  static parse(text: string): Url | undefined {
    if (text === '' || hasControlCharacters(text)) {
      return undefined;
    }
    const [beforeFragment = '', ...fragment] = text.split('#');
    const [, scheme = '', rest = ''] = SCHEME.exec(beforeFragment) ?? [undefined, '', beforeFragment];
    const isOpaque = !rest.startsWith('/');
    if (!isEscapedWell(fragment.join('#')) || (scheme === '' && isOpaque) || isColonFirst(beforeFragment)) {
      return undefined;
    }
    const question = rest.indexOf('?');
    const beforeQuery = question < 0 ? rest : rest.slice(0, question);
    const query = question < 0 ? '' : rest.slice(question + 1);
    if (isOpaque) {
      return new Url(text, scheme.toLowerCase(), '', '', query);
    }
    return Url.ofHierarchy(text, scheme.toLowerCase(), beforeQuery, query);
  }

  private static ofHierarchy(text: string, scheme: string, beforeQuery: string, query: string): Url | undefined {
    // Without a scheme, "//" begins a path for a request and not a host.
    const hasAuthority = beforeQuery.startsWith('//') && scheme !== '';
    const slash = beforeQuery.indexOf('/', 2);
    const authority = hasAuthority ? beforeQuery.slice(2, slash < 0 ? undefined : slash) : '';
    const path = hasAuthority ? (slash < 0 ? '' : beforeQuery.slice(slash)) : beforeQuery;
    const at = authority.lastIndexOf('@');
    const host = authority.slice(at + 1);
    const isValid = USER_INFO.test(authority.slice(0, Math.max(at, 0))) && isHost(host) && isEscapedWell(path);
    return isValid ? new Url(text, scheme, decodeHost(host), path, query) : undefined;
  }

  /** The host without brackets and port. */
  get hostname(): string {
    const bracket = this.host.indexOf(']');
    if (this.host.startsWith('[') && bracket > 0) {
      return this.host.slice(1, bracket);
    }
    const colon = this.host.indexOf(':');
    return colon < 0 ? this.host : this.host.slice(0, colon);
  }

  get port(): string {
    return /:(\d*)$/.exec(this.host.slice(this.host.lastIndexOf(']') + 1))?.[1] ?? '';
  }

  equals(other: CelValue): boolean {
    return other instanceof Url && other.text === this.text;
  }
}

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):([\s\S]*)$/;
const USER_INFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const NAME_OR_IPV4 = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=<>"\u0080-\u{10ffff}]|%[0-9A-Fa-f]{2})*(?::\d*)?$/u;
const BRACKETED = /^\[[0-9A-Fa-f:.]+(?:%25[A-Za-z0-9\-._~%]*)?\](?::\d*)?$/;

function hasControlCharacters(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  return /[\u0000-\u001f\u007f]/.test(text);
}

function isColonFirst(text: string): boolean {
  return text.startsWith(':');
}

function isHost(host: string): boolean {
  return host.startsWith('[') ? BRACKETED.test(host) : NAME_OR_IPV4.test(host);
}

function decodeHost(host: string): string {
  try {
    return decodeURIComponent(host);
  } catch (error) {
    if (error instanceof URIError) {
      return host;
    }
    throw error;
  }
}

function isEscapedWell(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
}

const URL_TYPE = parameter('kubernetes.URL', (value) => value instanceof Url);

/**
 * Kubernetes' URL functions.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library
 */
export const URL_FUNCTIONS = [
  celFunction('url', [STRING], (text) => Url.parse(text) ?? new CelError('the string is not a URL')),
  celFunction('isURL', [STRING], (text) => Url.parse(text) !== undefined),
  celMethod('getScheme', [URL_TYPE], (url) => url.scheme),
  celMethod('getHost', [URL_TYPE], (url) => url.host),
  celMethod('getHostname', [URL_TYPE], (url) => url.hostname),
  celMethod('getPort', [URL_TYPE], (url) => url.port),
  celMethod('getEscapedPath', [URL_TYPE], (url) => escapePath(url.path)),
  celMethod('getQuery', [URL_TYPE], (url) => queryOf(url)),
];

/** Whether a text is a URL, as `isURL` and `format.uri()` understand it. */
export function isUrl(text: string): boolean {
  return Url.parse(text) !== undefined;
}

/** Escapes what must not stand in a path as it is. */
function escapePath(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]/gu, encodeURIComponent);
}

function queryOf(url: Url): CelResult {
  const values = new Map<string, string[]>();
  for (const pair of url.query.split('&')) {
    // Go drops pairs with a semicolon or a bad escape.
    if (pair === '' || pair.includes(';') || !isEscapedWell(pair)) {
      continue;
    }
    const equals = pair.indexOf('=');
    const name = decodeQuery(equals < 0 ? pair : pair.slice(0, equals));
    values.set(name, [...(values.get(name) ?? []), equals < 0 ? '' : decodeQuery(pair.slice(equals + 1))]);
  }
  return CelDictionary.of(Array.from(values, ([name, list]) => [name, new CelArray(list)] as const));
}

function decodeQuery(text: string): string {
  const bytes = text.replaceAll('+', ' ').replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => {
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  // Escapes are bytes of UTF-8; text that was not escaped stays what it is.
  return /[\u0080-\u{10ffff}]/u.test(text) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}
