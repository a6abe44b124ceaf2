/**
 * What would let a manifest write to the terminal or to the log's reader: control characters, and the marks that turn
 * the direction of text.
 */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Writes text from a manifest on one line, with unprintable characters as escapes. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (character) => {
    return character === '\t' ? '  ' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
