const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** Reads an instant as users state it, RFC 3339; nothing where the text is none. */
export function parseInstant(text: string): Date | undefined {
  const match = RFC3339.exec(text);
  const instant = new Date(text.toUpperCase());
  return match === null || Number.isNaN(instant.getTime()) || !isDay(match) ? undefined : instant;
}

/** JavaScript reads the 31st of February as a day in March. */
function isDay([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
