/** Picks series by one label. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  /** As it is meant: quotes, backslashes and line breaks are escaped where the matcher is written. */
  readonly value: string;
}

/** The series of a metric whose label is one of the values; nothing else in the values is special. */
export function oneOf(label: string, values: readonly string[]): Matcher {
  const [first = '', ...others] = [...new Set(values)].sort();
  return others.length === 0
    ? { label, operator: '=', value: first }
    : { label, operator: '=~', value: [first, ...others].map(escapeRegex).join('|') };
}

/** Writes `metric{label="value",...}`. */
export function selector(metric: string, matchers: readonly Matcher[]): string {
  return matchers.length === 0 ? metric : `${metric}{${matchers.map(formatMatcher).join(',')}}`;
}

function formatMatcher({ label, operator, value }: Matcher): string {
  return `${label}${operator}${quote(value)}`;
}

/** A string of PromQL, so that no value can end it early. */
function quote(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${escaped}"`;
}

/** A pattern of RE2 that matches the text alone; Prometheus anchors patterns at both ends. */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
