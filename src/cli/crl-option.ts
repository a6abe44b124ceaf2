import { readFileSync } from 'node:fs';
import { type Crl, CrlError, PemError, parseCrl, parseCrls } from '../trust';
import { UsageError } from './usage-error';

const PEM_BEGIN = '-----BEGIN ';

/**
 * Reads `--crl FILE` options: revocation lists, as PEM or as DER.
 *
 * @throws UsageError if a file cannot be read, or holds anything but complete revocation lists
 */
export function readCrls(files: readonly string[]): readonly Crl[] {
  return files.flatMap((file) => crlsOf(file, bytesOf(file)));
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error)) {
      throw error;
    }
    throw new UsageError(
      `--crl: ${JSON.stringify(file)} cannot be read (${error.code}); give a file of revocation lists`,
      { cause: error },
    );
  }
}

function crlsOf(file: string, bytes: Buffer): readonly Crl[] {
  try {
    return bytes.includes(PEM_BEGIN) ? parseCrls(bytes.toString('utf8')) : [parseCrl(bytes)];
  } catch (error) {
    if (error instanceof CrlError || error instanceof PemError) {
      throw new UsageError(`--crl: ${JSON.stringify(file)}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
