import fc from 'fast-check';
import {
  DEFAULT_DELAYS,
  earliestIssue,
  earliestRetire,
  judgeLead,
  leastLead,
  type Reissue,
  type StatedDelays,
  timingViolations,
} from '../../src/trust/rotation-timing';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const lifetime = (duration: number, renewBefore: number) => ({
  duration: duration * HOUR,
  renewBefore: renewBefore * HOUR,
});

describe('the lead of a CA against the cadence of its leaves, in hours', () => {
  const DEFAULTS = lifetime(2160, 720);

  test.each([
    {
      title: 'the defaults of cert-manager for CA and leaf leave a gap',
      ca: DEFAULTS,
      leaf: DEFAULTS,
      expected: { lead: 720, cadence: 1440, durationFits: false, cadenceFits: false, worstGap: 720 },
    },
    {
      title: 'the Pulsar chart leaves a gap',
      ca: lifetime(2160, 360),
      leaf: lifetime(2160, 360),
      expected: { lead: 360, cadence: 1800, durationFits: false, cadenceFits: false, worstGap: 1440 },
    },
    {
      title: 'the KEDA chart before kedacore/charts#712 left a gap, and broke',
      ca: lifetime(8760, 720),
      leaf: lifetime(8760, 5840),
      expected: { lead: 720, cadence: 2920, durationFits: false, cadenceFits: false, worstGap: 2200 },
    },
    {
      title: 'the KEDA chart since then fits',
      ca: lifetime(43800, 14600),
      leaf: lifetime(8760, 5840),
      expected: { lead: 14600, cadence: 2920, durationFits: true, cadenceFits: true, worstGap: 0 },
    },
    {
      title: 'the documentation of Linkerd fits',
      ca: lifetime(8760, 7320),
      leaf: lifetime(48, 25),
      expected: { lead: 7320, cadence: 23, durationFits: true, cadenceFits: true, worstGap: 0 },
    },
  ])('$title', ({ ca, leaf, expected }) => {
    const { lead, cadence, worstGap, ...fits } = judgeLead(ca, leaf);

    expect({ lead: lead / HOUR, cadence: cadence / HOUR, worstGap: worstGap / HOUR, ...fits }).toEqual(expected);
  });

  test('the worst gap is what a simulation of renewals comes to', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 60 })
          .chain((duration) => fc.tuple(fc.constant(duration), fc.integer({ min: 1, max: duration - 1 }))),
        fc
          .integer({ min: 2, max: 60 })
          .chain((duration) => fc.tuple(fc.constant(duration), fc.integer({ min: 1, max: duration - 1 }))),
        ([caDuration, caBefore], [leafDuration, leafBefore]) => {
          const simulated = longestGap(caDuration, caBefore, leafDuration - leafBefore);

          expect(judgeLead(lifetime(caDuration, caBefore), lifetime(leafDuration, leafBefore)).worstGap / HOUR).toBe(
            simulated,
          );
        },
      ),
    );
  });
});

/** A leaf that is issued at the last hour at which the old CA signs, or at any other. */
function longestGap(caDuration: number, caBefore: number, cadence: number): number {
  let longest = 0;
  for (let issued = 0; issued <= caDuration - caBefore; issued++) {
    longest = Math.max(longest, issued + cadence - caDuration);
  }
  return longest;
}

describe('the least lead of a CA', () => {
  const delays: StatedDelays = { trustPickup: 3, leafPickup: 5, issuance: 7, clockSkew: 11 };

  test('covers trust, leaves, retries and both clocks; and the cadence where leaves wait for their renewal', () => {
    expect(leastLead(delays, 'issuer-flip', 1000)).toBe(3 + 5 + 7 + 22);
    expect(leastLead(delays, 'natural-renewal', 1000)).toBe(3 + 5 + 7 + 22 + 1000);
  });

  test('has no bound where a verifier never reads its trust again', () => {
    expect(leastLead({ ...delays, trustPickup: Infinity }, 'issuer-flip', 0)).toBe(Infinity);
  });

  test('is just enough: with it all inequalities hold, with a millisecond less one does not', () => {
    const time = fc.integer({ min: 0, max: 30 * DAY });
    fc.assert(
      fc.property(
        fc.record({ trustPickup: time, leafPickup: time, issuance: time, clockSkew: time }),
        fc.constantFrom<Reissue>('issuer-flip', 'natural-renewal'),
        time,
        (drawn, reissue, cadence) => {
          const trust = new Date(0);
          const issue = earliestIssue(trust, drawn) ?? trust;
          const retire = earliestRetire(issue, drawn, reissue, cadence) ?? trust;
          const end = leastLead(drawn, reissue, cadence);
          const violations = (oldCaNotAfter: Date) =>
            timingViolations({ trust, issue, retire, oldCaNotAfter }, drawn, reissue, cadence);

          expect(violations(new Date(end))).toEqual([]);
          expect(violations(new Date(end - 1))).toEqual([{ rule: 'rotation/old-ca-ends-first', missing: 1 }]);
        },
      ),
    );
  });
});

describe('the times of a rotation', () => {
  const trust = new Date('2026-01-01T00:00:00Z');
  const at = (hours: number) => new Date(trust.getTime() + hours * HOUR);
  const delays: StatedDelays = { trustPickup: HOUR, leafPickup: 2 * HOUR, issuance: 3 * HOUR, clockSkew: HOUR };

  test.each([
    { title: 'the first instants that are allowed', issue: 2, retire: 7, end: 8, violations: [] },
    {
      title: 'leaves are issued an hour too early',
      issue: 1,
      retire: 7,
      end: 8,
      violations: [{ rule: 'rotation/issue-too-early', missing: HOUR }],
    },
    {
      title: 'the old root is dropped an hour too early',
      issue: 2,
      retire: 6,
      end: 8,
      violations: [{ rule: 'rotation/retire-too-early', missing: HOUR }],
    },
    {
      title: 'the old CA ends an hour too early',
      issue: 2,
      retire: 7,
      end: 7,
      violations: [{ rule: 'rotation/old-ca-ends-first', missing: HOUR }],
    },
    {
      title: 'all at once',
      issue: 0,
      retire: 0,
      end: 0,
      violations: [
        { rule: 'rotation/issue-too-early', missing: 2 * HOUR },
        { rule: 'rotation/retire-too-early', missing: 5 * HOUR },
        { rule: 'rotation/old-ca-ends-first', missing: HOUR },
      ],
    },
  ])('$title', ({ issue, retire, end, violations }) => {
    const times = { trust, issue: at(issue), retire: at(retire), oldCaNotAfter: at(end) };

    expect(timingViolations(times, delays, 'issuer-flip', 0)).toEqual(violations);
  });

  test('leaves that wait for their renewal take their cadence longer', () => {
    const times = { trust, issue: at(2), retire: at(7), oldCaNotAfter: at(100) };

    expect(timingViolations(times, delays, 'natural-renewal', 9 * HOUR)).toEqual([
      { rule: 'rotation/retire-too-early', missing: 9 * HOUR },
    ]);
  });

  test('no wait is long enough where a verifier never reads its trust again', () => {
    const never = { ...DEFAULT_DELAYS, trustPickup: Infinity };

    expect(earliestIssue(trust, never)).toBeUndefined();
    expect(
      timingViolations(
        { trust, issue: at(9999), retire: at(99999), oldCaNotAfter: at(999999) },
        never,
        'issuer-flip',
        0,
      ),
    ).toEqual([{ rule: 'rotation/issue-too-early', missing: Infinity }]);
  });
});
