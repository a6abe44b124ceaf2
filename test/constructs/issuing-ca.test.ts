import { App, Chart, Duration } from 'cdk8s';
import { leadTooShort } from '../../src/checks/rules/rotation/lead-too-short';
import { CertRotation, type CertRotationProps } from '../../src/constructs/cert-rotation';
import { PrivateKeyAlgorithm } from '../../src/constructs/certificate-key';
import { CertificateUsage } from '../../src/constructs/certificate-usage';
import { ClusterIssuer } from '../../src/constructs/cluster-issuer';
import { Issuer } from '../../src/constructs/issuer';
import { IssuerConfig } from '../../src/constructs/issuer-config';
import type { IIssuerRef } from '../../src/constructs/issuer-ref';
import { manifestsOf, UpstreamTls } from '../../src/constructs/upstream-tls';
import { indexManifests } from '../../src/manifests/index-set';
import type { RuleResult } from '../../src/manifests/rule';

type Lifetime = Pick<CertRotationProps, 'duration' | 'renewBefore' | 'renewBeforePercentage' | 'renewalWindows'>;

/** A chart whose namespace is that of the Secrets of ClusterIssuers, so that both kinds of issuer work there. */
function chartIn(app = new App()): Chart {
  return new Chart(app, 'pki', { namespace: 'cert-manager' });
}

function issuerOf(chart: Chart, id: string, config: IssuerConfig, isCluster: boolean): IIssuerRef {
  return isCluster ? new ClusterIssuer(chart, id, { config }) : new Issuer(chart, id, { config });
}

/** A CA, and the issuer that signs with it. */
function authority(
  chart: Chart,
  id: string,
  issuer: IIssuerRef,
  isCluster = false,
  lifetime: Lifetime = {},
): IIssuerRef {
  const ca = new CertRotation(chart, `${id}-ca`, { issuer, usages: [], isCa: true, commonName: id, ...lifetime });
  return issuerOf(chart, id, IssuerConfig.ca({ secretName: ca.secretName }), isCluster);
}

function leaf(chart: Chart, issuer: IIssuerRef, props: Partial<CertRotationProps> = {}): CertRotation {
  const usages = [CertificateUsage.SERVER_AUTH];
  return new CertRotation(chart, 'ledger', { issuer, usages, dnsNames: ['ledger.payments.svc'], ...props });
}

function judged(chart: Chart): RuleResult {
  const set = { manifests: manifestsOf(chart), problems: [] };
  return leadTooShort.check({ set, index: indexManifests(set), gateways: [], closedWorld: false });
}

describe('the defaults of each certificate fit those of the CA above it', () => {
  const SIGNED_BY_ITSELF = (chart: Chart, isCluster: boolean) =>
    issuerOf(chart, 'self-signed', IssuerConfig.selfSigned(), isCluster);
  const AUTHORITIES: readonly (readonly [string, (chart: Chart, isCluster: boolean) => IIssuerRef])[] = [
    ['a root', (chart, isCluster) => authority(chart, 'root', SIGNED_BY_ITSELF(chart, isCluster), isCluster)],
    [
      'an intermediate below a root',
      (chart, isCluster) => {
        const root = authority(chart, 'root', SIGNED_BY_ITSELF(chart, isCluster), isCluster);
        return authority(chart, 'intermediate', root, isCluster);
      },
    ],
    ['a CA of an issuer elsewhere', (chart, isCluster) => authority(chart, 'ca', Issuer.named('vault'), isCluster)],
  ];
  const LEAVES: readonly (readonly [string, Partial<CertRotationProps>])[] = [
    ['a backend', { usages: [CertificateUsage.SERVER_AUTH] }],
    ['a gateway', { usages: [CertificateUsage.CLIENT_AUTH] }],
    ['both', { usages: [CertificateUsage.SERVER_AUTH, CertificateUsage.CLIENT_AUTH] }],
    ['a backend with an RSA key', { privateKeyAlgorithm: PrivateKeyAlgorithm.RSA }],
    ['a backend by percentage', { renewBeforePercentage: 33 }],
    [
      'a backend within a window of each week',
      { renewalWindows: [{ cron: '0 2 * * 6', windowDuration: Duration.hours(4) }] },
    ],
  ];
  const ISSUERS = [
    ['Issuer', false],
    ['ClusterIssuer', true],
  ] as const;
  const combinations = AUTHORITIES.flatMap(([ca, make]) =>
    ISSUERS.flatMap(([kind, isCluster]) =>
      LEAVES.map(([of, props]) => ({ ca, kind, of, make: (chart: Chart) => make(chart, isCluster), props })),
    ),
  );

  test.each(combinations)('$ca by $kind, and the certificate of $of', ({ make, props }) => {
    const chart = chartIn();
    leaf(chart, make(chart), props);
    expect(judged(chart)).toEqual({ verdict: 'pass' });
  });
});

