import { pemLostBlock } from '../../../../src/checks/rules/trust/pem-lost-block';
import { pemMalformed } from '../../../../src/checks/rules/trust/pem-malformed';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { LEAF, ROOT, rootsOf, SERVICE, secretOf, yamlOf } from './_objects';

const CUT = ROOT.pem.replace('-----END CERTIFICATE-----\n', '');
const TRUNCATED = 'the CERTIFICATE block has no END marker; readers pass over the block or fail';
const COPY = 'copy the block again from its source, up to and with its END marker';

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

const BUNDLE = {
  apiVersion: 'trust.cert-manager.io/v1alpha1',
  kind: 'Bundle',
  metadata: { name: 'roots' },
  spec: { sources: [{ inLine: CUT }], target: { configMap: { key: 'ca.crt' } } },
};
const KONG_CA = {
  apiVersion: 'configuration.konghq.com/v1alpha1',
  kind: 'KongCACertificate',
  metadata: { name: 'root', namespace: 'payments' },
  spec: { cert: CUT },
};
const VAULT_ISSUER = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'ClusterIssuer',
  metadata: { name: 'vault' },
  spec: { vault: { server: 'https://vault', path: 'pki', caBundle: encoded(CUT) } },
};

test.each([
  ['a ConfigMap', rootsOf(CUT), 'ConfigMap payments/roots', 'data[ca.crt]'],
  ['a Secret', secretOf(CUT), 'Secret payments/ledger-tls', 'data[tls.crt]'],
  ['a Bundle', BUNDLE, 'Bundle roots', 'spec.sources[0].inLine'],
  ['a KongCACertificate', KONG_CA, 'KongCACertificate payments/root', 'spec.cert'],
  ['an issuer', VAULT_ISSUER, 'ClusterIssuer vault', 'spec.vault.caBundle'],
])('finds a block that is cut off in %s', (_name, object, where, path) => {
  expect(findingsOf(pemLostBlock, yamlOf(object))).toEqual([
    { severity: 'error', object: where, path, message: TRUNCATED, fix: COPY },
  ]);
});

test('finds a text without any block, and says on which line a later block is', () => {
  expect(findingsOf(pemLostBlock, yamlOf(rootsOf('replace me')))).toMatchObject([
    {
      message:
        'the text holds no PEM block; trust-manager and the `ca` option of Node take it for an empty bundle in silence',
    },
  ]);
  const lines = LEAF.pem.split('\n').length;
  expect(findingsOf(pemLostBlock, yamlOf(rootsOf(LEAF.pem + CUT)))).toMatchObject([
    { message: `line ${lines} of the text: ${TRUNCATED}` },
  ]);
});

test('the finding is shown at the key', () => {
  const yaml = `apiVersion: v1
kind: ConfigMap
metadata: { name: roots, namespace: payments }
data:
  other: value
  ca.crt: no block
`;
  expect(lineOf(pemLostBlock, yaml)).toBe(6);
});

test('finds markers on one line', () => {
  const joined = ROOT.pem.trimEnd() + LEAF.pem;
  expect(findingsOf(pemMalformed, yamlOf(rootsOf(joined)))).toEqual([
    {
      severity: 'error',
      object: 'ConfigMap payments/roots',
      path: 'data[ca.crt]',
      message:
        'the CERTIFICATE block ends on the line on which the next one begins; OpenSSL fails, Go loses both in silence',
      fix: 'put a newline between the parts when concatenating them',
    },
  ]);
  expect(verdictOf(pemLostBlock, yamlOf(rootsOf(joined)))).toBe('pass');
});

test.each([
  ['good certificates', rootsOf(ROOT.pem + LEAF.pem)],
  ['a text around the blocks', rootsOf(`# root\n${ROOT.pem}`)],
])('passes %s', (_name, object) => {
  expect(verdictOf(pemLostBlock, yamlOf(object))).toBe('pass');
  expect(verdictOf(pemMalformed, yamlOf(object))).toBe('pass');
});

test.each([
  ['no certificates', SERVICE],
  ['a place that is still empty', secretOf('\n')],
  ['a value that SOPS has encrypted', { ...secretOf(''), data: { 'tls.crt': 'ENC[AES256_GCM,data:abc=,type:str]' } }],
  ['a placeholder of Argo CD', rootsOf('<path:secret/data/pki#root>')],
  ['certificates within a configuration', { ...rootsOf(''), data: { 'app.yaml': `ca: |\n  ${ROOT.pem}` } }],
  [
    'keys, which are another rule',
    { ...rootsOf(''), data: { 'edge.pem': '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n' } },
  ],
])('does not apply to %s', (_name, object) => {
  expect(verdictOf(pemLostBlock, yamlOf(object))).toBe('not applicable: no manifest holds certificates');
  expect(verdictOf(pemMalformed, yamlOf(object))).toBe('not applicable: no manifest holds certificates');
});
