import { renewalMargin } from '../../../../src/checks/rules/cert-manager/renewal-margin';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, OTHER } from './_certificates';

const WEEKLY = 'renewal: { policy: RenewBefore, windows: [{ cron: "0 2 * * 6", windowDuration: 4h }] }';

function leafWith(...lines: readonly string[]): string {
  return certificate(['dnsNames: [ledger.example.com]', ...lines].join('\n'));
}

describe('cert-manager/renewal-margin', () => {
  test.each([
    ['the defaults', []],
    ['a certificate of a day', ['duration: 24h']],
    ['just enough', ['duration: 4h', 'renewBefore: 75m']],
    ['a percentage that is enough', ['duration: 24h', 'renewBeforePercentage: 10']],
    ['a window of each week that fits', ['duration: 720h', 'renewBefore: 240h', WEEKLY]],
    ['durations that cannot be read', ['duration: soon']],
    [
      'windows that cannot be read',
      ['renewal: { policy: RenewBefore, windows: [{ cron: often, windowDuration: 4h }] }'],
    ],
  ])('passes %s', (_, lines) => {
    expect(verdictOf(renewalMargin, leafWith(...lines))).toBe('pass');
  });

  test.each([
    [
      'the shortest certificate',
      ['duration: 1h'],
      'renewal begins 20m before the certificate ends; 75m are needed for one failed attempt and for readers that are late',
      'ask for a longer duration',
    ],
    [
      'a late renewal',
      ['duration: 24h', 'renewBefore: 10m'],
      'renewal begins 10m before the certificate ends; 75m are needed for one failed attempt and for readers that are late',
      'raise renewBefore to 75m or more',
    ],
    [
      'a percentage',
      ['duration: 24h', 'renewBeforePercentage: 5'],
      'renewal begins 72m before the certificate ends; 75m are needed for one failed attempt and for readers that are late',
      'raise renewBefore to 75m or more',
    ],
    [
      'a window that may come just before the end',
      ['duration: 720h', 'renewBefore: 165h', WEEKLY],
      'renewal begins 165h before the certificate ends, and may wait 164h for a window; 75m are needed for one failed attempt and for readers that are late',
      'raise renewBefore to 165.3h or more, or open renewal windows more often',
    ],
    [
      'a window that is rarer than certificates are long',
      ['duration: 100h', WEEKLY],
      'renewal begins 33.3h before the certificate ends, and may wait 164h for a window; 75m are needed for one failed attempt and for readers that are late',
      'open renewal windows more often',
    ],
    [
      'a window that never opens',
      ['renewal: { policy: RenewBefore, windows: [{ cron: "0 0 31 2 *", windowDuration: 4h }] }'],
      'renewal begins 720h before the certificate ends, and no window ever opens; 75m are needed for one failed attempt and for readers that are late',
      'open renewal windows more often',
    ],
  ])('finds %s', (_, lines, message, fix) => {
    expect(findingsOf(renewalMargin, leafWith(...lines))).toEqual([
      { severity: 'warning', object: 'Certificate payments/ledger', path: 'spec.renewBefore', message, fix },
    ]);
  });

  test.each([
    ['no Certificate', OTHER],
    ['a Certificate that is left alone', leafWith('duration: 1h', 'renewal: { policy: Disabled }')],
  ])('does not apply to %s', (_, yaml) => {
    expect(verdictOf(renewalMargin, yaml)).toBe('not applicable: no Certificate is renewed');
  });
});
