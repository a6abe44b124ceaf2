import fc from 'fast-check';
import { certificateSpecProblems } from '../../../src/checks/cert-manager/certificate-spec';
import { formatPath, isJsonObject, type JsonObject } from '../../../src/manifests/manifest';

const GOOD: JsonObject = {
  secretName: 'edge-tls',
  issuerRef: { name: 'payments-ca' },
  dnsNames: ['edge.example.com'],
  usages: ['client auth'],
};

/** Severity, rule and path of each problem: the constructs' tests have the messages. */
function problemsOf(changes: JsonObject): readonly string[] {
  return certificateSpecProblems({ ...GOOD, ...changes }).map(
    ({ severity, rule, path }) => `${severity} ${rule} ${formatPath(path)}`,
  );
}

describe('certificateSpecProblems', () => {
  test('finds nothing in a good spec', () => {
    expect(problemsOf({})).toEqual([]);
  });

  test.each<[string, JsonObject, readonly string[]]>([
    ['no names', { dnsNames: undefined }, ['error cert-manager/spec-rejected dnsNames']],
    [
      'malformed names that pass',
      { dnsNames: ['a b'], uris: ['b'] },
      ['warning cert-manager/spec-rejected dnsNames[0]', 'warning cert-manager/spec-rejected uris[0]'],
    ],
    ['the default usages', { usages: undefined }, ['warning cert-manager/no-eku usages']],
    ['no usages on a CA', { usages: undefined, isCA: true, commonName: 'root' }, []],
    ['a CA without a subject', { isCA: true }, ['warning cert-manager/leaf-dn-equals-ca commonName']],
    [
      'a percentage too low for the controller',
      { duration: '1h', renewBeforePercentage: 5 },
      ['warning cert-manager/renew-percentage-trap renewBeforePercentage'],
    ],
    [
      'a percentage too high for the webhook',
      { duration: '1h', renewBeforePercentage: 95 },
      ['error cert-manager/spec-rejected renewBeforePercentage'],
    ],
    ['a percentage that the webhook does not look at', { renewBeforePercentage: 99 }, []],
    [
      'a percentage out of range',
      { renewBeforePercentage: 500 },
      ['warning cert-manager/renew-percentage-trap renewBeforePercentage'],
    ],
    [
      'renewBefore above the default duration',
      { renewBefore: '2160h' },
      ['error cert-manager/spec-rejected renewBefore'],
    ],
    ['renewBefore below the default duration', { renewBefore: '2159h' }, []],
    ['a negative duration', { duration: '-1h' }, ['error cert-manager/spec-rejected duration']],
    ['a duration in days', { duration: '30d' }, ['error cert-manager/spec-rejected duration']],
    ['an empty duration', { duration: '' }, ['error cert-manager/spec-rejected duration']],
    ['an RSA key by default', { privateKey: { size: 256 } }, ['error cert-manager/spec-rejected privateKey.size']],
    [
      'a size that passes and is not used',
      { privateKey: { size: 0 } },
      ['warning cert-manager/spec-rejected privateKey.size'],
    ],
    [
      'a signature for the default key',
      { signatureAlgorithm: 'PureEd25519' },
      ['error cert-manager/spec-rejected signatureAlgorithm'],
    ],
    ['a renewal without a policy', { renewal: {} }, ['error cert-manager/spec-rejected renewal.policy']],
    [
      'a password in clear text beside a reference',
      { keystores: { jks: { password: 'x', passwordSecretRef: { name: 's' } } } },
      ['error cert-manager/spec-rejected keystores.jks'],
    ],
    [
      'an empty password',
      { keystores: { pkcs12: { password: '' } } },
      ['error cert-manager/spec-rejected keystores.pkcs12'],
    ],
    ['a password in clear text, which is for the rules on secrets', { keystores: { jks: { password: 'x' } } }, []],
    [
      'a kind without its group',
      { issuerRef: { name: 'pca', kind: 'AWSPCAIssuer' } },
      ['error cert-manager/spec-rejected issuerRef.kind'],
    ],
    [
      'an issuer name that passes',
      { issuerRef: { name: 'Payments' } },
      ['warning cert-manager/spec-rejected issuerRef.name'],
    ],
    [
      'an IP range that passes',
      { isCA: true, commonName: 'root', nameConstraints: { permitted: { ipRanges: ['10.0.0.0/33'] } } },
      ['warning cert-manager/spec-rejected nameConstraints.permitted.ipRanges[0]'],
    ],
  ])('judges %s', (_, changes, expected) => {
    expect(problemsOf(changes)).toEqual(expected);
  });

  test('leaves values of a wrong type to the schema check', () => {
    const spec = {
      ...GOOD,
      duration: 7,
      renewal: { policy: 'RenewBefore', windows: 'x' },
      uris: [7, null],
      privateKey: [],
    };
    expect(certificateSpecProblems(spec)).toEqual([]);
  });

  test('says where, what and what to do, whatever the spec holds', () => {
    const field = fc.constantFrom(...FIELDS);
    const value = fc.oneof(fc.string(), fc.double(), fc.array(fc.string()), fc.jsonValue());
    fc.assert(
      fc.property(fc.dictionary(field, value), (spec) => {
        const json: unknown = JSON.parse(JSON.stringify(spec));
        for (const problem of certificateSpecProblems(isJsonObject(json) ? json : {})) {
          expect(problem.message.startsWith(`${formatPath(problem.path)} `)).toBe(true);
          expect(`${problem.message}${problem.fix}`.length).toBeLessThan(1000);
        }
      }),
    );
  });
});

const FIELDS = [
  'secretName',
  'issuerRef',
  'commonName',
  'literalSubject',
  'dnsNames',
  'uris',
  'ipAddresses',
  'emailAddresses',
  'otherNames',
  'duration',
  'renewBefore',
  'renewBeforePercentage',
  'renewal',
  'isCA',
  'usages',
  'privateKey',
  'signatureAlgorithm',
  'secretTemplate',
  'additionalOutputFormats',
  'keystores',
  'nameConstraints',
  'revisionHistoryLimit',
];
