/** Names longer than this are not compared: the comparison costs the product of both lengths. */
const MAX_COMPARED = 64;

/**
 * Finds the name that the user most likely meant: equal but for case and punctuation, or else at most a third of its
 * letters away.
 */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  if (wrong.length > MAX_COMPARED) {
    return undefined;
  }
  const plain = plainName(wrong);
  let best: string | undefined;
  let bestDistance = Math.floor(wrong.length / 3) + 1;
  for (const name of names) {
    if (plainName(name) === plain) {
      return name;
    }
    if (Math.abs(name.length - wrong.length) < bestDistance && name.length <= MAX_COMPARED) {
      const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
      if (distance < bestDistance) {
        best = name;
        bestDistance = distance;
      }
    }
  }
  return best;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbors between two texts. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(replaced, swapped, at(last, column) + 1, at(current, column - 1) + 1));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
