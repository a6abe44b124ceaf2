import { createPrivateKey, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import {
  MAX_PEM_BLOCKS,
  MAX_PEM_LENGTH,
  PemError,
  parseCertificates,
  readCertificates,
  readPem,
} from '../../src/trust';
import { createCa, keyPem, testKey, toPem } from './pki';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

const first = createCa({ commonName: 'first', key: testKey('first') });
const second = createCa({ commonName: 'second', key: testKey('second') });
const bundle = first.pem + second.pem;
const body = first.pem.replace(`${BEGIN}\n`, '').replace(`\n${END}\n`, '');
const oneLine = body.replaceAll('\n', '');
const key = keyPem(first);
const firstLines = linesOf(first.pem);
const secondLines = linesOf(second.pem);

describe('text that every common reader takes whole', () => {
  const cases = [
    { title: 'two blocks', text: bundle },
    { title: 'no final newline', text: bundle.trimEnd() },
    { title: 'CRLF line ends', text: bundle.replaceAll('\n', '\r\n') },
    { title: 'blanks at the end of lines', text: bundle.replaceAll('\n', ' \t\n') },
    { title: 'text outside blocks', text: `# first\n${first.pem}\nsubject: second\n\n${second.pem}end\n` },
    { title: 'a byte order mark before other text', text: `\uFEFF# roots\n${bundle}` },
    { title: 'base64 on one line', text: `${BEGIN}\n${oneLine}\n${END}\n${second.pem}` },
    {
      title: 'base64 in lines of 76',
      text: `${BEGIN}\n${oneLine.replaceAll(/(.{76})(?=.)/g, '$1\n')}\n${END}\n${second.pem}`,
    },
    { title: 'an empty line after BEGIN', text: bundle.replace(`${BEGIN}\n`, `${BEGIN}\n\n`) },
    {
      title: 'indented base64 between markers at the start of a line',
      text: bundle.replace(body, body.replaceAll('\n', '\n  ')),
    },
  ];

  test.each(cases)('$title', ({ text }) => {
    const { blocks, problems } = readPem(text);

    expect(problems).toEqual([]);
    expect(blocks.map((block) => Buffer.from(block.der).toString('base64'))).toEqual([first, second].map(base64Of));
  });
});

describe('text that some reader refuses or passes over', () => {
  const cases: readonly {
    title: string;
    text: string;
    problems: readonly (readonly [string, number, number])[];
    blocks: number;
  }[] = [
    { title: 'nothing', text: '', problems: [['empty', 1, 0]], blocks: 0 },
    { title: 'garbage', text: 'no certificate here', problems: [['empty', 1, 0]], blocks: 0 },
    { title: 'base64 of PEM', text: Buffer.from(bundle).toString('base64'), problems: [['empty', 1, 0]], blocks: 0 },
    {
      title: 'an indented bundle',
      text: bundle.replaceAll(/^/gm, '  '),
      problems: [
        ['indented', 1, 1],
        ['indented', firstLines + 1, 1],
      ],
      blocks: 0,
    },
    {
      title: 'an indented END marker',
      text: first.pem.replace(END, ` ${END}`),
      problems: [['indented', 1, 1]],
      blocks: 0,
    },
    {
      title: 'a block without END at the end',
      text: second.pem + first.pem.replace(END, ''),
      problems: [['truncated', secondLines + 1, 1]],
      blocks: 1,
    },
    {
      title: 'a block without END before another',
      text: first.pem.replace(`${END}\n`, '') + second.pem,
      problems: [['truncated', 1, 1]],
      blocks: 1,
    },
    {
      title: 'END and BEGIN on one line',
      text: first.pem.trimEnd() + second.pem,
      problems: [['joined-markers', 1, 2]],
      blocks: 0,
    },
    {
      title: 'three parts without newlines',
      text: first.pem.trimEnd() + second.pem.trimEnd() + first.pem,
      problems: [
        ['joined-markers', 1, 2],
        ['joined-markers', firstLines + secondLines - 1, 1],
      ],
      blocks: 0,
    },
    {
      title: 'text before BEGIN on its line',
      text: `root: ${first.pem}${second.pem}`,
      problems: [['marker-not-alone', 1, 1]],
      blocks: 1,
    },
    {
      title: 'text after END on its line',
      text: first.pem.replace(END, `${END} # first`) + second.pem,
      problems: [['marker-not-alone', 1, 1]],
      blocks: 1,
    },
    {
      title: 'base64 on the line of END',
      text: first.pem.replace(`\n${END}`, END) + second.pem,
      problems: [['marker-not-alone', 1, 1]],
      blocks: 1,
    },
    {
      title: 'newlines written as backslash and n',
      text: bundle.replaceAll('\n', '\\n'),
      problems: [['marker-not-alone', 1, 2]],
      blocks: 0,
    },
    {
      title: 'carriage returns only',
      text: first.pem.replaceAll('\n', '\r'),
      problems: [['marker-not-alone', 1, 1]],
      blocks: 0,
    },
    {
      title: 'a byte order mark before BEGIN',
      text: `\uFEFF${bundle}`,
      problems: [['byte-order-mark', 1, 1]],
      blocks: 1,
    },
    {
      title: 'BEGIN with four hyphens',
      text: bundle.replace('-----BEGIN', '----BEGIN'),
      problems: [['stray-end', firstLines, 0]],
      blocks: 1,
    },
    {
      title: 'another label at END',
      text: first.pem.replace(END, '-----END X509 CRL-----') + second.pem,
      problems: [['label-mismatch', 1, 1]],
      blocks: 1,
    },
    {
      title: 'a trusted certificate',
      text: first.pem.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE') + second.pem,
      problems: [['other-label', 1, 1]],
      blocks: 1,
    },
    {
      title: 'an X509 certificate',
      text: first.pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'),
      problems: [['other-label', 1, 1]],
      blocks: 0,
    },
    { title: 'a PKCS7 block', text: toPem('PKCS7', first.der), problems: [['other-label', 1, 1]], blocks: 0 },
    {
      title: 'headers',
      text: first.pem.replace(`${BEGIN}\n`, `${BEGIN}\nSubject: first\n\n`),
      problems: [['headers', 1, 1]],
      blocks: 0,
    },
    {
      title: 'an empty line in the base64',
      text: first.pem.replace(`\n${END}`, `\n\n${END}`),
      problems: [['blank-line', 1, 1]],
      blocks: 0,
    },
    { title: 'a wrong character', text: first.pem.replace('M', '!'), problems: [['bad-base64', 1, 1]], blocks: 0 },
    { title: 'a missing character', text: first.pem.replace('M', ''), problems: [['bad-base64', 1, 1]], blocks: 0 },
    {
      title: 'bytes after the DER structure',
      text: toPem('CERTIFICATE', Uint8Array.of(...first.der, 0)),
      problems: [['not-der', 1, 1]],
      blocks: 0,
    },
    {
      title: 'half of a DER structure',
      text: toPem('CERTIFICATE', first.der.subarray(0, 60)),
      problems: [['not-der', 1, 1]],
      blocks: 0,
    },
    { title: 'an empty block', text: `${BEGIN}\n${END}\n${second.pem}`, problems: [['not-der', 1, 1]], blocks: 1 },
    {
      title: 'a private key',
      text: first.pem + key + second.pem,
      problems: [['private-key', firstLines + 1, 1]],
      blocks: 2,
    },
    {
      title: 'an indented private key',
      text: key.replaceAll(/^/gm, '  '),
      problems: [['private-key', 1, 1]],
      blocks: 0,
    },
    {
      title: 'a truncated private key',
      text: key.replace(/-----END.*/, ''),
      problems: [['private-key', 1, 1]],
      blocks: 0,
    },
    {
      title: 'a private key on one line',
      text: key.replaceAll('\n', '\\n'),
      problems: [['private-key', 1, 1]],
      blocks: 0,
    },
    {
      title: 'a private key right after a certificate',
      text: first.pem.trimEnd() + key,
      problems: [['private-key', 1, 2]],
      blocks: 0,
    },
  ];

  test.each(cases)('$title', ({ text, problems, blocks }) => {
    const reading = readPem(text);

    expect(reading.problems.map(({ code, line, blocks }) => [code, line, blocks])).toEqual(problems);
    expect(reading.blocks).toHaveLength(blocks);
  });

  test('a problem names the block, what happens to it and the fix', () => {
    expect(readPem(first.pem.trimEnd() + second.pem).problems).toEqual([
      {
        code: 'joined-markers',
        effect: 'malformed',
        line: 1,
        blocks: 2,
        message:
          'the CERTIFICATE block ends on the line on which the next one begins; OpenSSL fails, Go loses both in silence',
        fix: 'put a newline between the parts when concatenating them',
      },
    ]);
  });

  test('base64 of PEM is recognized as such', () => {
    expect(readPem(Buffer.from(bundle).toString('base64')).problems[0]?.fix).toMatch(/^decode the base64 text/);
  });
});

describe('parseCertificates', () => {
  test('returns all certificates in the order of the text', () => {
    expect(parseCertificates(bundle).map(({ subject }) => subject.text)).toEqual(['CN=first', 'CN=second']);
  });

  test('throws with every problem and its line', () => {
    expect(() => parseCertificates(`${first.pem}${second.pem.replace('M', '!')}`)).toThrow(
      new PemError(readPem(`${first.pem}${second.pem.replace('M', '!')}`).problems),
    );
  });

  test('reports a block of DER that is no certificate', () => {
    const text = first.pem + toPem('CERTIFICATE', Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05));

    expect(readCertificates(text)).toMatchObject({
      certificates: [{ line: 1 }],
      problems: [{ code: 'not-a-certificate', effect: 'lost', line: firstLines + 1, blocks: 1 }],
    });
  });
});

