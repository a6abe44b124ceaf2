import { twoRootsInCaSecret } from '../../../../src/checks/rules/cert-manager/two-roots-in-ca-secret';
import { createCa, issueCa } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { CA_ISSUER, documents } from './_certificates';

const ROOT = createCa({ commonName: 'root' });
const OTHER_ROOT = createCa({ commonName: 'other root' });
const INTERMEDIATE = issueCa(ROOT, { commonName: 'intermediate' });
const CROSS = issueCa(OTHER_ROOT, { commonName: 'cross' });

function secret(tls: readonly { pem: string }[], ca: readonly { pem: string }[] = []): string {
  const encode = (list: readonly { pem: string }[]) =>
    Buffer.from(list.map(({ pem }) => pem).join('')).toString('base64');
  return documents(
    CA_ISSUER,
    `
apiVersion: v1
kind: Secret
metadata: { name: payments-ca-tls, namespace: payments }
data:
  tls.crt: ${encode(tls)}
${ca.length === 0 ? '' : `  ca.crt: ${encode(ca)}`}
`,
  );
}

const FIX = 'keep the chain of the signing CA only, and put further roots into the Bundle that verifiers read';

describe('cert-manager/two-roots-in-ca-secret', () => {
  test.each([
    ['one root', [ROOT], []],
    ['one root, also as ca.crt', [ROOT], [ROOT]],
    ['an intermediate with its root', [INTERMEDIATE, ROOT], []],
    ['an intermediate with its root in ca.crt', [INTERMEDIATE], [ROOT]],
    ['a chain in the wrong order', [ROOT, INTERMEDIATE], []],
  ])('passes %s', (_what, tls, ca) => {
    expect(verdictOf(twoRootsInCaSecret, secret(tls, ca))).toBe('pass');
  });

  test('finds two roots in tls.crt', () => {
    expect(findingsOf(twoRootsInCaSecret, secret([ROOT, OTHER_ROOT]))).toEqual([
      {
        severity: 'error',
        object: 'Secret payments/payments-ca-tls',
        path: 'data[tls.crt]',
        message:
          'tls.crt holds certificates that do not form one chain, so Issuer payments/payments-ca cannot sign with it: cert-manager wants one chain',
        fix: FIX,
      },
    ]);
    expect(findingsOf(twoRootsInCaSecret, secret([INTERMEDIATE, ROOT, CROSS]))).toHaveLength(1);
  });

  test('finds a foreign root first in ca.crt', () => {
    expect(findingsOf(twoRootsInCaSecret, secret([ROOT], [OTHER_ROOT, ROOT]))).toMatchObject([
      {
        path: 'data[ca.crt]',
        message:
          'the first certificate of ca.crt ("CN=other root") did not sign the chain in tls.crt, so Issuer payments/payments-ca cannot sign with it: cert-manager wants one chain',
        fix: FIX,
      },
    ]);
  });

  test('finds further roots in ca.crt, which are ignored', () => {
    expect(findingsOf(twoRootsInCaSecret, secret([ROOT], [ROOT, OTHER_ROOT]))).toMatchObject([
      {
        path: 'data[ca.crt]',
        message: 'cert-manager reads the first certificate of ca.crt only and ignores "CN=other root"',
        fix: 'put further roots into the Bundle that verifiers read',
      },
    ]);
  });

  test('does not apply without the certificates of a CA', () => {
    expect(verdictOf(twoRootsInCaSecret, CA_ISSUER)).toBe(
      'not applicable: no Secret of a CA issuer is in the set with its certificates',
    );
  });
});
