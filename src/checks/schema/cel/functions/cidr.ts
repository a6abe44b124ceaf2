import { celFunction, celMethod, parameter, STRING } from '../cel-function';
import { CelError, CelObjectValue, type CelResult, type CelValue } from '../values';
import { IP } from './ip';
import { IpAddress } from './ip-address';

/** An IP address and the length of its network prefix. */
class CidrBlock extends CelObjectValue {
  readonly typeName = 'net.CIDR';

  private constructor(
    readonly address: IpAddress,
    readonly prefixLength: number,
  ) {
    super();
  }

  static parse(text: string): CidrBlock | undefined {
    const slash = text.lastIndexOf('/');
    const address = IpAddress.parse(text.slice(0, Math.max(slash, 0)));
    const length = text.slice(slash + 1);
    if (address === undefined || !/^(?:0|[1-9]\d{0,2})$/.test(length) || Number(length) > address.bitLength) {
      return undefined;
    }
    return new CidrBlock(address, Number(length));
  }

  /** The block with all bits behind the prefix set to zero. */
  get masked(): CidrBlock {
    const hostBits = BigInt(this.address.bitLength - this.prefixLength);
    const bits = (this.address.bits >> hostBits) << hostBits;
    return new CidrBlock(new IpAddress(this.address.family, bits), this.prefixLength);
  }

  containsAddress(address: IpAddress): boolean {
    const prefix = this.address.bits >> BigInt(this.address.bitLength - this.prefixLength);
    return address.family === this.address.family && address.isWithin(prefix, this.prefixLength);
  }

  containsBlock(block: CidrBlock): boolean {
    return this.prefixLength <= block.prefixLength && this.containsAddress(block.address);
  }

  equals(other: CelValue): boolean | CelError {
    return (
      other instanceof CidrBlock &&
      other.prefixLength === this.prefixLength &&
      this.address.equals(other.address) === true
    );
  }

  override toString(): string {
    return `${this.address}/${this.prefixLength}`;
  }
}

const CIDR = parameter('net.CIDR', (value) => value instanceof CidrBlock);

/**
 * Kubernetes' CIDR functions.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-cidr-library
 */
export const CIDR_FUNCTIONS = [
  celFunction('cidr', [STRING], (text) => CidrBlock.parse(text) ?? notCidr()),
  celFunction('isCIDR', [STRING], (text) => CidrBlock.parse(text) !== undefined),
  celFunction('string', [CIDR], (block) => block.toString()),
  celMethod('containsIP', [CIDR, IP], (block, address) => block.containsAddress(address)),
  celMethod('containsIP', [CIDR, STRING], (block, text) => containsAddressText(block, text)),
  celMethod('containsCIDR', [CIDR, CIDR], (block, inner) => block.containsBlock(inner)),
  celMethod('containsCIDR', [CIDR, STRING], (block, text) => containsBlockText(block, text)),
  celMethod('ip', [CIDR], (block) => block.address),
  celMethod('masked', [CIDR], (block) => block.masked),
  celMethod('prefixLength', [CIDR], (block) => BigInt(block.prefixLength)),
];

function containsAddressText(block: CidrBlock, text: string): CelResult {
  const address = IpAddress.parse(text);
  return address === undefined ? new CelError('the string is not an IP address') : block.containsAddress(address);
}

function containsBlockText(block: CidrBlock, text: string): CelResult {
  const inner = CidrBlock.parse(text);
  return inner === undefined ? notCidr() : block.containsBlock(inner);
}

function notCidr(): CelError {
  return new CelError('the string is not a CIDR block');
}
