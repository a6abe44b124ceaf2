/** Rules that exist beside those of the catalog, and why. */
export const BEYOND_CATALOG: ReadonlyMap<string, string> = new Map([
  ['secrets/token-text', 'the leak guard covers tokens too, which are neither private keys nor licenses'],
]);
