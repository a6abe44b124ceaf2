import { expired } from '../../../../src/checks/rules/trust/expired';
import { createCa, issue } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { named, policyOf, ROOT, rootsOf, SERVES, SERVICE, secretOf, yamlOf } from './_objects';

const NOW = { now: '2026-03-01T00:00:00Z' };
const ENDED = new Date('2026-02-28T23:59:59Z');
const OLD = createCa({ commonName: 'old', notAfter: ENDED, serialNumber: 20 });
const AT_END = 'expired at 2026-02-28T23:59:59.000Z';
const RENEW = 'renew it, or remove it where it is a root that nothing uses any more';

test('finds a leaf that has ended and one that has not begun', () => {
  const ended = issue(ROOT, { commonName: 'ended', notAfter: ENDED, serialNumber: 21 });
  const early = issue(ROOT, { commonName: 'early', notBefore: new Date('2026-03-01T00:00:01Z'), serialNumber: 22 });
  const yaml = yamlOf(secretOf(ended.pem), secretOf(early.pem, { name: 'early' }));
  expect(findingsOf(expired, yaml, NOW)).toEqual([
    {
      severity: 'error',
      object: 'Secret payments/ledger-tls',
      path: 'data[tls.crt]',
      message: `${named('ended', 21)} ${AT_END}`,
      fix: RENEW,
    },
    {
      severity: 'error',
      object: 'Secret payments/early',
      path: 'data[tls.crt]',
      message: `${named('early', 22)} is valid only from 2026-03-01T00:00:01.000Z on`,
      fix: RENEW,
    },
  ]);
});

test.each([
  ['a root alone', OLD.pem, {}, 'error', AT_END, RENEW],
  [
    'a root beside a valid one',
    OLD.pem + ROOT.pem,
    {},
    'warning',
    `${AT_END}; the other roots beside it are not affected`,
    'remove it from the bundle',
  ],
  [
    'a root in a CA object of Kong',
    OLD.pem + ROOT.pem,
    { labels: { 'konghq.com/ca-cert': 'true' } },
    'error',
    AT_END,
    RENEW,
  ],
])('finds %s', (_name, text, metadata, severity, found, fix) => {
  const yaml = yamlOf(SERVICE, policyOf(), rootsOf(text, metadata));
  expect(findingsOf(expired, yaml, NOW)).toEqual([
    {
      severity,
      object: 'ConfigMap payments/roots',
      path: 'data[ca.crt]',
      message: `${named('old', 20)} ${found}`,
      fix,
    },
  ]);
});

test('a text of several roots is a bundle, whoever reads it', () => {
  expect(findingsOf(expired, yamlOf(rootsOf(OLD.pem + ROOT.pem)), NOW)).toMatchObject([{ severity: 'warning' }]);
});

test('a root that signed what is in use is no spare one', () => {
  const leaf = issue(OLD, { commonName: 'used' });
  const yaml = yamlOf(SERVICE, policyOf(), rootsOf(OLD.pem + ROOT.pem), secretOf(leaf.pem, SERVES));
  expect(findingsOf(expired, yaml, NOW)).toMatchObject([{ severity: 'error', object: 'ConfigMap payments/roots' }]);
});

test('both ends of the validity are within', () => {
  expect(verdictOf(expired, yamlOf(rootsOf(OLD.pem)), { now: '2026-02-28T23:59:59Z' })).toBe('pass');
  expect(verdictOf(expired, yamlOf(rootsOf(OLD.pem)), { now: '2024-01-01T00:00:00Z' })).toBe('pass');
});

test('does not apply without certificates or without an instant', () => {
  expect(verdictOf(expired, yamlOf(SERVICE), NOW)).toBe('not applicable: no manifest holds certificates');
  expect(verdictOf(expired, yamlOf(rootsOf(OLD.pem)))).toBe('not applicable: no instant is given to judge validity at');
});
