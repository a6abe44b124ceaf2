import { describeRange } from '../../src/gateways/describe-range';
import { gatewayRegistry } from '../../src/gateways/registry';

describe('describeRange', () => {
  test.each([
    ['>=1.6.0 <1.10.0', '1.6 to 1.9'],
    ['>=1.9.0 <1.10.0', '1.9'],
    ['>=1.28.0 <1.31.0-0', '1.28 to 1.30'],
    ['>=3.5.11 <3.6.0', '3.5.11 and later patches'],
    ['>=3.4.18 <3.6.0', '3.4.18 to 3.5'],
    ['>=5.0.0 <=5.1.5', '5.0 to 5.1.5'],
    ['>=1.26.0 <=1.31.0-rc.0', '1.26 to 1.31.0-rc.0'],
    ['>=1.2.0 <2.0.0', '1.2 to before 2.0'],
    ['>=1.0.0 <1.2.4', '1.0 to before 1.2.4'],
    ['>=0.0.0 <3.4.0', 'before 3.4'],
    ['>=1.0.0 <1.4.0 || 1.4.1', '1.0 to 1.3 or 1.4.1'],
    ['1.36.2-gke.2154000', '1.36.2-gke.2154000'],
    ['2023.9.0', '2023-09'],
    ['2023.10.0', '2023-10'],
    ['*', '*'],
  ])('%s is %s', (range, expected) => {
    expect(describeRange(range)).toBe(expected);
  });

  test('no range of a table stays in the notation of semantic versions', () => {
    const ranges = gatewayRegistry.flatMap(({ table }) => table.all.map(({ versions }) => describeRange(versions)));
    expect(ranges.filter((text) => /[<>=|*~^]/.test(text))).toEqual([]);
  });
});
