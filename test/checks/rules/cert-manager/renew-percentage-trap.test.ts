import { renewPercentageTrap } from '../../../../src/checks/rules/cert-manager/renew-percentage-trap';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, leaf } from './_certificates';

function renewing(percentage: number): string {
  return certificate(`dnsNames: [ledger.example.com]\nduration: 1h\nrenewBeforePercentage: ${percentage}`);
}

describe('cert-manager/renew-percentage-trap', () => {
  test('passes a percentage that means what the webhook tests', () => {
    expect(verdictOf(renewPercentageTrap, renewing(50))).toBe('pass');
  });

  test('finds one that renews too late', () => {
    expect(findingsOf(renewPercentageTrap, renewing(5))).toEqual([
      {
        severity: 'warning',
        object: 'Certificate payments/ledger',
        path: 'spec.renewBeforePercentage',
        message:
          'renewBeforePercentage 5 of the duration of 1h renews 3m before expiry, below the minimum of 5m; the webhook does not notice',
        fix: 'give a larger percentage, or renewBefore',
      },
    ]);
  });

  test('finds one out of range, which nobody tests without a duration', () => {
    const yaml = certificate('dnsNames: [ledger.example.com]\nrenewBeforePercentage: 100');
    expect(findingsOf(renewPercentageTrap, yaml)).toMatchObject([
      { path: 'spec.renewBeforePercentage', severity: 'warning' },
    ]);
  });

  test('does not apply without a percentage', () => {
    expect(verdictOf(renewPercentageTrap, leaf())).toBe('not applicable: no Certificate has a renewBeforePercentage');
  });
});
