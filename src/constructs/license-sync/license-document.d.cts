/** What a license says of itself, or what is wrong with it, without a word of its text. */
export type LicenseReading =
  | { readonly created: string; readonly expires: string; readonly problem?: undefined }
  | { readonly problem: string };

/** Reads a license as Kong issues it: structure, dates (YYYY-MM-DD) and that a signature is there. */
export function readLicenseDocument(text: string): LicenseReading;
