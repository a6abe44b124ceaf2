/** Releases before all that a table tells apart. */
const BELOW = /^>=0\.0\.0 <(\d+\.\d+\.\d+)$/;
/** `-0` keeps the candidates of the next minor version out. */
const MINORS = /^>=(\d+\.\d+\.\d+) <(\d+)\.([1-9]\d*)\.0(?:-0)?$/;
const UP_TO = /^>=(\S+) <=(\S+)$/;
const UP_TO_BEFORE = /^>=(\S+) <(\S+)$/;
/** A gateway without releases: see `GatewayVersion`. */
const MONTH = /^(2\d{3})\.(\d{1,2})\.0$/;

/**
 * A range for people: `>=1.6.0 <1.10.0` is 1.6 to 1.9, `>=3.5.11 <3.6.0` is 3.5.11 and later patches, `>=5.0.0 <=5.1.5`
 * is 5.0 to 5.1.5, `>=1.2.0 <2.0.0` is 1.2 to before 2.0. Others stay as they are.
 */
export function describeRange(range: string): string {
  return range.split(' || ').map(describeOne).join(' or ');
}

function describeOne(range: string): string {
  const [, below] = BELOW.exec(range) ?? [];
  if (below !== undefined) {
    return `before ${short(below)}`;
  }
  const [, year, month] = MONTH.exec(range) ?? [];
  if (year !== undefined && month !== undefined) {
    return `${year}-${month.padStart(2, '0')}`;
  }
  const [, first, major, afterLast] = MINORS.exec(range) ?? [];
  if (first !== undefined && major !== undefined) {
    return describeMinors(first, `${major}.${Number(afterLast) - 1}`);
  }
  const [, from, to] = UP_TO.exec(range) ?? [];
  if (from !== undefined && to !== undefined) {
    return `${short(from)} to ${to}`;
  }
  const [, start, end] = UP_TO_BEFORE.exec(range) ?? [];
  return start !== undefined && end !== undefined ? `${short(start)} to before ${short(end)}` : range;
}

function describeMinors(first: string, lastMinor: string): string {
  if (first === `${lastMinor}.0`) {
    return lastMinor;
  }
  return first.startsWith(`${lastMinor}.`) ? `${first} and later patches` : `${short(first)} to ${lastMinor}`;
}

/** The first release of a minor version is named by the minor version. */
function short(release: string): string {
  return release.replace(/^(\d+\.\d+)\.0$/, '$1');
}
