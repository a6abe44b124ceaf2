import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCrls } from '../../src/cli/crl-option';
import { UsageError } from '../../src/cli/usage-error';
import { createCa, createCrl } from '../trust/pki';

let folder: string;
const pem = createCrl(createCa({ commonName: 'payments root' }));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crl-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('lists are read as PEM, several to a file, and as DER', () => {
  const der = Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64');
  const crls = readCrls([file('two.pem', pem + pem), file('one.crl', der)]);
  expect(crls.map((crl) => crl.issuer.text)).toEqual(Array(3).fill('CN=payments root'));
});

test('a file that is not there is refused by its name', () => {
  expect(() => readCrls(['gone.crl'])).toThrow(UsageError);
  expect(() => readCrls(['gone.crl'])).toThrow(
    '--crl: "gone.crl" cannot be read (ENOENT); give a file of revocation lists',
  );
});

test.each([
  ['bytes that are no list', 'not a list', 'the bytes are not exactly one DER sequence'],
  ['a certificate', createCa({ commonName: 'root' }).pem, 'CERTIFICATE'],
])('%s in the place of a list are refused by the name of the file', (_name, content, reason) => {
  const path = file('wrong.crl', content);
  expect(() => readCrls([path])).toThrow(UsageError);
  expect(() => readCrls([path])).toThrow(`--crl: ${JSON.stringify(path)}: `);
  expect(() => readCrls([path])).toThrow(reason);
});
