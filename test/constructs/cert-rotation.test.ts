import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import { CertRotation, type CertRotationProps } from '../../src/constructs/cert-rotation';
import {
  PrivateKeyAlgorithm,
  PrivateKeyEncoding,
  PrivateKeyRotationPolicy,
  SignatureAlgorithm,
} from '../../src/constructs/certificate-key';
import { CertificateOutputFormat, Pkcs12Profile, RenewalPolicy } from '../../src/constructs/certificate-options';
import { CertificateUsage } from '../../src/constructs/certificate-usage';
import { Issuer } from '../../src/constructs/issuer';
import { IssuerConfig } from '../../src/constructs/issuer-config';
import { EnvoyGateway } from '../../src/gateways/envoy-gateway/envoy-gateway';
import { KongOperator } from '../../src/gateways/kong-operator/kong-operator';

const MINIMAL: CertRotationProps = {
  issuer: Issuer.clusterIssuer('payments-ca'),
  usages: [CertificateUsage.CLIENT_AUTH],
  dnsNames: ['edge.gateways.example.com'],
};
const CA: CertRotationProps = {
  issuer: Issuer.named('bootstrap'),
  usages: [],
  isCa: true,
  commonName: 'payments-root-2026',
};

function chart(): Chart {
  return new Chart(Testing.app(), 'test', { namespace: 'gateways' });
}

function certificateOf(props: Partial<CertRotationProps>): Record<string, unknown> {
  const scope = chart();
  new CertRotation(scope, 'edge', { ...MINIMAL, ...props });
  return Testing.synth(scope)[0];
}

function specOf(props: Partial<CertRotationProps>): Record<string, unknown> {
  return certificateOf(props).spec as Record<string, unknown>;
}

function create(props: Partial<CertRotationProps>): () => CertRotation {
  return () => new CertRotation(chart(), 'edge', { ...MINIMAL, ...props });
}

describe('CertRotation with the required props', () => {
  test('writes every safe default out', () => {
    expect(certificateOf({})).toEqual({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'test-edge-c8f47915', namespace: 'gateways' },
      spec: {
        secretName: 'test-edge-c8f47915',
        issuerRef: { name: 'payments-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
        dnsNames: ['edge.gateways.example.com'],
        duration: '720h',
        renewBefore: '240h',
        usages: ['digital signature', 'client auth'],
        privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      },
    });
  });

  test('is a client certificate by its Secret', () => {
    const certificate = create({})();
    expect(certificate.secretName).toBe('test-edge-c8f47915');
    expect(certificate.namespace).toBe('gateways');
    expect(certificate.usages).toEqual(['digital signature', 'client auth']);
  });

  test('gives a CA a year, a key that it keeps, and the right to sign', () => {
    expect(specOf({ ...CA, dnsNames: undefined })).toMatchObject({
      duration: '8760h',
      renewBefore: '2920h',
      isCA: true,
      usages: ['cert sign'],
      privateKey: { rotationPolicy: 'Never' },
    });
  });
});

