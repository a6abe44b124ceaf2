import { BlockList, isIP } from 'node:net';
import type { Certificate } from './certificate';
import { isWithin } from './distinguished-name';
import type { NameConstraints } from './extensions';
import type { NameType, TypedName } from './general-name';

/** A name that the constraints of a CA forbid. */
export interface NameViolation {
  readonly type: NameType;
  readonly value: string;
  /** `excluded`: it lies in an excluded subtree; `permitted`: it lies in none of the permitted ones. */
  readonly subtree: 'excluded' | 'permitted';
}

/**
 * Finds the first name of a certificate that name constraints forbid (RFC 5280 section 4.2.1.10).
 * Constraints bind the names of their own type only.
 */
export function findNameViolation(
  certificate: Certificate,
  constraints: NameConstraints,
  extraDnsNames: readonly string[] = [],
): NameViolation | undefined {
  for (const name of [...constrainedNames(certificate), ...extraDnsNames.map(dnsName)]) {
    if (constraints.excluded.some((base) => isInSubtree(name, base))) {
      return { ...name, subtree: 'excluded' };
    }
    const permitted = constraints.permitted.filter((base) => base.type === name.type);
    if (permitted.length > 0 && !permitted.some((base) => isInSubtree(name, base))) {
      return { ...name, subtree: 'permitted' };
    }
  }
  return undefined;
}

function dnsName(value: string): TypedName {
  return { type: 'dns', value };
}

function constrainedNames(certificate: Certificate): readonly TypedName[] {
  const subject = certificate.subject.canonical;
  const names = certificate.subjectAltNames;
  const typed = (type: NameType, values: readonly string[] = []) => values.map((value) => ({ type, value }));
  return [
    ...typed('directory', subject === '[]' ? [] : [subject]),
    ...typed('email', certificate.subjectEmailAddresses),
    ...typed('dns', names?.dns),
    ...typed('uri', names?.uri),
    ...typed('ip', names?.ip),
    ...typed('email', names?.email),
    ...typed('directory', names?.directory),
    ...typed('other', names?.other),
  ];
}

function isInSubtree(name: TypedName, base: TypedName): boolean {
  if (name.type !== base.type) {
    return false;
  }
  switch (name.type) {
    case 'dns':
      return isInDomain(name.value, base.value);
    case 'uri':
      return isHostInDomain(hostOf(name.value), base.value);
    case 'email':
      return isMailboxIn(name.value, base.value);
    case 'ip':
      return isAddressIn(name.value, base.value);
    case 'directory':
      return isWithin(name.value, base.value);
    case 'other':
      // What these names mean is unknown: excluding all and permitting none is the safe side.
      return true;
  }
}

/** `example.com` covers itself and all below it, `.example.com` only what is below it, the empty base everything. */
function isInDomain(name: string, base: string): boolean {
  const [domain, parent] = [name.toLowerCase(), base.toLowerCase()];
  if (parent === '' || parent.startsWith('.')) {
    return domain.endsWith(parent) && domain.length > parent.length;
  }
  return domain === parent || domain.endsWith(`.${parent}`);
}

/** For URIs and email addresses `example.com` is that one host, and `.example.com` all hosts below it. */
function isHostInDomain(host: string, base: string): boolean {
  return base.startsWith('.') || base === '' ? isInDomain(host, base) : host.toLowerCase() === base.toLowerCase();
}

function isMailboxIn(address: string, base: string): boolean {
  const at = address.lastIndexOf('@');
  const host = address.slice(at + 1);
  const baseAt = base.lastIndexOf('@');
  if (baseAt < 0) {
    return isHostInDomain(host, base);
  }
  return address.slice(0, at) === base.slice(0, baseAt) && isHostInDomain(host, base.slice(baseAt + 1));
}

function hostOf(uri: string): string {
  return /^[^:/?#]+:\/\/(?:[^@/?#]*@)?([^:/?#]*)/.exec(uri)?.[1] ?? '';
}

function isAddressIn(address: string, range: string): boolean {
  const [network = '', length = ''] = range.split('/');
  const version = isIP(network);
  if (version === 0 || isIP(address) !== version) {
    return false;
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const subnet = new BlockList();
  subnet.addSubnet(network, Number(length), family);
  return subnet.check(address, family);
}
