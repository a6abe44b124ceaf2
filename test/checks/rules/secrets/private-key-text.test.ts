import { privateKeyText } from '../../../../src/checks/rules/secrets/private-key-text';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { base64, DER_KEYS, JWK, PEM_KEYS, PUBLIC_KEY, pkcs12, quoted } from './_secrets';

const PLAIN = {
  message: 'the value holds a private key; a manifest ends up in Git, where it stays readable',
  fix: 'remove the key, replace it wherever it is in use, and let a Certificate or an ExternalSecret write the Secret',
};
const ENCODED = {
  ...PLAIN,
  message: 'the value holds a private key, encoded as base64; a manifest ends up in Git, where it stays readable',
};

function secret(field: string, value: string): string {
  return `
apiVersion: v1
kind: Secret
metadata: { name: ledger, namespace: payments }
${field}:
  ca.crt: ""
  tls.key: ${quoted(value)}
`;
}

function configMap(value: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: payments }
data:
  text: ${quoted(value)}
`;
}

describe('secrets/private-key-text', () => {
  test.each(PEM_KEYS)('finds $name in stringData and shows the line', ({ text }) => {
    const yaml = secret('stringData', text);
    expect(findingsOf(privateKeyText, yaml)).toEqual([
      { severity: 'error', object: 'Secret payments/ledger', path: 'stringData[tls.key]', ...PLAIN },
    ]);
    expect(lineOf(privateKeyText, yaml)).toBe(7);
  });

  test.each(PEM_KEYS)('finds $name as base64 in data, also encoded twice', ({ text }) => {
    for (const value of [base64(text), base64(base64(text))]) {
      expect(findingsOf(privateKeyText, secret('data', value))).toEqual([
        { severity: 'error', object: 'Secret payments/ledger', path: 'data[tls.key]', ...ENCODED },
      ]);
    }
  });

  test.each(DER_KEYS)('finds $name in its binary form', ({ text }) => {
    expect(findingsOf(privateKeyText, secret('data', text))).toMatchObject([ENCODED]);
  });

  test('finds a key in a PKCS#12 keystore, and leaves trust stores alone', () => {
    for (const bag of ['key', 'encrypted key'] as const) {
      expect(findingsOf(privateKeyText, secret('data', pkcs12(bag)))).toMatchObject([ENCODED]);
    }
    expect(verdictOf(privateKeyText, secret('data', pkcs12('certificate')))).toBe('pass');
  });

  const [{ text: key }] = PEM_KEYS as [(typeof PEM_KEYS)[number]];

  test.each([
    ['after other text', `# the key\n${PUBLIC_KEY}${key}`, PLAIN],
    ['with line ends of Windows', key.replaceAll('\n', '\r\n'), PLAIN],
    ['cut off', key.slice(0, 200), PLAIN],
    ['indented', key.replaceAll(/^/gm, '    '), PLAIN],
    ['folded onto one line', key.replaceAll('\n', ' '), PLAIN],
    ['without its line ends', key.replaceAll('\n', ''), PLAIN],
    ['in JSON', JSON.stringify({ key }), PLAIN],
    ['in JSON in JSON', JSON.stringify({ config: JSON.stringify({ key }) }), PLAIN],
    ['as base64 in JSON', JSON.stringify({ key: base64(key) }), ENCODED],
    ['as base64 in lines of 76 characters', base64(key).replaceAll(/(.{76})/g, '$1\n'), ENCODED],
    ['as a JSON Web Key', JWK, PLAIN],
    ['of age', `AGE-SECRET-KEY-1${'Q'.repeat(58)}`, PLAIN],
  ])('finds a key %s', (_form, text, expected) => {
    expect(findingsOf(privateKeyText, configMap(text))).toMatchObject([expected]);
  });

  test('finds a key in an annotation, in a list, and in the key field of a KongCertificate', () => {
    const yaml = `
apiVersion: configuration.konghq.com/v1alpha1
kind: KongCertificate
metadata: { name: edge, namespace: gateways, annotations: { note: ${quoted(key)} } }
spec: { cert: "", key: ${quoted(key)} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge, namespace: gateways }
spec: { template: { spec: { containers: [{ name: a, args: [--key, ${quoted(key)}] }] } } }
`;
    expect(findingsOf(privateKeyText, yaml).map(({ path }) => path)).toEqual([
      'metadata.annotations.note',
      'spec.key',
      'spec.template.spec.containers[0].args[1]',
    ]);
  });

  test('finds a JSON Web Key that is written as fields', () => {
    const yaml = `
apiVersion: example.com/v1
kind: Signer
metadata: { name: signer, namespace: payments }
spec: { jwk: ${JWK} }
`;
    expect(findingsOf(privateKeyText, yaml)).toMatchObject([{ path: 'spec.jwk', ...PLAIN }]);
  });

  test('does not repeat a key that is the name of a field', () => {
    const yaml = `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: payments }
data: { ${quoted(key)}: value }
`;
    expect(findingsOf(privateKeyText, yaml)).toEqual([
      {
        severity: 'error',
        object: 'ConfigMap payments/settings',
        path: 'data',
        message: 'the name of a field here holds a private key; a manifest ends up in Git, where it stays readable',
        fix: PLAIN.fix,
      },
    ]);
  });

  test.each([
    ['a public key', PUBLIC_KEY],
    ['a public key as base64', base64(PUBLIC_KEY)],
    ['a script that looks for the marker', `grep -q -- '-----BEGIN PRIVATE KEY-----' "$file" && exit 1`],
    ['a placeholder', '-----BEGIN PRIVATE KEY-----\n$(KEY)\n-----END PRIVATE KEY-----'],
    ['empty markers', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'],
    ['a public JSON Web Key', JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'a'.repeat(43), y: 'b'.repeat(43) })],
    ['words about it', 'the private key is kept in the Secret ledger-tls'],
  ])('passes %s', (_name, text) => {
    expect(verdictOf(privateKeyText, configMap(text))).toBe('pass');
  });

  test('does not apply without objects', () => {
    expect(verdictOf(privateKeyText, '')).toBe('not applicable: there are no objects');
  });
});
