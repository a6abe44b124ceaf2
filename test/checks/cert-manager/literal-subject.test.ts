import fc from 'fast-check';
import { parseLiteralSubject } from '../../../src/checks/cert-manager/literal-subject';

describe('parseLiteralSubject', () => {
  test.each([
    [
      'CN=edge,O=Example',
      [
        { type: 'CN', value: 'edge' },
        { type: 'O', value: 'Example' },
      ],
    ],
    [
      'CN=edge + OU=Gateways; C=DE',
      [
        { type: 'CN', value: 'edge' },
        { type: 'OU', value: 'Gateways' },
        { type: 'C', value: 'DE' },
      ],
    ],
    ['O=Example\\, Inc.', [{ type: 'O', value: 'Example, Inc.' }]],
    ['O=Caf\\C3\\A9', [{ type: 'O', value: 'Café' }]],
    ['O=Café 🔑', [{ type: 'O', value: 'Café 🔑' }]],
    ['CN=a\\ ', [{ type: 'CN', value: 'a ' }]],
    ['CN=a\\\\ ', [{ type: 'CN', value: 'a\\' }]],
    ['CN=a=b', [{ type: 'CN', value: 'a=b' }]],
    ['CN=', [{ type: 'CN', value: '' }]],
    ['2.5.4.97=VAT', [{ type: '2.5.4.97', value: 'VAT' }]],
  ])('reads %j', (text, attributes) => {
    expect(parseLiteralSubject(text)).toEqual(attributes);
  });

  test.each([
    '',
    'edge',
    '=edge',
    'CN=a,',
    'CN=#0c0161',
    'CN="a"',
    'CN=a\\',
    'CN=a\\zz',
    'CN=\ud800',
    '2.=a',
    `CN=${'a'.repeat(5000)}`,
  ])('refuses %j', (text) => {
    expect(parseLiteralSubject(text)).toBeUndefined();
  });

  test('reads back any value that is escaped byte by byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }), (value) => {
        const escaped = [...Buffer.from(value)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
        expect(parseLiteralSubject(`CN=${escaped}`)).toEqual([{ type: 'CN', value }]);
      }),
    );
  });
});
