const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/**
 * Says what is wrong with the name of a time zone. The names that Node knows come with Node, as Go's come with cert-manager.
 *
 * @returns completes "the time zone ..."; undefined if it is good
 * @see https://www.iana.org/time-zones
 */
export function whyNotTimeZone(name: string): string | undefined {
  const known = ZONE_NAME.test(name) ? knownName(name) : undefined;
  if (known === undefined) {
    return 'is not a time zone of the IANA database';
  }
  // Go looks the name up as a file, Node ignores case.
  return known !== name && known.toLowerCase() === name.toLowerCase() ? `is written ${known}` : undefined;
}

function knownName(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    // Intl offers no other way to ask for one name; its list leaves out aliases that are good names.
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}
