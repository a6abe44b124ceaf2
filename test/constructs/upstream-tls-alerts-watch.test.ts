import { ApiObject, Chart, Duration, JsonPatch } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import {
  Backend,
  BackendTlsPolicy,
  CertificateUsage,
  CertRotation,
  Issuer,
  Kgateway,
  LabelMatcher,
  TrustAnchors,
  UpstreamMtls,
  UpstreamTlsAlerts,
} from '../../src';
import { createCa } from '../trust/pki';
import {
  AT,
  alertsOf,
  ENVOY_GATEWAY,
  everything,
  exampleRoot,
  groupsOf,
  groupsOn,
  leaf,
  only,
  payments,
  policy,
  RETIRED,
} from './_alerts';

describe('thresholds', () => {
  test('follow from the durations of the certificates, and those that have them in common share a selector', () => {
    const written = alertsOf(
      groupsOn(
        (chart) => {
          leaf(chart, 'short', 3, 1);
          leaf(chart, 'a', 30, 10);
          leaf(chart, 'b.c', 60, 10);
        },
        { certManagerHonorLabels: true },
      ),
    );
    const end = 'certmanager_certificate_expiration_timestamp_seconds';
    expect(only(written, 'CertificateExpiresSoon').expr).toBe(
      [
        `(${end}{namespace="payments",name=~"a|b\\\\.c"} > 0) - time() < 432000`,
        `(${end}{namespace="payments",name="short"} > 0) - time() < 43200`,
      ].join('\nor\n'),
    );
    const renewal = 'certmanager_certificate_renewal_timestamp_seconds';
    expect(only(written, 'CertificateNotRenewed').expr).toBe(
      [
        `time() - (${renewal}{namespace="payments",name=~"a|b\\\\.c"} > 0) > 216000`,
        `time() - (${renewal}{namespace="payments",name="short"} > 0) > 21600`,
      ].join('\nor\n'),
    );
  });

  test.each([
    ['half the shortest lead', 30, 'envoy_server_days_until_first_cert_expiring < 5'],
    ['not below a day, which is all that Envoy can tell', 3, undefined],
  ])('of what Envoy holds are %s', (_, days, expr) => {
    const written = alertsOf(
      groupsOn((chart) => {
        leaf(chart, 'client', days);
        leaf(chart, 'long', 300);
        policy(chart, ENVOY_GATEWAY);
      }),
    );
    expect(written.find(({ alert }) => alert === 'GatewayCertificateExpiresSoon')?.expr).toBe(expr);
  });

  test('of authorities are the longest lifetime of what they issue, known to be theirs or found in the same Secret', () => {
    const written = alertsOf(
      groupsOn(
        (chart) => {
          everything(ENVOY_GATEWAY)(chart);
          leaf(chart, 'other', 20);
        },
        { certManagerHonorLabels: true },
      ),
    );
    const lines = only(written, 'CertificateAuthorityEndsFirst').expr.split('\nor\n');
    expect(lines).toEqual([
      expect.stringMatching(
        /^\(certmanager_certificate_expiration_timestamp_seconds\{namespace="payments",name="payments-ca-\w+"\} > 0\) - time\(\) < 2592000$/,
      ),
      expect.stringMatching(
        /^x509_cert_not_after\{secret_namespace="payments",secret_name="client",secret_key="ca\.crt"\} - time\(\) < 2592000$/,
      ),
      expect.stringMatching(
        /^x509_cert_not_after\{secret_namespace="payments",secret_name="other",secret_key="ca\.crt"\} - time\(\) < 1728000$/,
      ),
    ]);
  });

  test('of roots follow from the time that a rotation takes', () => {
    const build = (chart: Chart) => new BundleOf(chart, 'roots');
    const written = alertsOf(groupsOn(build, { rootLead: Duration.days(30) }));
    const series = 'x509_cert_not_after{configmap_name="roots"} - time()';
    expect(written.filter(({ alert }) => alert === 'TrustAnchorExpiresSoon')).toMatchObject([
      { expr: `${series} < 2592000`, labels: { severity: 'warning' } },
      { expr: `${series} < 864000`, labels: { severity: 'critical' } },
    ]);
  });
});

