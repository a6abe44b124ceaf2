import { formatHours } from '../../../src/checks/cert-manager/format-hours';
import { isRenewalDisabled, latestLifetimeOf, lifetimeOf } from '../../../src/checks/cert-manager/lifetime-of';
import type { JsonObject } from '../../../src/manifests/manifest';

const HOUR = 3_600_000;

describe('the lifetime of a Certificate', () => {
  test.each<{ title: string; spec: JsonObject; hours: readonly [number, number] | undefined }>([
    { title: 'nothing is stated', spec: {}, hours: [2160, 720] },
    { title: 'a duration alone is stated', spec: { duration: '30h' }, hours: [30, 10] },
    { title: 'both are stated', spec: { duration: '8760h0m0s', renewBefore: '5840h' }, hours: [8760, 5840] },
    { title: 'a duration has several parts', spec: { duration: '1h30m1800s', renewBefore: '0.5h' }, hours: [2, 0.5] },
    { title: 'a percentage is stated', spec: { duration: '100h', renewBeforePercentage: 25 }, hours: [100, 25] },
    { title: 'a percentage is out of range', spec: { duration: '90h', renewBeforePercentage: 100 }, hours: [90, 30] },
    { title: 'renewal is asked for before issuance', spec: { duration: '3h', renewBefore: '4h' }, hours: [3, 1] },
    { title: 'a duration is in days', spec: { duration: '90d' }, hours: undefined },
    { title: 'a duration is no text', spec: { duration: 90 }, hours: undefined },
    { title: 'a duration is nothing', spec: { duration: '0h' }, hours: undefined },
    { title: 'renewBefore cannot be read', spec: { renewBefore: 'soon' }, hours: undefined },
    { title: 'a duration is too long a text', spec: { duration: '1h'.repeat(99) }, hours: undefined },
  ])('where $title', ({ spec, hours }) => {
    expect(lifetimeOf(certificate(spec))).toEqual(hours && { duration: hours[0] * HOUR, renewBefore: hours[1] * HOUR });
  });

  test.each([
    ['no window', undefined, 240],
    ['a window of each night', '0 2 * * *', 220],
    ['a window of each month', '0 2 1 * *', 0],
    ['a window that cannot be read', 'often', undefined],
  ])('ends as late as %s lets it be renewed', (_, cron, hours) => {
    const renewal =
      cron === undefined ? undefined : { policy: 'RenewBefore', windows: [{ cron, windowDuration: '4h' }] };
    const lifetime = latestLifetimeOf(certificate({ duration: '720h', renewBefore: '240h', renewal }));
    expect(lifetime).toEqual(hours === undefined ? undefined : { duration: 720 * HOUR, renewBefore: hours * HOUR });
  });

  test('is not renewed where the policy says so', () => {
    expect(isRenewalDisabled(certificate({ renewal: { policy: 'Disabled' } }))).toBe(true);
    expect(isRenewalDisabled(certificate({ renewal: { policy: 'RenewBefore' } }))).toBe(false);
    expect(isRenewalDisabled(certificate({}))).toBe(false);
  });
});

test.each([
  [720 * HOUR, '720h'],
  [1.5 * HOUR, '90m'],
  [2.25 * HOUR, '2.3h'],
  [Infinity, 'no end of time'],
])('%p milliseconds are written %s', (milliseconds, text) => {
  expect(formatHours(milliseconds)).toBe(text);
});

function certificate(spec: JsonObject) {
  const key = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', namespace: 'payments', name: 'ledger' };
  return { key, body: { apiVersion: key.apiVersion, kind: key.kind, spec } };
}