describe('a certificate that would outlive its CA', () => {
  const SHORT: Lifetime = { duration: Duration.days(60) };
  const REFUSED = new Error(
    'CertRotation "ledger" [pki/ledger]: the certificate is issued anew every 480h, and Certificate cert-manager/pki-short-ca-c82e1df7 is renewed 480h before its end, where 481.5h are needed; set renewBefore of Certificate cert-manager/pki-short-ca-c82e1df7 to 481.5h or more, or renew this certificate more often (rotation/lead-too-short)',
  );

  test.each([
    ['Issuer', false],
    ['ClusterIssuer', true],
  ])('is refused where its %s and the CA are constructs', (_, isCluster) => {
    const chart = chartIn();
    const issuer = authority(chart, 'short', Issuer.named('vault'), isCluster, SHORT);
    expect(() => leaf(chart, issuer)).toThrow(REFUSED);
  });

  test('is refused for an intermediate too', () => {
    const chart = chartIn();
    const root = authority(chart, 'root', Issuer.named('vault'));
    expect(() => authority(chart, 'intermediate', root)).toThrow(/every 5840h, .* renewed 2920h before its end/);
  });

  test('is let be where an annotation gives the reason', () => {
    const chart = chartIn();
    const issuer = authority(chart, 'short', Issuer.named('vault'), false, SHORT);
    const annotations = { 'upstream-tls.dev/ignore': 'rotation/lead-too-short: the cluster lives for a week' };
    leaf(chart, issuer, { metadata: { annotations } });
    expect(UpstreamTls.of(chart).check().suppressed).toMatchObject([{ rule: 'rotation/lead-too-short' }]);
  });

  test('is told as the app wants it told', () => {
    const chart = chartIn();
    UpstreamTls.of(chart).configure({ severities: { 'rotation/lead-too-short': 'warning' } });
    leaf(chart, authority(chart, 'short', Issuer.named('vault'), false, SHORT));
    const { findings } = UpstreamTls.of(chart).check();
    expect(findings.filter(({ severity }) => severity !== 'info')).toMatchObject([
      { rule: 'rotation/lead-too-short', severity: 'warning', constructPath: 'pki/ledger/Resource' },
    ]);
  });

  test('is found at the end where its CA comes later, or is named only', () => {
    const chart = chartIn();
    leaf(chart, Issuer.named('short'));
    const ca = new CertRotation(chart, 'short-ca', {
      issuer: Issuer.named('vault'),
      usages: [],
      isCa: true,
      commonName: 'short',
      ...SHORT,
    });
    new Issuer(chart, 'short', { config: IssuerConfig.ca({ secretName: ca.secretName }), metadata: { name: 'short' } });
    expect(() => (chart.node.root as App).synthYaml()).toThrow('rotation/lead-too-short');
  });

  test('is no matter of a CA of the same name in another namespace', () => {
    const app = new App();
    const elsewhere = new Chart(app, 'elsewhere', { namespace: 'risk' });
    new CertRotation(elsewhere, 'ca', {
      issuer: Issuer.named('vault'),
      usages: [],
      isCa: true,
      commonName: 'short',
      secretName: 'ca',
      ...SHORT,
    });
    const chart = chartIn(app);
    leaf(chart, new Issuer(chart, 'issuer', { config: IssuerConfig.ca({ secretName: 'ca' }) }));
    expect(judged(chart)).toMatchObject({ verdict: 'not-applicable' });
  });
});