/** A Bundle of trust-manager that writes a ConfigMap of its name. */
class BundleOf extends ApiObject {
  constructor(scope: Chart, name: string) {
    super(scope, `bundle-${name}`, {
      apiVersion: 'trust.cert-manager.io/v1alpha1',
      kind: 'Bundle',
      metadata: { name },
      spec: { sources: [{ useDefaultCAs: true }], target: { configMap: { key: 'ca.crt' }, namespaceSelector: {} } },
    });
    this.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}

describe('what is watched', () => {
  test('may be added later', () => {
    const chart = payments();
    const alerts = new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart] });
    leaf(chart, 'late', 30);
    expect(only(alertsOf(groupsOf(chart, alerts)), 'CertificateNotReady').expr).toContain('name="late"');
  });

  test('is below what is given, and nothing else', () => {
    const chart = payments();
    const given = leaf(chart, 'given', 30);
    leaf(chart, 'other', 30);
    const alerts = new UpstreamTlsAlerts(chart, 'alerts', { watch: [given] });
    const text = JSON.stringify(groupsOf(chart, alerts));
    expect(text).toContain('name=\\"given\\"');
    expect(text).not.toContain('other');
  });

  test('is told apart by namespace, and alerts are routed by it', () => {
    const chart = payments();
    leaf(chart, 'a', 30);
    leaf(new Chart(chart, 'risk', { namespace: 'risk' }), 'b', 30);
    const alerts = new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart], certManagerHonorLabels: false });
    const written = alertsOf(groupsOf(chart, alerts)).filter(({ alert }) => alert === 'CertificateNotReady');
    const ready = (matchers: string) => `(certmanager_certificate_ready_status{${matchers},condition!="True"} == 1)`;
    expect(written.map(({ expr, labels }) => [expr, labels])).toEqual([
      [ready('exported_namespace="payments",name="a"'), { namespace: 'payments', severity: 'warning' }],
      [ready('exported_namespace="risk",name="b"'), { namespace: 'risk', severity: 'warning' }],
    ]);
  });

  test('are the roots of ConfigMaps with certificates, and of what policies refer to', () => {
    const written = alertsOf(
      groupsOn((chart) => {
        new ConfigMap(chart, 'plain', { metadata: { name: 'plain' }, data: { text: 'no certificate' } });
        new ConfigMap(chart, 'roots', { metadata: { name: 'roots' }, data: { 'ca.crt': exampleRoot('payments') } });
        new BackendTlsPolicy(chart, 'hop', {
          gateway: ENVOY_GATEWAY,
          targets: [Backend.serviceName('ledger')],
          server: { hostname: 'ledger.example.com' },
          trust: TrustAnchors.secret('more-roots'),
        });
      }),
    );
    const [warning] = written.filter(({ alert }) => alert === 'TrustAnchorExpiresSoon');
    expect(warning?.expr).toBe(
      [
        'x509_cert_not_after{configmap_namespace="payments",configmap_name="roots"} - time() < 7776000',
        'x509_cert_not_after{secret_namespace="payments",secret_name="more-roots"} - time() < 7776000',
      ].join('\nor\n'),
    );
  });

  test('are the gateways of hops of both kinds, each metric once', () => {
    const written = alertsOf(
      groupsOn(
        (chart) => {
          policy(chart, ENVOY_GATEWAY);
          new UpstreamMtls(chart, 'mtls', {
            gateway: new Kgateway({ version: '2.4', ...AT }),
            backend: Backend.serviceName('accounts', { port: 'https', portNumber: 8443 }),
            server: { hostname: 'accounts.example.com' },
            trust: TrustAnchors.pem(exampleRoot('payments')),
            client: leaf(chart, 'client', 30),
          });
        },
        { gatewayMatchers: [LabelMatcher.matches('job', 'edge|inner'), LabelMatcher.notEquals('pod', 'a"b\\c')] },
      ),
    );
    expect(only(written, 'UpstreamServerUntrusted').expr).toBe(
      'sum by (namespace, envoy_cluster_name) (increase(envoy_cluster_ssl_fail_verify_error{job=~"edge|inner",pod!="a\\"b\\\\c"}[5m])) > 0',
    );
  });

  test('are issuers of cert-manager that certificates name, and not those of other projects', () => {
    const written = alertsOf(
      groupsOn(
        (chart) => {
          const others = Issuer.external({ name: 'aws', kind: 'AWSPCAClusterIssuer', group: 'awspca.cert-manager.io' });
          for (const issuer of [Issuer.named('near'), Issuer.clusterIssuer('far'), others]) {
            new CertRotation(chart, issuer.name, {
              issuer,
              usages: [CertificateUsage.CLIENT_AUTH],
              dnsNames: ['edge.example.com'],
            });
          }
        },
        { certManagerHonorLabels: true },
      ),
    );
    expect(only(written, 'IssuerNotReady').expr).toBe(
      '(certmanager_issuer_ready_status{namespace="payments",name="near",condition!="True"} == 1)',
    );
    expect(only(written, 'ClusterIssuerNotReady').expr).toBe(
      'certmanager_clusterissuer_ready_status{name="far",condition!="True"} == 1',
    );
  });
});

describe('an old root', () => {
  const by = new Date('2027-01-01T00:00:00.999Z');

  test('is known by its serial number, which is random', () => {
    const written = alertsOf(groupsOn(() => undefined, { retiredRoots: [{ ...RETIRED, by }] }));
    expect(only(written, 'RetiredRootStillTrusted').expr).toMatch(
      /^x509_cert_not_after\{serial_number="\d{20,}",secret_key!="tls\.crt"\} and on \(\) \(vector\(time\(\)\) > 1798761600\)$/,
    );
  });

  test('is told by its name from others where the number is short, and each root has its own day', () => {
    const first = createCa({ commonName: 'old "root"', serialNumber: 1 });
    const second = createCa({ subject: [['2.5.4.10', 'Example']], serialNumber: 2 });
    const retiredRoots = [
      { roots: TrustAnchors.pem(first.pem), by },
      { roots: TrustAnchors.pem(second.pem), by: new Date('2028-01-01T00:00:00Z') },
    ];
    const written = alertsOf(groupsOn(() => undefined, { retiredRoots }));
    expect(only(written, 'RetiredRootStillTrusted').expr).toBe(
      [
        'x509_cert_not_after{serial_number="1048577",subject_CN="old \\"root\\"",secret_key!="tls.crt"} and on () (vector(time()) > 1798761600)',
        'x509_cert_not_after{serial_number="1048578",secret_key!="tls.crt"} and on () (vector(time()) > 1830297600)',
      ].join('\nor\n'),
    );
  });
});
