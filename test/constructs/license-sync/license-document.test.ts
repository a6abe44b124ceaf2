import fc from 'fast-check';
import { readLicenseDocument } from '../../../src/constructs/license-sync/license-document.cjs';
import { LICENSE_WORDS, licenseText, wordsShownIn } from './_licenses';

describe('the reader of licenses', () => {
  test('reads the two days of a license, whatever else stands in it', () => {
    expect(readLicenseDocument(licenseText({ created: '2024-02-29', expires: '2025-02-28' }))).toEqual({
      created: '2024-02-29',
      expires: '2025-02-28',
    });
  });

  test('says of any text that is none what is wrong, and repeats nothing of it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const { problem } = readLicenseDocument(text);
        expect(problem).toMatch(/^(?:is not JSON|has no object license|has \d+ characters, at most 65536 are read)/);
      }),
    );
  });

  test('takes no license that is cut short', () => {
    const text = licenseText();
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), (length) => {
        expect(readLicenseDocument(text.slice(0, length)).problem).toBe('is not JSON');
      }),
    );
  });

  test('takes no day that the calendar does not have', () => {
    const days = fc.tuple(fc.nat({ max: 9999 }), fc.nat({ max: 99 }), fc.nat({ max: 99 }));
    fc.assert(
      fc.property(days, ([year, month, day]) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        const exists = day >= 1 && day <= (lengths[month - 1] ?? 0);
        const { problem } = readLicenseDocument(licenseText({ created: text, expires: '9999-12-31' }));
        expect(problem === undefined).toBe(exists);
      }),
    );
  });
});

test('the tests see a license, as it stands and in base64 wherever it begins', () => {
  const text = licenseText();
  for (const offset of [0, 1, 2]) {
    expect(wordsShownIn(Buffer.from(`${'x'.repeat(offset)}${text}`).toString('base64'))).toEqual(LICENSE_WORDS);
  }
  expect(wordsShownIn(text)).toEqual(LICENSE_WORDS);
  expect(wordsShownIn('nothing of it')).toEqual([]);
});

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
