/**
 * Bounds on what the reader takes in. Input is hostile: each bound turns what would exhaust memory, stack or time into
 * a problem that names the bound. All are far above what an API server stores (etcd refuses objects over 1.5 MiB).
 */

/** Largest file, in bytes. */
export const MAX_FILE_BYTES = 128 * 1024 * 1024;

/** Deepest nesting of maps and lists in one document. An API server allows 10,000; the largest public CRDs use about 60. */
export const MAX_DEPTH = 200;

/** Most YAML tokens (separators and spaces included) in one document: about 15 MB of ordinary block YAML. */
export const MAX_DOCUMENT_TOKENS = 3_000_000;

/** Most values that aliases may add to one document. An API server stops near 400,000. */
export const MAX_ALIASED_VALUES = 100_000;

/** Most values in one JSON document. */
export const MAX_DOCUMENT_VALUES = 5_000_000;

/** Most problems listed for one file; reading stops there. */
export const MAX_PROBLEMS_PER_FILE = 100;

/** Most scalars of one document that are noted for being read otherwise than they look; the first ones show the habit. */
export const MAX_MISREAD_SCALARS = 20;
