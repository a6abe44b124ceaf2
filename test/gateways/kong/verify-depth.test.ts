import fc from 'fast-check';
import { parseVerifyDepth, requireVerifyDepth } from '../../../src/gateways/kong/verify-depth';
import { Refusal } from '../../../src/gateways/refusal';

describe('parseVerifyDepth', () => {
  test.each([
    ['0', 0],
    ['1', 1],
    ['64', 64],
  ])('reads "%s"', (text, depth) => {
    expect(parseVerifyDepth(text)).toBe(depth);
  });

  test.each(['', '-1', '1.5', '65', '1e1', ' 1', '0x1', 'many', '99999999999'])('refuses "%s"', (text) => {
    expect(() => parseVerifyDepth(text)).toThrow(Refusal);
  });

  test('any text is a depth from 0 to 64 or is refused in a short message', () => {
    const texts = fc.oneof(fc.string(), fc.integer().map(String), fc.string({ minLength: 1000, maxLength: 2000 }));
    fc.assert(
      fc.property(texts, (text) => {
        const outcome = outcomeOf(text);
        return typeof outcome === 'number' ? outcome >= 0 && outcome <= 64 : outcome.length < 400;
      }),
    );
  });
});

describe('requireVerifyDepth', () => {
  test.each([-1, 65, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s', (depth) => {
    expect(() => requireVerifyDepth(depth)).toThrow(
      `verifyDepth ${depth} is not allowed; Kong takes whole numbers from 0 to 64; give the number of intermediates between the server certificate and its root`,
    );
  });
});

function outcomeOf(text: string): number | string {
  try {
    return parseVerifyDepth(text);
  } catch (error) {
    if (Refusal.isRefusal(error)) {
      return error.message;
    }
    throw error;
  }
}
