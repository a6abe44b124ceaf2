import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { portabilityPages } from '../../src/testing/portability/portability-pages';

const DOCS = join(__dirname, '../../docs');

describe('the pages on portability', () => {
  const pages = portabilityPages();

  test.each(Object.entries(pages))(
    'show in %s what becomes of each intent now; else run npm run docs, and review',
    (file, text) => {
      const path = join(DOCS, file);
      expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
    },
  );

  test('are the only ones in their folder', () => {
    const known = Object.keys(pages).filter((file) => file.startsWith('portability/'));
    expect(
      readdirSync(join(DOCS, 'portability'))
        .map((file) => `portability/${file}`)
        .sort(),
    ).toEqual(known.sort());
  });

  test('hold nothing secret', () => {
    for (const text of Object.values(pages)) {
      expect(text).not.toMatch(/PRIVATE KEY|BEGIN CERTIFICATE/);
    }
  });
});