describe('CertRotation with further props', () => {
  test('writes all of the API', () => {
    const spec = specOf({
      usages: [CertificateUsage.SERVER_AUTH, CertificateUsage.CLIENT_AUTH],
      dnsNames: ['ledger.payments.svc', '*.ledger.example.com'],
      uris: ['spiffe://example.com/ns/payments/sa/ledger', 'urn:example:ledger'],
      ipAddresses: ['10.0.0.7', '2001:db8::7'],
      emailAddresses: ['ops@example.com'],
      otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'ledger@example.com' }],
      commonName: 'ledger',
      subject: { organizations: ['Example'], countries: ['DE'], serialNumber: '7' },
      duration: Duration.hours(100),
      renewBefore: Duration.minutes(90),
      renewalPolicy: RenewalPolicy.RENEW_BEFORE,
      renewalWindows: [{ cron: '0 2 * * 6', windowDuration: Duration.hours(4), timezone: 'Europe/Berlin' }],
      privateKeyAlgorithm: PrivateKeyAlgorithm.RSA,
      privateKeySize: 4096,
      privateKeyEncoding: PrivateKeyEncoding.PKCS1,
      rotationPolicy: PrivateKeyRotationPolicy.NEVER,
      signatureAlgorithm: SignatureAlgorithm.SHA384_WITH_RSA,
      secretName: 'ledger-tls',
      secretLabels: { team: 'payments' },
      secretAnnotations: { 'example.com/note': 'any text, even "this"' },
      additionalOutputFormats: [CertificateOutputFormat.COMBINED_PEM, CertificateOutputFormat.DER],
      keystores: {
        jks: { passwordSecretRef: { name: 'jks-password', key: 'password' }, alias: 'ledger' },
        pkcs12: { passwordSecretRef: { name: 'p12-password', key: 'password' }, profile: Pkcs12Profile.MODERN_2026 },
      },
      encodeUsagesInRequest: true,
      revisionHistoryLimit: 3,
    });
    expect(spec).toEqual({
      secretName: 'ledger-tls',
      secretTemplate: { labels: { team: 'payments' }, annotations: { 'example.com/note': 'any text, even "this"' } },
      issuerRef: { name: 'payments-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      commonName: 'ledger',
      subject: { organizations: ['Example'], countries: ['DE'], serialNumber: '7' },
      dnsNames: ['ledger.payments.svc', '*.ledger.example.com'],
      uris: ['spiffe://example.com/ns/payments/sa/ledger', 'urn:example:ledger'],
      ipAddresses: ['10.0.0.7', '2001:db8::7'],
      emailAddresses: ['ops@example.com'],
      otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'ledger@example.com' }],
      duration: '100h',
      renewBefore: '90m',
      renewal: {
        policy: 'RenewBefore',
        windows: [{ cron: '0 2 * * 6', windowDuration: '4h', timezone: 'Europe/Berlin' }],
      },
      usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
      encodeUsagesInRequest: true,
      privateKey: { algorithm: 'RSA', size: 4096, encoding: 'PKCS1', rotationPolicy: 'Never' },
      signatureAlgorithm: 'SHA384WithRSA',
      additionalOutputFormats: [{ type: 'CombinedPEM' }, { type: 'DER' }],
      keystores: {
        jks: { create: true, alias: 'ledger', passwordSecretRef: { name: 'jks-password', key: 'password' } },
        pkcs12: {
          create: true,
          profile: 'Modern2026',
          passwordSecretRef: { name: 'p12-password', key: 'password' },
        },
      },
      revisionHistoryLimit: 3,
    });
  });

  test('writes the name constraints of a CA', () => {
    const nameConstraints = {
      critical: true,
      permitted: { dnsDomains: ['example.com'], ipRanges: ['10.0.0.0/8'] },
      excluded: { uriDomains: ['untrusted.example.com'] },
    };
    expect(specOf({ ...CA, dnsNames: undefined, nameConstraints })).toMatchObject({ nameConstraints });
  });

  test('takes the whole subject as one text', () => {
    const literalSubject = 'CN=edge,OU=Gateways,O=Example\\, Inc.';
    expect(specOf({ literalSubject, dnsNames: undefined })).toMatchObject({ literalSubject });
  });

  test.each<[string, Partial<CertRotationProps>, object]>([
    ['a third of the duration', { duration: Duration.hours(100) }, { duration: '100h', renewBefore: '2000m' }],
    ['a third of the shortest duration', { duration: Duration.hours(1) }, { duration: '1h', renewBefore: '20m' }],
    ['the percentage alone', { renewBeforePercentage: 40 }, { duration: '720h', renewBeforePercentage: 40 }],
    [
      'nothing where renewal is off',
      { renewalPolicy: RenewalPolicy.DISABLED },
      { duration: '720h', renewal: { policy: 'Disabled' } },
    ],
    [
      'a policy with windows, which the webhook wants',
      { renewalWindows: [{ cron: '@daily', windowDuration: Duration.minutes(90) }] },
      {
        duration: '720h',
        renewBefore: '240h',
        renewal: { policy: 'RenewBefore', windows: [{ cron: '@daily', windowDuration: '90m' }] },
      },
    ],
  ])('renews by %s', (_, props, expected) => {
    const { duration, renewBefore, renewBeforePercentage, renewal } = specOf(props);
    expect({ duration, renewBefore, renewBeforePercentage, renewal }).toEqual(expected);
  });

  test('writes no size for an Ed25519 key', () => {
    expect(specOf({ privateKeyAlgorithm: PrivateKeyAlgorithm.ED25519 }).privateKey).toEqual({
      algorithm: 'Ed25519',
      encoding: 'PKCS8',
      rotationPolicy: 'Always',
    });
  });

  test('does not depend on the order of usages and labels', () => {
    const labels = { a: '1', b: '2' };
    const usages = [CertificateUsage.SERVER_AUTH, CertificateUsage.CLIENT_AUTH];
    const one = JSON.stringify(certificateOf({ usages, secretLabels: labels }));
    const other = certificateOf({ usages: usages.toReversed(), secretLabels: { b: '2', a: '1' } });
    expect(JSON.stringify(other)).toBe(one);
  });
});

