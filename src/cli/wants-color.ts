/**
 * Whether to color what is written to a stream: only on a terminal, and not where `NO_COLOR` is set.
 *
 * @see https://no-color.org
 */
export function wantsColor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && (environment.NO_COLOR ?? '') === '';
}
