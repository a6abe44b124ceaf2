import { endOfLife } from '../../../../src/checks/rules/gloo/end-of-life';
import { findingsOf, verdictOf } from '../_rule';

const UPSTREAMS = ['ledger', 'orders']
  .map(
    (name) =>
      `{apiVersion: gloo.solo.io/v1, kind: Upstream, metadata: {name: ${name}, namespace: a}, spec: {sslConfig: {}}}`,
  )
  .join('\n---\n');

test.each([
  ['before it', '2026-12-31T12:00:00Z', 'info', 'ends', 'plan the move'],
  ['after it', '2027-01-01T00:00:00Z', 'warning', 'ended', 'move'],
  ['at no stated time', undefined, 'info', 'ends', 'plan the move'],
])('the end is told once, %s', (_when, now, severity, ends, move) => {
  expect(findingsOf(endOfLife, UPSTREAMS, now === undefined ? {} : { now })).toEqual([
    {
      severity,
      object: 'Upstream a/ledger',
      path: 'spec.sslConfig',
      message: `the open source edition of Gloo ${ends} on 2026-12-31`,
      fix: `${move} to kgateway, which succeeds it`,
    },
  ]);
});

test('an Upstream without TLS is not judged', () => {
  const plain = '{apiVersion: gloo.solo.io/v1, kind: Upstream, metadata: {name: ledger, namespace: a}, spec: {}}';
  expect(verdictOf(endOfLife, plain)).toBe('not applicable: there is no Upstream with an sslConfig');
});
