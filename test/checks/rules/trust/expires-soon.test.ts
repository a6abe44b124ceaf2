import { expiresSoon } from '../../../../src/checks/rules/trust/expires-soon';
import { createCa, issue } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { named, ROOT, rootsOf, SERVICE, secretOf, yamlOf } from './_objects';

const NOW = { now: '2026-03-01T00:00:00Z' };

function day(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}

test.each([
  [
    'less than 30 days',
    yamlOf(rootsOf(createCa({ commonName: 'a', notAfter: day('2026-03-30'), serialNumber: 31 }).pem)),
    named('a', 31),
    'expires at 2026-03-30T00:00:00.000Z, within 30 days',
    'renew it now',
  ],
  [
    'less than a fifth',
    yamlOf(
      secretOf(
        issue(ROOT, { commonName: 'b', notBefore: day('2026-02-21'), notAfter: day('2026-03-02'), serialNumber: 32 })
          .pem,
      ),
    ),
    named('b', 32),
    'expires at 2026-03-02T00:00:00.000Z, within the last fifth of its lifetime',
    'renew it now',
  ],
  [
    'a beginning just now',
    yamlOf(
      secretOf(issue(ROOT, { commonName: 'c', notBefore: new Date('2026-02-28T23:58:00Z'), serialNumber: 33 }).pem),
    ),
    named('c', 33),
    'became valid at 2026-02-28T23:58:00.000Z, less than 5 minutes ago; clocks that are behind refuse it',
    'wait 5 minutes before it is distributed, or back-date it',
  ],
])('finds %s', (_name, yaml, certificate, found, fix) => {
  expect(findingsOf(expiresSoon, yaml, NOW)).toMatchObject([
    { severity: 'warning', message: `${certificate} ${found}`, fix },
  ]);
});

test.each([
  ['a month and more', { notAfter: day('2026-03-31') }],
  ['a short life that is not over', { notBefore: day('2026-02-28'), notAfter: day('2026-03-03') }],
  ['what has expired, which is another rule', { notAfter: day('2026-02-28') }],
])('passes %s', (_name, options) => {
  expect(verdictOf(expiresSoon, yamlOf(secretOf(issue(ROOT, options).pem)), NOW)).toBe('pass');
});

test('does not apply without certificates or without an instant', () => {
  expect(verdictOf(expiresSoon, yamlOf(SERVICE), NOW)).toBe('not applicable: no manifest holds certificates');
  expect(verdictOf(expiresSoon, yamlOf(rootsOf(ROOT.pem)))).toBe(
    'not applicable: no instant is given to judge validity at',
  );
});
