/** Rules that exist beside those of the catalog, and why. */
export const BEYOND_CATALOG: ReadonlyMap<string, string> = new Map([]);
