import { selectorMayVanish } from '../../../../src/checks/rules/trust-manager/selector-may-vanish';
import { findingsOf, verdictOf } from '../_rule';
import { bundle, OTHER, pinned } from './_bundles';

describe('trust-manager/selector-may-vanish', () => {
  test('passes named sources', () => {
    expect(verdictOf(selectorMayVanish, pinned())).toBe('pass');
  });

  test('finds a selector', () => {
    const yaml = bundle(
      '[{ inLine: x }, { configMap: { selector: { matchLabels: { roots: payments } }, key: ca.crt } }]',
    );
    expect(findingsOf(selectorMayVanish, yaml)).toEqual([
      {
        severity: 'warning',
        object: 'Bundle payments-roots',
        path: 'spec.sources[1]',
        message:
          'the source is selected by labels: where they match nothing, trust-manager skips it and its roots vanish',
        fix: 'name the object',
      },
    ]);
  });

  test('does not apply without Bundles', () => {
    expect(verdictOf(selectorMayVanish, OTHER)).toBe('not applicable: there is no Bundle');
  });
});
