import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the version of this library out of its package file, which stands above the built sources. */
export function packageVersion(): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(join(__dirname, '../../../package.json'), 'utf8'),
  );
  return manifest.version;
}
