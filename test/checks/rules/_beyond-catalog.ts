/** Rules that exist beside those of the catalog, and why. */
export const BEYOND_CATALOG: ReadonlyMap<string, string> = new Map([
  ['secrets/token-text', 'the leak guard covers tokens too, which are neither private keys nor licenses'],
  ['references/manual-change', 'constructs report it; it is a rule so that it has documentation and a severity to set'],
]);
