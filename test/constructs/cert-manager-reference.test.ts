import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration } from 'cdk8s';
import { AcmeSolver } from '../../src/constructs/acme-solver';
import { CertRotation } from '../../src/constructs/cert-rotation';
import { PrivateKeyAlgorithm, SignatureAlgorithm } from '../../src/constructs/certificate-key';
import { CertificateOutputFormat, RenewalPolicy } from '../../src/constructs/certificate-options';
import { CertificateUsage } from '../../src/constructs/certificate-usage';
import { ClusterIssuer } from '../../src/constructs/cluster-issuer';
import { Issuer } from '../../src/constructs/issuer';
import { IssuerConfig } from '../../src/constructs/issuer-config';
import { UpstreamTls } from '../../src/constructs/upstream-tls';
import { VaultAuth } from '../../src/constructs/vault-auth';
import type { Finding } from '../../src/manifests/finding';

const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;
const title = 'objects of cert-manager under its own CustomResourceDefinitions';

if (folder === undefined) {
  describe.skip(`(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ${title}`, () => {
    test('are valid', () => undefined);
  });
} else {
  const crds = readdirSync(join(folder, 'cert-manager'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readFileSync(join(folder, 'cert-manager', file), 'utf8'));

  const findingsOf = (build: (chart: Chart) => void): readonly Finding[] => {
    const app = new App();
    const chart = new Chart(app, 'test', { namespace: 'payments' });
    build(chart);
    const checks = UpstreamTls.of(app);
    checks.configure({ crds });
    return checks.check().findings.filter(({ rule }) => rule.startsWith('schema/'));
  };

  describe(title, () => {
    test('are valid with every field set', () => {
      expect(findingsOf(everything)).toEqual([]);
    });

    test('are found out where one field is wrong', () => {
      const spec = { secretName: 'x', issuerRef: { name: 'x' }, privateKey: { rotationpolicy: 'Always' } };
      const findings = findingsOf((chart) => {
        new ApiObject(chart, 'wrong', { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', spec });
      });
      expect(findings).toMatchObject([{ path: 'spec.privateKey.rotationpolicy' }]);
    });
  });
}

const SECRET = { name: 'secret', key: 'value' };

function everything(chart: Chart): void {
  leaves(chart);
  new CertRotation(chart, 'ca', {
    issuer: Issuer.named('bootstrap'),
    usages: Object.values(CertificateUsage),
    isCa: true,
    commonName: 'root',
    renewalPolicy: RenewalPolicy.DISABLED,
    nameConstraints: {
      critical: true,
      permitted: { dnsDomains: ['example.com'], ipRanges: ['10.0.0.0/8'] },
      excluded: { emailAddresses: ['example.com'], uriDomains: ['example.com'] },
    },
  });
  for (const [index, config] of configs().entries()) {
    new Issuer(chart, `issuer-${index}`, { config });
    new ClusterIssuer(chart, `cluster-issuer-${index}`, { config });
  }
}

function leaves(chart: Chart): void {
  const issuer = Issuer.clusterIssuer('payments-ca');
  new CertRotation(chart, 'minimal', { issuer, usages: [CertificateUsage.CLIENT_AUTH], dnsNames: ['a.example.com'] });
  new CertRotation(chart, 'literal', {
    issuer,
    usages: [CertificateUsage.SERVER_AUTH],
    literalSubject: 'CN=a',
    renewBeforePercentage: 30,
  });
  new CertRotation(chart, 'full', {
    issuer,
    usages: [CertificateUsage.SERVER_AUTH],
    dnsNames: ['a.example.com'],
    uris: ['spiffe://example.com/a'],
    ipAddresses: ['10.0.0.7'],
    emailAddresses: ['ops@example.com'],
    otherNames: [{ oid: '1.2.3', utf8Value: 'a' }],
    commonName: 'a',
    subject: {
      organizations: ['a'],
      countries: ['DE'],
      organizationalUnits: ['a'],
      localities: ['a'],
      provinces: ['a'],
      streetAddresses: ['a'],
      postalCodes: ['a'],
      serialNumber: 'a',
    },
    duration: Duration.days(60),
    renewBefore: Duration.days(20),
    renewalWindows: [{ cron: '0 2 * * 6', windowDuration: Duration.minutes(90), timezone: 'Europe/Berlin' }],
    privateKeyAlgorithm: PrivateKeyAlgorithm.RSA,
    signatureAlgorithm: SignatureAlgorithm.SHA512_WITH_RSA,
    secretLabels: { a: 'b' },
    secretAnnotations: { a: 'b' },
    additionalOutputFormats: Object.values(CertificateOutputFormat),
    keystores: { jks: { passwordSecretRef: SECRET, alias: 'a' }, pkcs12: { passwordSecretRef: SECRET } },
    encodeUsagesInRequest: false,
    revisionHistoryLimit: 2,
  });
}

function configs(): readonly IssuerConfig[] {
  const vault = { server: 'https://vault.example.com', path: 'pki/sign/a' };
  const auths = [
    VaultAuth.token(SECRET),
    VaultAuth.appRole({ path: 'approle', roleId: 'a', secretRef: SECRET }),
    VaultAuth.kubernetes({ role: 'a', serviceAccountName: 'a', audiences: ['a'], mountPath: '/v1/a' }),
    VaultAuth.kubernetes({ role: 'a', secretRef: SECRET }),
    VaultAuth.clientCertificate({ secretName: 'a', name: 'a', mountPath: '/v1/a' }),
    VaultAuth.aws({
      role: 'a',
      region: 'a',
      serviceAccountName: 'a',
      iamRoleArn: 'a',
      vaultHeaderValue: 'a',
      mountPath: 'a',
    }),
  ];
  const addresses = ['http://pki.example.com/root'];
  return [
    IssuerConfig.ca({
      secretName: 'a',
      crlDistributionPoints: addresses,
      ocspServers: addresses,
      issuingCertificateUrls: addresses,
    }),
    IssuerConfig.selfSigned({ crlDistributionPoints: addresses }),
    ...auths.map((auth) => IssuerConfig.vault({ ...vault, auth, caBundleSecretRef: SECRET })),
    IssuerConfig.vault({
      ...vault,
      auth: VaultAuth.token(SECRET),
      namespace: 'a',
      serverName: 'a',
      clientCertSecretRef: SECRET,
      clientKeySecretRef: SECRET,
    }),
    IssuerConfig.venafi({ zone: 'a', cloud: { apiTokenSecretRef: SECRET } }),
    IssuerConfig.acme({
      server: 'https://acme.example.com/directory',
      privateKeySecretRef: SECRET,
      email: 'ops@example.com',
      preferredChain: 'a',
      profile: 'a',
      disableAccountKeyGeneration: false,
      enableDurationFeature: true,
      externalAccountBinding: { keyId: 'a', keySecretRef: SECRET },
      solvers: [
        AcmeSolver.http01Ingress({
          ingressClassName: 'a',
          serviceType: 'NodePort',
          ingressTemplate: { metadata: { labels: { a: 'b' } } },
          podTemplate: { spec: { nodeSelector: { a: 'b' } } },
          dnsNames: ['a.example.com'],
          dnsZones: ['example.com'],
          matchLabels: { a: 'b' },
          waitInsteadOfSelfCheck: Duration.seconds(30),
        }),
        AcmeSolver.http01Ingress({ class: 'a' }),
        AcmeSolver.http01Ingress({ name: 'a' }),
        AcmeSolver.http01GatewayHttpRoute({
          parentRefs: [{ name: 'a', namespace: 'a', sectionName: 'a' }],
          labels: { a: 'b' },
          podTemplate: { metadata: { annotations: { a: 'b' } } },
        }),
        AcmeSolver.dns01({ rfc2136: { nameserver: '10.0.0.7:53' } }),
      ],
    }),
  ];
}
