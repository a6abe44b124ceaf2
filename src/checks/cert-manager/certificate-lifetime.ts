import type { FieldPath, JsonObject } from '../../manifests/manifest';
import { describeString } from '../schema/describe-value';
import { whyNotCron } from './cron-schedule';
import { formatGoDuration, parseGoDuration } from './go-duration';
import { isFilled, numberOf, objectOf, objectsOf, rejected, type SpecProblem, textOf, tolerated } from './spec-problem';
import { whyNotTimeZone } from './time-zone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What cert-manager asks for where `duration` is not set, in milliseconds. */
export const UPSTREAM_DEFAULT_DURATION = 2160 * HOUR;
const MIN_DURATION = HOUR;
const MIN_RENEW_BEFORE = 5 * MINUTE;
const PERCENTAGE_TRAP = 'cert-manager/renew-percentage-trap';

/** Says what is wrong with the lifetime of a Certificate and with its renewal. */
export function lifetimeProblems(spec: JsonObject): readonly SpecProblem[] {
  const unreadable = ['duration', 'renewBefore'].filter((field) => isUnreadable(spec[field]));
  if (unreadable.length > 0) {
    return unreadable.map((field) => notADuration([field], textOf(spec[field]) ?? ''));
  }
  const duration = parseGoDuration(textOf(spec.duration) ?? '') ?? UPSTREAM_DEFAULT_DURATION;
  const renewBefore = parseGoDuration(textOf(spec.renewBefore) ?? '');
  return [
    ...durationProblems(duration),
    ...(renewBefore === undefined ? [] : renewBeforeProblems(renewBefore, duration)),
    ...percentageProblems(spec, duration),
    ...renewalProblems(spec),
  ];
}

function isUnreadable(value: JsonObject[string]): boolean {
  return typeof value === 'string' && parseGoDuration(value) === undefined;
}

function notADuration(path: FieldPath, text: string): SpecProblem {
  return rejected(
    path,
    `${describeString(text)} is not a Go duration`,
    'write hours, minutes and seconds, such as 720h or 1h30m',
  );
}

function durationProblems(duration: number): readonly SpecProblem[] {
  return duration < MIN_DURATION
    ? [rejected(['duration'], `${formatSigned(duration)} is below the minimum of 1h`, 'ask for 1h at least')]
    : [];
}

function renewBeforeProblems(renewBefore: number, duration: number): readonly SpecProblem[] {
  if (renewBefore < MIN_RENEW_BEFORE) {
    return [
      rejected(
        ['renewBefore'],
        `${formatSigned(renewBefore)} is below the minimum of 5m`,
        'renew a third of the lifetime before expiry',
      ),
    ];
  }
  return renewBefore >= duration
    ? [
        rejected(
          ['renewBefore'],
          `${formatGoDuration(renewBefore)} is not below the duration of ${formatSigned(duration)}`,
          'renew a third of the lifetime before expiry',
        ),
      ]
    : [];
}

function formatSigned(milliseconds: number): string {
  return milliseconds < 0 ? `-${formatGoDuration(-milliseconds)}` : formatGoDuration(milliseconds);
}

/**
 * The controller renews when this percentage of the lifetime is left. The webhook computes with the rest, 100 minus the
 * percentage, so what it lets pass may be wrong and what it rejects may be right; both must hold here.
 */
function percentageProblems(spec: JsonObject, duration: number): readonly SpecProblem[] {
  const path = ['renewBeforePercentage'];
  const percentage = numberOf(spec.renewBeforePercentage);
  if (percentage === undefined) {
    return [];
  }
  if (isFilled(spec.renewBefore)) {
    return [rejected(path, 'is set beside renewBefore', 'keep one of the two')];
  }
  if (!Number.isInteger(percentage) || percentage <= 0 || percentage >= 100) {
    return [
      tolerated(
        path,
        `${percentage} is not between 1 and 99; the controller would renew at a third of the lifetime`,
        'give an integer from 1 to 99, or renewBefore',
        PERCENTAGE_TRAP,
      ),
    ];
  }
  const runtime = (duration * percentage) / 100;
  const webhook = (duration * (100 - percentage)) / 100;
  return [
    ...(runtime < MIN_RENEW_BEFORE
      ? [
          tolerated(
            path,
            `${percentage} of the duration of ${formatSigned(duration)} renews ${formatSigned(runtime)} before expiry, below the minimum of 5m; the webhook does not notice`,
            'give a larger percentage, or renewBefore',
            PERCENTAGE_TRAP,
          ),
        ]
      : []),
    // The webhook looks at the percentage only where it has a duration to look at.
    ...(webhook < MIN_RENEW_BEFORE && isFilled(spec.duration)
      ? [
          rejected(
            path,
            `${percentage} of the duration of ${formatSigned(duration)} is rejected by the webhook, which computes with the other ${100 - percentage} percent (${formatSigned(webhook)}) and wants 5m at least`,
            'give renewBefore instead',
          ),
        ]
      : []),
  ];
}

const POLICIES = ['RenewBefore', 'Disabled'];

function renewalProblems(spec: JsonObject): readonly SpecProblem[] {
  if (spec.renewal === undefined) {
    return [];
  }
  const renewal = objectOf(spec.renewal);
  const policy = textOf(renewal.policy) ?? '';
  if (!POLICIES.includes(policy)) {
    return [
      rejected(
        ['renewal', 'policy'],
        `${describeString(policy)} is none of ${POLICIES.join(', ')}`,
        'state one of these',
      ),
    ];
  }
  if (policy === 'Disabled') {
    return isFilled(renewal.windows)
      ? [
          rejected(
            ['renewal', 'windows'],
            'is set although renewal.policy is Disabled',
            'drop the windows, or renew by RenewBefore',
          ),
        ]
      : [];
  }
  return objectsOf(renewal.windows).flatMap(([index, window]) => windowProblems(['renewal', 'windows', index], window));
}

/** The pattern of the field in cert-manager's schema: whole or decimal seconds, minutes and hours. */
const WINDOW_DURATION = /^([0-9]+(\.[0-9]+)?(s|m|h))+$/;

function windowProblems(path: FieldPath, window: JsonObject): readonly SpecProblem[] {
  const cron = textOf(window.cron) ?? '';
  const length = textOf(window.windowDuration) ?? '';
  const timezone = textOf(window.timezone);
  const wrongCron = whyNotCron(cron);
  const wrongZone = timezone === undefined ? undefined : whyNotTimeZone(timezone);
  const isLengthGood = length.length <= 64 && WINDOW_DURATION.test(length) && (parseGoDuration(length) ?? 0) > 0;
  return [
    ...(wrongCron === undefined
      ? []
      : [
          rejected(
            [...path, 'cron'],
            `${describeString(cron)} ${wrongCron}`,
            'write five fields such as "0 2 * * 6", or a descriptor such as @daily',
          ),
        ]),
    ...(isLengthGood
      ? []
      : [
          rejected(
            [...path, 'windowDuration'],
            `${describeString(length)} is not a duration above 0 in hours, minutes and seconds`,
            'write one such as 4h or 90m',
          ),
        ]),
    ...(wrongZone === undefined || timezone === undefined
      ? []
      : [
          rejected(
            [...path, 'timezone'],
            `${describeString(timezone)} ${wrongZone}`,
            'name a zone such as UTC or Europe/Berlin',
          ),
        ]),
  ];
}