describe('hostile input', () => {
  test('text beyond the limit is not read', () => {
    const { blocks, problems } = readPem(first.pem + ' '.repeat(MAX_PEM_LENGTH));

    expect(blocks).toEqual([]);
    expect(problems).toMatchObject([{ code: 'too-large', blocks: 1 }]);
  });

  test('blocks beyond the limit are not read, but counted', () => {
    const extra = 7;
    const { blocks, problems } = readPem(`${BEGIN}\nMAA=\n${END}\n`.repeat(MAX_PEM_BLOCKS + extra));

    expect(blocks).toHaveLength(MAX_PEM_BLOCKS);
    expect(problems).toMatchObject([{ code: 'too-large', blocks: extra }]);
  });

  test('whatever happens to a bundle, every BEGIN marker is in a block or in a problem, and only PemError is thrown', () => {
    fc.assert(
      fc.property(mutatedBundle(), (text) => {
        const { blocks, problems } = readPem(text);
        const accounted = blocks.length + problems.reduce((sum, problem) => sum + problem.blocks, 0);

        expect(accounted).toBe(text.split('-----BEGIN ').length - 1);
        expect(problems.length + blocks.length).toBeGreaterThan(0);
        expect(errorOf(() => parseCertificates(text)) ?? new PemError([])).toBeInstanceOf(PemError);
      }),
      { numRuns: 500, seed: 20261120 },
    );
  });

  test('a block that is returned is a block that OpenSSL reads from the same text', () => {
    fc.assert(
      fc.property(mutatedBundle(), (text) => {
        const { certificates, problems } = readCertificates(text);
        if (problems.length === 0) {
          expect(new X509Certificate(text).fingerprint256.replaceAll(':', '').toLowerCase()).toBe(
            certificates[0]?.certificate.fingerprint,
          );
        }
      }),
      { numRuns: 200, seed: 20261120 },
    );
  });

  test('no message holds text from between the markers', () => {
    fc.assert(
      fc.property(mutatedBundle(), (text) => {
        const shown = JSON.stringify(readPem(text).problems);
        const secrets = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' }).toString('base64');

        expect(shown).not.toContain(secrets.slice(0, 12));
        expect(shown).not.toContain(oneLine.slice(0, 12));
      }),
      { numRuns: 200, seed: 20261120 },
    );
  });

  test('a label that is no label is not shown', () => {
    const [problem] = readPem('-----BEGIN c2VjcmV0-----\nMAA=\n-----END c2VjcmV0-----\n').problems;

    expect(problem?.message).toMatch(/^a block with an unusual label /);
  });
});

/** A bundle with a few of the accidents that happen to PEM text. */
function mutatedBundle(): fc.Arbitrary<string> {
  const parts = fc.array(fc.constantFrom(first.pem, second.pem, key, toPem('X509 CRL', first.der)), {
    minLength: 1,
    maxLength: 4,
  });
  const edits = fc.array(
    fc.record({
      at: fc.nat(3000),
      remove: fc.constantFrom(0, 1, 5, 70),
      insert: fc.constantFrom('', ' ', '\n', '\r', '-', '-----BEGIN ', END, BEGIN, 'A', ':', '\uFEFF', '\\n', '\0'),
    }),
    { maxLength: 4 },
  );
  return fc.tuple(parts, fc.constantFrom('', '\n'), edits).map(([texts, separator, changes]) =>
    changes.reduce((text, { at, remove, insert }) => {
      const index = at % (text.length + 1);
      return text.slice(0, index) + insert + text.slice(index + remove);
    }, texts.join(separator)),
  );
}

function linesOf(pem: string): number {
  return pem.trimEnd().split('\n').length;
}

function base64Of({ der }: { readonly der: Uint8Array }): string {
  return Buffer.from(der).toString('base64');
}

function errorOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
