import { stringFormat } from '../../../src/checks/schema/formats';

type Row = readonly [format: string, accepted: readonly string[], refused: readonly string[]];

const UUID = '123e4567-e89b-42d3-a456-426614174000';

const ROWS: readonly Row[] = [
  ['byte', ['aGk=', 'aGVsbG8h', '/+8='], ['', 'aGk', 'a===', 'aGk=\n', 'a-_=']],
  [
    'date-time',
    ['2026-01-31T12:00:00Z', '2026-01-31t12:00:00.123z', '2024-02-29T23:59:59+01:00', '2026-01-31T12:00:00,5Z'],
    ['2026-01-31', '2026-02-29T12:00:00Z', '2026-01-31T24:00:00Z', '2026-01-31T12:60:00Z', '2026-01-31 12:00:00Z', ''],
  ],
  [
    'date',
    ['2024-02-29', '2000-02-29'],
    ['2023-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '2026-04-31'],
  ],
  [
    'duration',
    ['90s', '1h30m', '1.5h', '-2ms', '0', '2 days', '1 week'],
    ['', '1', '1x', 'h', '1 fortnight', '1s '.repeat(100)],
  ],
  [
    'hostname',
    ['example.com', 'a', 'ledger', 'a-b.example.com', 'bücher.example'],
    ['', 'a_b.example.com', '-a.example.com', 'a..b', 'x'.repeat(64), '10.0.0.1'],
  ],
  ['ipv4', ['10.0.0.1', '010.0.0.1'], ['10.0.0', '256.0.0.1', '::1', '10.0.0.1/8', '']],
  [
    'ipv6',
    ['::1', '::', '2001:db8::1', '1:2:3:4:5:6:7:8', '::ffff:10.0.0.1'],
    ['1::2::3', '1:2:3', '12345::', '10.0.0.1', ':::', '1:2:3:4:5:6:7::8:9'],
  ],
  ['cidr', ['10.0.0.0/8', '2001:db8::/32', '::/0'], ['10.0.0.0', '10.0.0.0/33', '::/129', '/8', '10.0.0.0/8/8']],
  ['mac', ['00:1a:2b:3c:4d:5e', '00-1A-2B-3C-4D-5E', '001a.2b3c.4d5e'], ['00:1a:2b', '00:1a-2b:3c:4d:5e', 'x']],
  ['quantity', ['10Gi', '500m', '1e3', '.5', '-1'], ['', '10 Gi', 'Gi', '10gi']],
  ['uri', ['https://example.com', '/path', 'urn:a:b'], ['', 'example.com', 'https://a/%zz', 'https://a\nb']],
  ['uuid', [UUID, UUID.toUpperCase(), UUID.replaceAll('-', '')], ['', UUID.slice(1), `${UUID}0`]],
  ['uuid4', [UUID], [UUID.replace('-42', '-12'), UUID.replace('-a4', '-14')]],
  ['uuid3', [UUID.replace('-42', '-32')], [UUID]],
  ['uuid5', [UUID.replace('-42', '-52')], [UUID]],
  ['k8s-short-name', ['a', 'a-1'], ['', 'A', 'a.b', '-a', 'x'.repeat(64)]],
  ['k8s-long-name', ['a.b', 'a-1'], ['', 'A', 'a..b', 'x'.repeat(254)]],
];

describe('string formats', () => {
  test.each(ROWS.flatMap(([format, accepted]) => accepted.map((text) => [format, text] as const)))(
    '%s takes %j',
    (format, text) => {
      expect(stringFormat(format)?.test(text)).toBe(true);
    },
  );

  test.each(ROWS.flatMap(([format, , refused]) => refused.map((text) => [format, text] as const)))(
    '%s refuses %j',
    (format, text) => {
      expect(stringFormat(format)?.test(text)).toBe(false);
    },
  );

  test('a format that the API server does not know is not enforced', () => {
    expect(stringFormat('email-or-phone')).toBeUndefined();
    expect(stringFormat('int32')).toBeUndefined();
  });
});
