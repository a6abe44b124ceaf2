import { celFunction, celMethod, parameter, STRING } from '../cel-function';
import { CelError, type CelResult } from '../values';
import { IpAddress } from './ip-address';

export const IP = parameter('net.IP', (value) => value instanceof IpAddress);

/**
 * Kubernetes' IP address functions.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library
 */
export const IP_FUNCTIONS = [
  celFunction('ip', [STRING], (text) => parseIp(text)),
  celFunction('isIP', [STRING], (text) => IpAddress.parse(text) !== undefined),
  celFunction('ip.isCanonical', [STRING], (text) => isCanonical(text)),
  celFunction('string', [IP], (address) => address.toString()),
  celMethod('family', [IP], (address) => BigInt(address.family)),
  celMethod('isUnspecified', [IP], (address) => address.bits === 0n),
  celMethod('isLoopback', [IP], (address) => (address.family === 4 ? address.isWithin(127n, 8) : address.bits === 1n)),
  celMethod('isLinkLocalUnicast', [IP], (address) => isLinkLocalUnicast(address)),
  celMethod('isLinkLocalMulticast', [IP], (address) =>
    address.family === 4 ? address.isWithin(0xe00000n, 24) : isIpv6Multicast(address, 0x2n),
  ),
  celMethod('isGlobalUnicast', [IP], (address) => isGlobalUnicast(address)),
];

function parseIp(text: string): CelResult {
  return IpAddress.parse(text) ?? new CelError('the string is not an IP address');
}

function isCanonical(text: string): CelResult {
  const address = IpAddress.parse(text);
  return address === undefined ? new CelError('the string is not an IP address') : address.toString() === text;
}

function isLinkLocalUnicast(address: IpAddress): boolean {
  return address.family === 4 ? address.isWithin(0xa9fen, 16) : address.isWithin(0x3fan, 10);
}

/** @param scope the last four bits of the second byte */
function isIpv6Multicast(address: IpAddress, scope: bigint): boolean {
  return address.isWithin(0xffn, 8) && ((address.bits >> 112n) & 0xfn) === scope;
}

/** All but the unspecified, loopback, multicast, link-local and broadcast addresses; private ones count as global. */
function isGlobalUnicast(address: IpAddress): boolean {
  if (address.bits === 0n || isLinkLocalUnicast(address)) {
    return false;
  }
  if (address.family === 6) {
    return address.bits !== 1n && !address.isWithin(0xffn, 8);
  }
  return !address.isWithin(127n, 8) && !address.isWithin(0xen, 4) && address.bits !== 0xffffffffn;
}
