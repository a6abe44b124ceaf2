import { tokenText } from '../../../../src/checks/rules/secrets/token-text';
import { findingsOf, verdictOf } from '../_rule';
import { base64, quoted, randomText, TOKENS } from './_secrets';

const FIX = 'revoke it, and let an ExternalSecret or a SealedSecret deliver a new one';

function configMap(name: string, value: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: payments }
data: { ${name}: ${quoted(value)} }
`;
}

function secret(field: string, name: string, value: string): string {
  return `
apiVersion: v1
kind: Secret
metadata: { name: settings, namespace: payments }
${field}: { ${name}: ${quoted(value)} }
`;
}

describe('secrets/token-text', () => {
  test.each(TOKENS)('finds $name in any text', ({ name, text }) => {
    expect(findingsOf(tokenText, configMap('notes', `use ${text} here`))).toEqual([
      {
        severity: 'error',
        object: 'ConfigMap payments/settings',
        path: 'data.notes',
        message: `the value holds ${name}; a manifest ends up in Git, where it stays readable`,
        fix: FIX,
      },
    ]);
  });

  test.each(TOKENS)('finds $name as base64', ({ name, text }) => {
    expect(findingsOf(tokenText, secret('data', 'notes', base64(text)))).toMatchObject([
      { message: `the value holds ${name}, encoded as base64; a manifest ends up in Git, where it stays readable` },
    ]);
  });

  test.each(['token', 'apiKey', 'API_KEY', 'client-secret', 'db.password', 'accessToken'])(
    'finds random text under the name %s',
    (name) => {
      const plain = {
        message: 'the value holds what looks like a token; a manifest ends up in Git, where it stays readable',
      };
      expect(findingsOf(tokenText, secret('stringData', name, randomText(24)))).toMatchObject([plain]);
      expect(findingsOf(tokenText, secret('stringData', name, '0123456789abcdef0123456789abcdef'))).toMatchObject([
        plain,
      ]);
      expect(findingsOf(tokenText, secret('data', name, base64(randomText(24))))).toMatchObject([
        { message: expect.stringContaining('looks like a token, encoded as base64') },
      ]);
    },
  );

  test('goes by the name of an environment variable', () => {
    const yaml = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: gateways }
spec: { template: { spec: { containers: [{ name: a, env: [{ name: VAULT_TOKEN, value: ${randomText(24)} }, { name: ID, value: ${randomText(24)} }] }] } } }
`;
    expect(findingsOf(tokenText, yaml).map(({ path }) => path)).toEqual([
      'spec.template.spec.containers[0].env[0].value',
    ]);
  });

  test.each([
    ['random text under another name', configMap('revision', randomText(32))],
    ['a checksum', configMap('checksum/secret', '0123456789abcdef0123456789abcdef')],
    ['the name of a Secret', configMap('secret', 'payments-ledger-client-certificate-2')],
    ['a UUID', secret('stringData', 'id', '3f2c5b0e-6a8e-4a55-9a55-3c1d0f0d7a11')],
    ['a placeholder', secret('stringData', 'token', '$(VAULT_TOKEN_OF_THE_GATEWAY_1)')],
    ['what SOPS encrypted', secret('stringData', 'token', `ENC[AES256_GCM,data:${randomText(40)},type:str]`)],
    [
      'what Sealed Secrets encrypted',
      `
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: settings, namespace: payments }
spec: { encryptedData: { password: ${randomText(120)} } }
`,
    ],
  ])('passes %s', (_name, yaml) => {
    expect(verdictOf(tokenText, yaml)).toBe('pass');
  });

  test('does not apply without objects', () => {
    expect(verdictOf(tokenText, '')).toBe('not applicable: there are no objects');
  });
});
