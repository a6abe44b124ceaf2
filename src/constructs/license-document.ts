import { readFileSync } from 'node:fs';
import { Refusal } from '../gateways/refusal';
import { readLicenseDocument } from './license-sync/license-document.cjs';

/**
 * What a license says of itself. Its text is read and let go: neither a manifest nor a message holds a word of it.
 *
 * @see https://developer.konghq.com/gateway/entities/license/
 */
export class LicenseDocument {
  /**
   * Reads the license in a file and checks its structure, its dates and that a signature is there. Whether the
   * signature is Kong's, only Kong Gateway can tell.
   *
   * @throws Refusal if the file holds no license; Error if it cannot be read
   */
  static fromFile(path: string): LicenseDocument {
    const reading = readLicenseDocument(readFileSync(path, 'utf8'));
    if (reading.problem !== undefined) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `the license in ${path} ${reading.problem} (its text is not shown)`,
        fix: 'give the file as Kong issued it',
      });
    }
    return new LicenseDocument(reading.created, reading.expires);
  }

  private constructor(
    /** The day on which it was created, as YYYY-MM-DD. */
    readonly created: string,
    /** Its last day, as YYYY-MM-DD. */
    readonly expires: string,
  ) {}
}
