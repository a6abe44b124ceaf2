import { keystorePassword } from '../../../../src/checks/rules/secrets/keystore-password';
import { findingsOf, verdictOf } from '../_rule';

function certificate(keystores: string): string {
  return `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ledger, namespace: payments }
spec:
  secretName: ledger-tls
  dnsNames: [ledger.example.com]
  issuerRef: { name: payments-ca }
  keystores: ${keystores}
`;
}

function bundle(formats: string): string {
  return `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: payments-roots }
spec:
  sources: [{ useDefaultCAs: true }]
  target: { configMap: { key: ca.crt }, additionalFormats: ${formats} }
`;
}

const MESSAGE = 'the password of the keystore is written out, readable to whoever reads the manifest';

describe('secrets/keystore-password', () => {
  test('finds a literal password of a Certificate', () => {
    expect(
      findingsOf(
        keystorePassword,
        certificate('{ jks: { create: true, password: s3cret }, pkcs12: { create: true, password: s3cret } }'),
      ),
    ).toEqual(
      ['jks', 'pkcs12'].map((format) => ({
        severity: 'warning',
        object: 'Certificate payments/ledger',
        path: `spec.keystores.${format}.password`,
        message: MESSAGE,
        fix: 'name a Secret in passwordSecretRef, and replace the password',
      })),
    );
  });

  test('finds a literal password of a Bundle', () => {
    expect(findingsOf(keystorePassword, bundle('{ pkcs12: { key: roots.p12, password: s3cret } }'))).toEqual([
      {
        severity: 'warning',
        object: 'Bundle payments-roots',
        path: 'spec.target.additionalFormats.pkcs12.password',
        message: MESSAGE,
        fix: 'drop the password, since a trust store holds public certificates only',
      },
    ]);
  });

  test('passes a reference, and the passwords of trust stores that are no secret', () => {
    expect(
      verdictOf(keystorePassword, certificate('{ jks: { create: true, passwordSecretRef: { name: p, key: k } } }')),
    ).toBe('pass');
    expect(
      verdictOf(
        keystorePassword,
        bundle('{ jks: { key: a.jks, password: changeit }, pkcs12: { key: a.p12, password: "" } }'),
      ),
    ).toBe('pass');
  });

  test('does not apply to other kinds', () => {
    expect(verdictOf(keystorePassword, '{ apiVersion: v1, kind: Namespace, metadata: { name: a } }')).toBe(
      'not applicable: there is no Certificate and no Bundle',
    );
  });
});
