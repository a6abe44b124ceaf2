import { leafDnEqualsCa } from '../../../../src/checks/rules/cert-manager/leaf-dn-equals-ca';
import { createCa } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { CA_ISSUER, certificate, documents, leaf } from './_certificates';

function authority(subject: string): string {
  return certificate(`isCA: true\n${subject}`, 'payments-ca');
}

function named(subject: string): string {
  return certificate(`dnsNames: [ledger.example.com]\n${subject}`);
}

describe('cert-manager/leaf-dn-equals-ca', () => {
  test.each([
    ['other common names', 'commonName: payments root', 'commonName: ledger'],
    ['no name for the leaf alone', 'commonName: payments root', ''],
    [
      'other organizations',
      'commonName: a\nsubject: { organizations: [x] }',
      'commonName: a\nsubject: { organizations: [y] }',
    ],
    // Which order the text gets is not known here.
    [
      'names that may differ in their order',
      'literalSubject: "CN=a,O=x"',
      'commonName: a\nsubject: { organizations: [x] }',
    ],
  ])('passes %s', (_what, ofCa, ofLeaf) => {
    expect(verdictOf(leafDnEqualsCa, documents(authority(ofCa), CA_ISSUER, named(ofLeaf)))).toBe('pass');
  });

  test('finds the common name of the CA', () => {
    const yaml = documents(authority('commonName: payments'), CA_ISSUER, named('commonName: payments'));
    expect(findingsOf(leafDnEqualsCa, yaml)).toEqual([
      {
        severity: 'error',
        object: 'Certificate payments/ledger',
        path: 'spec.commonName',
        message:
          'the subject (CN=payments) is also that of Certificate payments/payments-ca, which signs it: OpenSSL takes the certificate for self-signed and refuses it',
        fix: 'give the two different common names',
      },
    ]);
  });

  test('finds a CA that has the common name of the CA above it', () => {
    const lower = certificate('isCA: true\ncommonName: payments', 'lower');
    expect(findingsOf(leafDnEqualsCa, documents(authority('commonName: payments'), CA_ISSUER, lower))).toMatchObject([
      { object: 'Certificate payments/lower', path: 'spec.commonName' },
    ]);
    const other = certificate('isCA: true\ncommonName: payments lower', 'lower');
    expect(verdictOf(leafDnEqualsCa, documents(authority('commonName: payments'), CA_ISSUER, other))).toBe('pass');
  });

  test('finds that both have no subject', () => {
    const yaml = documents(authority('dnsNames: [ca.example.com]'), CA_ISSUER, leaf());
    expect(findingsOf(leafDnEqualsCa, yaml)).toMatchObject([
      { message: expect.stringMatching(/^the subject \(empty\) is also that of Certificate payments\/payments-ca/) },
    ]);
  });

  test('finds the same subject as text, and in fields', () => {
    const literal = 'literalSubject: "CN=payments,O=Example"';
    const fields = 'commonName: payments\nsubject: { organizations: [b, a] }';
    const reordered = 'commonName: payments\nsubject: { organizations: [a, b] }';
    for (const [ofCa, ofLeaf] of [
      [literal, literal],
      [fields, reordered],
      ['literalSubject: CN=payments', 'commonName: payments'],
    ] as const) {
      expect(findingsOf(leafDnEqualsCa, documents(authority(ofCa), CA_ISSUER, named(ofLeaf)))).toHaveLength(1);
    }
  });

  test('finds the name of a CA that is given as a Secret', () => {
    const { pem } = createCa({ commonName: 'payments' });
    const secret = `
apiVersion: v1
kind: Secret
metadata: { name: payments-ca-tls, namespace: payments }
data: { tls.crt: ${Buffer.from(pem).toString('base64')} }
`;
    expect(findingsOf(leafDnEqualsCa, documents(secret, CA_ISSUER, named('commonName: payments')))).toMatchObject([
      { message: expect.stringContaining('is also that of the CA in Secret payments/payments-ca-tls') },
    ]);
    expect(verdictOf(leafDnEqualsCa, documents(secret, CA_ISSUER, named('commonName: ledger')))).toBe('pass');
  });

  test('does not apply where no CA issuer signs', () => {
    expect(verdictOf(leafDnEqualsCa, leaf())).toBe(
      'not applicable: no certificate is signed by a CA issuer of the set',
    );
  });
});