describe('CertRotation and the gateways that read its Secret', () => {
  const operator = new KongOperator({ version: '2.2' });

  test('adds the labels that a gateway needs, beside the own ones', () => {
    const spec = specOf({ readers: [operator, new EnvoyGateway({ version: '1.9' })], secretLabels: { team: 'edge' } });
    expect(spec.secretTemplate).toEqual({ labels: { 'konghq.com/secret': 'true', team: 'edge' } });
  });

  test('adds the labels of a gateway that is named later', () => {
    const scope = chart();
    new CertRotation(scope, 'edge', MINIMAL).addReader(operator);
    expect(Testing.synth(scope)[0].spec.secretTemplate).toEqual({ labels: { 'konghq.com/secret': 'true' } });
  });

  test('refuses a label that hides the Secret', () => {
    const secretLabels = { 'konghq.com/secret': 'false' };
    expect(create({ readers: [operator], secretLabels })).toThrow(
      'CertRotation "edge" [test/edge]: secretLabels has konghq.com/secret: "false", and Kong Operator 2.2 reads the Secret only with "true"; drop konghq.com/secret from secretLabels (kong/selector-label-missing)',
    );
  });
});

describe('CertRotation and its issuer', () => {
  const config = IssuerConfig.selfSigned();

  test('takes an Issuer of its own namespace', () => {
    const scope = chart();
    const issuer = new Issuer(scope, 'ca', { config });
    new CertRotation(scope, 'edge', { ...MINIMAL, issuer });
    const [, certificate] = Testing.synth(scope);
    expect(certificate.spec.issuerRef).toEqual({ name: issuer.name, kind: 'Issuer', group: 'cert-manager.io' });
  });

  test('refuses an Issuer of another namespace', () => {
    const scope = chart();
    const issuer = new Issuer(scope, 'ca', { config, metadata: { name: 'ca', namespace: 'pki' } });
    expect(() => new CertRotation(scope, 'edge', { ...MINIMAL, issuer })).toThrow(
      'CertRotation "edge" [test/edge]: Issuer ca serves namespace pki only, and the Certificate stands in gateways; put both into one namespace, or use a ClusterIssuer (references/missing-object)',
    );
  });

  test('takes an external issuer', () => {
    const issuer = Issuer.external({ name: 'pca', kind: 'AWSPCAClusterIssuer', group: 'awspca.cert-manager.io' });
    expect(specOf({ issuer })).toMatchObject({
      issuerRef: { name: 'pca', kind: 'AWSPCAClusterIssuer', group: 'awspca.cert-manager.io' },
    });
  });
});

test('CertRotation makes the app check its objects', () => {
  const scope = chart();
  new CertRotation(scope, 'edge', MINIMAL);
  new ApiObject(scope, 'wrong', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    spec: { secretName: 'x', unknown: true },
  });
  expect(() => Testing.synth(scope)).toThrow('unknown');
});
