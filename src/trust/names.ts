import type { Certificate } from './certificate';

/** A name that a certificate must hold, in the shape of `subjectAltNames` of a BackendTLSPolicy. */
export type ExpectedName =
  | { readonly type: 'Hostname'; readonly hostname: string }
  | { readonly type: 'URI'; readonly uri: string };

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const MAX_NAME_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;
const WILDCARD = '*.';

/**
 * Whether the text is a hostname as the Gateway API takes it for SNI: lower-case DNS labels, no wildcard, no address.
 * The schema of the API does not tell an IPv4 address or a label of 64 characters from a hostname.
 */
export function isPreciseHostname(text: string): boolean {
  const labels = text.split('.');
  return (
    text.length <= MAX_NAME_LENGTH &&
    labels.every((label) => label.length <= MAX_LABEL_LENGTH && LABEL.test(label)) &&
    !/^[0-9]+$/.test(labels.at(-1) ?? '')
  );
}

/** Whether the text is a wildcard hostname: `*` as the whole left-most label, a precise hostname after it. */
export function isWildcardHostname(text: string): boolean {
  return text.startsWith(WILDCARD) && isPreciseHostname(text.slice(WILDCARD.length));
}

/**
 * Whether a DNS name of a certificate covers a hostname: letter case does not count, and `*` stands for exactly one
 * left-most label. A wildcard directly below a top-level label (`*.local`) covers nothing, as OpenSSL has it.
 */
export function dnsNameCovers(dnsName: string, hostname: string): boolean {
  const [pattern, name] = [dnsName.toLowerCase(), hostname.toLowerCase()];
  if (!pattern.startsWith(WILDCARD)) {
    return pattern === name;
  }
  const parent = pattern.slice(1);
  const label = name.slice(0, -parent.length);
  return parent.lastIndexOf('.') > 0 && name.endsWith(parent) && label !== '' && /^[^.*]+$/.test(label);
}

/**
 * Whether a certificate holds a name, as the Gateway API defines it: by a subject alternative name of the same type.
 * The common name never counts, although OpenSSL falls back to it. A wildcard hostname is found in the same wildcard
 * and in any name with one label in its place.
 */
export function coversName(certificate: Certificate, expected: ExpectedName): boolean {
  const names = certificate.subjectAltNames;
  if (names === undefined) {
    return false;
  }
  if (expected.type === 'URI') {
    return names.uri.includes(expected.uri);
  }
  const hostname = expected.hostname.toLowerCase();
  return hostname.startsWith(WILDCARD)
    ? names.dns.some((name) => name.toLowerCase() === hostname || dnsNameCovers(hostname, name))
    : names.dns.some((name) => dnsNameCovers(name, hostname));
}
