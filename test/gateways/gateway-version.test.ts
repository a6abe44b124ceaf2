import { GatewayVersion } from '../../src/gateways/gateway-version';
import { Refusal } from '../../src/gateways/refusal';

describe('GatewayVersion', () => {
  test.each([
    ['1.9', '1.9'],
    ['v1.9', '1.9'],
    ['3.5.13', '3.5.13'],
    ['v2.3.0-rc.3', '2.3.0-rc.3'],
    ['1.36.2-gke.2154000', '1.36.2-gke.2154000'],
    ['2023-09', '2023-09'],
  ])('%s is read as %s', (text, expected) => {
    expect(GatewayVersion.parse(text).toString()).toBe(expected);
  });

  test.each([
    '',
    '1',
    'latest',
    '1.9.x',
    '>=1.9',
    '1.9.0 || 2.0.0',
    '1.9.0.1',
    '-1.9',
    '1.9\n',
    '1234567890.1',
    '2023-13',
    '2023-9',
    '1999-09',
    '2023-09-01',
  ])('%j is no version', (text) => {
    expect(() => GatewayVersion.parse(text)).toThrow(Refusal);
  });

  test.each([
    ['a text that someone took for a version', 'newest', 'version "newest" is not a version'],
    ['nothing of what may be anything', 'x'.repeat(200), 'a text of 200 characters (not shown) is not a version'],
    ['nothing of what may be a license', '{"license":1}', 'a text of 13 characters (not shown) is not a version'],
  ])('the refusal shows %s, and what is allowed', (_, text, message) => {
    expect(() => GatewayVersion.parse(text)).toThrow(
      new Refusal({
        rule: 'schema/invalid-value',
        message,
        fix: 'state a minor version such as "1.9", or a release such as "1.9.0"',
      }),
    );
  });

  test.each([
    ['3.5', '>=3.5.13 <3.6.0', true],
    ['3.5', '>=3.6.0', false],
    ['3.5.12', '>=3.5.13 <3.6.0', false],
    ['3.5.13', '>=3.5.13 <3.6.0', true],
    // A release candidate precedes its release: what the release brought is not taken for granted in it.
    ['2.3.0-rc.3', '>=2.3.0 <2.4.0', false],
    ['2.3.0-rc.3', '>=2.2.0 <2.3.0', true],
    ['2.3', '>=2.2.0 <2.3.0', false],
    ['1.36.2-gke.2154000', '>=1.36.0 <1.37.0', true],
    // A build of GKE is a prerelease in the order of semantic versions, and the minor version has all its builds.
    ['1.36.2-gke.2154000', '1.36.2-gke.2154000 || 1.36.2', true],
    ['1.36.2-gke.2154001', '1.36.2-gke.2154000 || 1.36.2', false],
    ['1.36.2-gke.10', '<1.36.2-gke.9', false],
    ['1.36', '1.36.2-gke.2154000 || 1.36.2', true],
    ['2023-09', '2023.9.0', true],
    ['2023-09', '2023.10.0', false],
  ])('some release meant by %s lies in %s: %s', (text, range, expected) => {
    expect(GatewayVersion.parse(text).overlaps(range)).toBe(expected);
  });
});
