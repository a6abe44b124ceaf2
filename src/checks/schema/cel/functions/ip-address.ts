import { type CelError, CelObjectValue, type CelValue } from '../values';

/** An IPv4 or IPv6 address. */
export class IpAddress extends CelObjectValue {
  readonly typeName = 'net.IP';

  /** @param bits the address as a number of 32 or 128 bits */
  constructor(
    readonly family: 4 | 6,
    readonly bits: bigint,
  ) {
    super();
  }

  /** Reads an address. Zones and IPv4 addresses written as IPv6 are refused, as on the API server. */
  static parse(text: string): IpAddress | undefined {
    if (!text.includes(':')) {
      const bits = parseIpv4(text);
      return bits === undefined ? undefined : new IpAddress(4, bits);
    }
    const bits = parseIpv6(text);
    const isMappedIpv4 = bits !== undefined && bits >> 32n === 0xffffn;
    return bits === undefined || isMappedIpv4 ? undefined : new IpAddress(6, bits);
  }

  get bitLength(): number {
    return this.family === 4 ? 32 : 128;
  }

  equals(other: CelValue): boolean | CelError {
    return other instanceof IpAddress && other.family === this.family && other.bits === this.bits;
  }

  /** Whether the address starts with the given bits. */
  isWithin(prefix: bigint, prefixLength: number): boolean {
    return this.bits >> BigInt(this.bitLength - prefixLength) === prefix;
  }

  override toString(): string {
    return this.family === 4 ? formatIpv4(this.bits) : formatIpv6(this.bits);
  }
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const [head, tail] = halves.map((half) => parseGroups(half));
  if (head === undefined || (halves.length === 2 && tail === undefined)) {
    return undefined;
  }
  if (tail === undefined) {
    return head.length === 8 ? joinGroups(head) : undefined;
  }
  // Only the end of an address can be written in the IPv4 way.
  const isWellFormed = !(halves[0] ?? '').includes('.') && head.length + tail.length < 8;
  const gap = Array.from({ length: 8 - head.length - tail.length }, () => 0n);
  return isWellFormed ? joinGroups([...head, ...gap, ...tail]) : undefined;
}

function parseGroups(text: string): readonly bigint[] | undefined {
  if (text === '') {
    return [];
  }
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      groups.push(BigInt(`0x${part}`));
      continue;
    }
    const embedded = index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (embedded === undefined) {
      return undefined;
    }
    groups.push(embedded >> 16n, embedded & 0xffffn);
  }
  return groups.length > 8 ? undefined : groups;
}

function joinGroups(groups: readonly bigint[]): bigint {
  return groups.reduce((bits, group) => (bits << 16n) | group, 0n);
}

function formatIpv4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
}

/** RFC 5952: the longest run of two or more zero groups is left out, the first of several. */
function formatIpv6(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (bits >> BigInt(112 - index * 16)) & 0xffffn);
  const run = longestZeroRun(groups);
  const write = (part: readonly bigint[]): string => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) {
    return write(groups);
  }
  return `${write(groups.slice(0, run.start))}::${write(groups.slice(run.start + run.length))}`;
}

function longestZeroRun(groups: readonly bigint[]): { readonly start: number; readonly length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0n) {
      start = index + 1;
    } else if (index + 1 - start > longest.length) {
      longest = { start, length: index + 1 - start };
    }
  }
  return longest;
}
