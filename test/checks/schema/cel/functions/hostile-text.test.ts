import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { CelError } from '../../../../../src/checks/schema/cel/values';
import { evaluate, outcome } from '../evaluate';

const RUNS = { numRuns: 1_000, seed: 5 };

function textOf(...fragments: readonly string[]): fc.Arbitrary<string> {
  const pieces = fc.array(fc.constantFrom(...fragments), { maxLength: 16 }).map((all) => all.join(''));
  return fc.oneof({ weight: 4, arbitrary: pieces }, fc.string({ unit: 'binary' }));
}

test('isIP agrees with node:net, but for zones and IPv4 addresses written as IPv6', () => {
  const mapped = new BlockList();
  mapped.addSubnet('::ffff:0:0', 96, 'ipv6');
  const groups = ['0', '1', 'ffff', 'FE80', '00ab', '12345', '1.2.3.4', '256', '01'];
  const address = fc.oneof(textOf(':', '::', '.', '%', ...groups), fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(address, (text) => {
      const isMapped = isIP(text) === 6 && mapped.check(text, 'ipv6');
      expect(outcome('isIP(s)', { s: text })).toBe(isIP(text) !== 0 && !text.includes('%') && !isMapped);
    }),
    RUNS,
  );
});

test('an address is written so that it reads as itself', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      expect(outcome('!isIP(s) || (ip(string(ip(s))) == ip(s) && ip.isCanonical(string(ip(s))))', { s: text })).toBe(
        true,
      );
    }),
    RUNS,
  );
});

test('quantities are ordered as the numbers that they stand for', () => {
  const number = fc.integer({ min: -1_000_000, max: 1_000_000 });
  const suffix = fc.constantFrom<[string, number]>(
    ['', 1],
    ['k', 1e3],
    ['M', 1e6],
    ['Ki', 1024],
    ['Mi', 1_048_576],
    ['e2', 100],
  );
  fc.assert(
    fc.property(number, suffix, number, suffix, (a, [unitA, factorA], b, [unitB, factorB]) => {
      const order = outcome('quantity(a).compareTo(quantity(b))', { a: `${a}${unitA}`, b: `${b}${unitB}` });
      expect(order).toBe(BigInt(Math.sign(a * factorA - b * factorB)));
    }),
    RUNS,
  );
});

test('durations are read as Go writes them', () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(59), fc.nat(59), fc.nat(999), (hours, minutes, seconds, milliseconds) => {
      const text = `${hours}h${minutes}m${seconds}.${String(milliseconds).padStart(3, '0')}s`;
      const expected = BigInt(((hours * 60 + minutes) * 60 + seconds) * 1_000 + milliseconds);
      expect(outcome('duration(s).getMilliseconds()', { s: text })).toBe(expected);
    }),
    RUNS,
  );
});

test.each([
  [
    'isURL(s) ? url(s).getHostname() + url(s).getPort() + url(s).getEscapedPath() : string(size(s))',
    ['http', '://', '/', '[', ']', ':', '@', '%', '%41', '?', '#', '=', '&', ';', 'a', ' '],
  ],
  ['isURL(s) ? size(url(s).getQuery()) : 0', ['/', '?', '%', '%ff', '=', '&', '+', 'ä', ';']],
  ['isCIDR(s) ? cidr(s).masked().prefixLength() : 0', ['10.0.0.0', '::', '/', '8', '33', '129', '08', ' ']],
  ['isQuantity(s) ? quantity(s).sign() : 0', ['1', '9', '.', '-', '+', 'e', 'E', 'Ki', 'm', 'k', ' ', '99999999999']],
  ['isSemver(s, true) ? semver(s, true).major() : 0', ['v', '1', '0', '.', '-', '+', 'rc', '99999999999999999999']],
  ['format.qualifiedName().validate(s).hasValue() ? 1 : 2', ['a', '/', '.', '-', '_', 'A']],
  ['s.format([1, "a", 2.5, [1u], {"k": b"x"}])', ['%', 's', 'd', 'f', '.', '9', '99', 'e', 'x', 'X', 'b', 'o', 'z']],
  [
    's.matches(s) ? s.findAll(s).size() : 0',
    ['(', ')', '[', ']', '*', '+', '?', '{2}', '|', '\\', 'p', 'L', 'a', '^', '$', '(?i)'],
  ],
  ['s.split("a").join("b").replace("", s).trim().substring(0)', ['a', 'b', ' ', '😀', '\ud800']],
  ['timestamp(s).getHours(s)', ['2026-01-01', 'T', '00:00:00', 'Z', '+01:00', '.5', '99']],
  ['duration(s).getHours() + int(s) + int(double(s))', ['1', 'h', 'm', 's', 'µs', '.', '-', '0', 'e9', 'Inf']],
] as const)('%s ends in a value or an error for any text', (expression, fragments) => {
  fc.assert(
    fc.property(textOf(...fragments), (text) => {
      const result = evaluate(expression, { s: text });
      expect(result instanceof CelError ? result.message : typeof result).not.toBe('');
    }),
    RUNS,
  );
});
