const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long things take in a cluster. All in milliseconds. */
export interface RotationDelays {
  /**
   * Longest time until every verifier uses trust that has changed; Infinity where one reads it once and is not restarted.
   * @default - ten minutes: kubelets alone were measured at up to 100 seconds, and a reload comes on top
   * @see https://github.com/open-policy-agent/cert-controller/pull/50
   */
  readonly trustPickup?: number;
  /**
   * Longest time until an endpoint presents a certificate that has been issued.
   * @default - ten minutes, as for trust
   */
  readonly leafPickup?: number;
  /**
   * Longest time that issuance may take, retries included: cert-manager waits 1h after a first failure, 32h at most.
   * @default - one hour: one failure
   */
  readonly issuance?: number;
  /**
   * Most by which two clocks differ.
   * @default - five minutes
   */
  readonly clockSkew?: number;
}

/** Delays, all of them stated. */
export type StatedDelays = Required<RotationDelays>;

/** The delays where nothing else is stated. */
export const DEFAULT_DELAYS: StatedDelays = {
  trustPickup: 10 * MINUTE,
  leafPickup: 10 * MINUTE,
  issuance: HOUR,
  clockSkew: 5 * MINUTE,
};

/** Lifetime of a certificate and its renewal, in milliseconds. */
export interface CertificateLifetime {
  readonly duration: number;
  /** How long before its end it is renewed. */
  readonly renewBefore: number;
}

/** How new leaves come under a new CA: because their issuer is replaced, which re-issues at once, or as they are renewed. */
export type Reissue = 'issuer-flip' | 'natural-renewal';

/** How often a certificate is issued anew, in milliseconds. */
export function cadenceOf({ duration, renewBefore }: CertificateLifetime): number {
  return duration - renewBefore;
}

/** How the life of a leaf and that of the CA above it fit together. All in milliseconds. */
export interface LeadVerdict {
  /** From the last moment at which the CA signs to its end. */
  readonly lead: number;
  readonly cadence: number;
  /** Whether even a leaf that is never renewed ends before its CA (I4, strong). */
  readonly durationFits: boolean;
  /** Whether each leaf is renewed before its CA ends (I4, weak), issuance retries aside. */
  readonly cadenceFits: boolean;
  /** Longest time that a leaf may be in use under a CA that has ended, if it is renewed without delay. */
  readonly worstGap: number;
}

/**
 * Compares a leaf with the CA that issues it, both renewed by cert-manager. A leaf that is signed just before the CA is
 * renewed stays under the old CA until it is renewed itself.
 */
export function judgeLead(ca: CertificateLifetime, leaf: CertificateLifetime): LeadVerdict {
  const [lead, cadence] = [ca.renewBefore, cadenceOf(leaf)];
  return {
    lead,
    cadence,
    durationFits: leaf.duration <= lead,
    cadenceFits: cadence <= lead,
    worstGap: Math.max(0, cadence - lead),
  };
}

/**
 * The least lead that a CA needs so that it can be rotated in three phases, in milliseconds: new trust, new leaves and
 * their retries, and the clocks at both ends of the wait.
 *
 * @param cadence longest cadence of the leaves; ignored where the issuer is replaced
 */
export function leastLead(delays: StatedDelays, reissue: Reissue, cadence: number): number {
  return delays.trustPickup + leavesTake(delays, reissue, cadence) + 2 * delays.clockSkew;
}

/** When the phases of a rotation happen, and when the old CA ends. */
export interface RotationTimes {
  /** When the new trust was applied. */
  readonly trust: Date;
  /** When the first leaf is issued from the new CA. */
  readonly issue: Date;
  /** When the old CA leaves the first trust bundle. */
  readonly retire: Date;
  /** Last instant at which the old CA is valid. */
  readonly oldCaNotAfter: Date;
}

/** An inequality that does not hold. */
export interface TimingViolation {
  readonly rule: 'rotation/issue-too-early' | 'rotation/old-ca-ends-first' | 'rotation/retire-too-early';
  /** By how much, in milliseconds; Infinity where no wait is long enough. */
  readonly missing: number;
}

/** The earliest instant at which leaves may be issued from the new CA (I1); undefined where no wait is long enough. */
export function earliestIssue(trust: Date, delays: StatedDelays): Date | undefined {
  return after(trust, delays.trustPickup + delays.clockSkew);
}

/** The earliest instant at which the old CA may leave the trust (I2); undefined where no wait is long enough. */
export function earliestRetire(issue: Date, delays: StatedDelays, reissue: Reissue, cadence: number): Date | undefined {
  return after(issue, leavesTake(delays, reissue, cadence));
}

/**
 * Whether the times of a rotation leave enough room between each other (I1, I2, I3).
 *
 * @param cadence longest cadence of the leaves in milliseconds; ignored where the issuer is replaced
 */
export function timingViolations(
  { trust, issue, retire, oldCaNotAfter }: RotationTimes,
  delays: StatedDelays,
  reissue: Reissue,
  cadence: number,
): readonly TimingViolation[] {
  const waits = [
    { rule: 'rotation/issue-too-early', from: trust, least: delays.trustPickup + delays.clockSkew, until: issue },
    { rule: 'rotation/retire-too-early', from: issue, least: leavesTake(delays, reissue, cadence), until: retire },
    { rule: 'rotation/old-ca-ends-first', from: retire, least: delays.clockSkew, until: oldCaNotAfter },
  ] as const;
  return waits
    .map(({ rule, from, least, until }) => ({ rule, missing: least - (until.getTime() - from.getTime()) }))
    .filter(({ missing }) => missing > 0);
}

/** From the moment that the first leaf may be issued to that at which none of the old ones is presented. */
function leavesTake({ leafPickup, issuance }: StatedDelays, reissue: Reissue, cadence: number): number {
  return leafPickup + issuance + (reissue === 'issuer-flip' ? 0 : cadence);
}

function after(instant: Date, milliseconds: number): Date | undefined {
  const later = new Date(instant.getTime() + milliseconds);
  return Number.isNaN(later.getTime()) ? undefined : later;
}
