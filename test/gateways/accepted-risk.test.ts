import { IGNORE_ANNOTATION as READ } from '../../src/checks/suppression';
import { acceptedRisk, IGNORE_ANNOTATION } from '../../src/gateways/accepted-risk';

describe('acceptedRisk', () => {
  test('writes the annotation that the checks read', () => {
    expect(IGNORE_ANNOTATION).toBe(READ);
    expect(acceptedRisk('haproxy/no-name-check', ' one root per service ')).toEqual({
      [READ]: 'haproxy/no-name-check: one root per service',
    });
  });
});
