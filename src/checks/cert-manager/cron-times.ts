import { type CronSchedule, readCron } from './cron-schedule';

const DAY_MINUTES = 24 * 60;
/** Two leap years, so that also the 29th of February comes around. */
const DAYS = 8 * 366;
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** When a cron expression strikes: the minutes of a day, and which days, counted from a fixed one. */
export interface CronTimes {
  /** Rising, from 0 to 1439. */
  readonly minutes: readonly number[];
  /** Rising. */
  readonly days: readonly number[];
}

interface CalendarDay {
  readonly dayOfMonth: number;
  readonly month: number;
  readonly dayOfWeek: number;
}

/** Made when it is first asked for: most sets have no cron expression. */
let calendar: readonly CalendarDay[] | undefined;

/**
 * The times of a cron expression over eight years, in its own time zone.
 * @returns undefined if it is none
 */
export function cronTimes(expression: string): CronTimes | undefined {
  const schedule = readCron(expression);
  if (schedule === undefined) {
    return undefined;
  }
  calendar ??= range(DAYS).map((day) => calendarDay(new Date(FIRST_DAY + day * DAY)));
  const [minutes, hours] = schedule;
  return {
    minutes: range(DAY_MINUTES).filter(
      (minute) => hours.values.has(Math.floor(minute / 60)) && minutes.values.has(minute % 60),
    ),
    days: calendar.flatMap((day, index) => (isOn(day, schedule) ? [index] : [])),
  };
}

function calendarDay(date: Date): CalendarDay {
  return { dayOfMonth: date.getUTCDate(), month: date.getUTCMonth() + 1, dayOfWeek: date.getUTCDay() };
}

function isOn({ dayOfMonth, month, dayOfWeek }: CalendarDay, schedule: CronSchedule): boolean {
  const [, , daysOfMonth, months, daysOfWeek] = schedule;
  const byMonth = daysOfMonth.values.has(dayOfMonth);
  const byWeek = daysOfWeek.values.has(dayOfWeek);
  // Where both are restricted, either will do; that is how cron has always been.
  const isEither = !daysOfMonth.isAny && !daysOfWeek.isAny;
  return months.values.has(month) && (isEither ? byMonth || byWeek : byMonth && byWeek);
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}
