const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** A truth value as Go reads it; undefined for any other text, which the controllers take for unset. */
export function truthOf(text: string | undefined): boolean | undefined {
  if (TRUE.has(text ?? '')) {
    return true;
  }
  return FALSE.has(text ?? '') ? false : undefined;
}
