import { type Chart, Duration } from 'cdk8s';
import {
  Backend,
  BackendTlsPolicy,
  CertificateUsage,
  CertRotation,
  EnvoyGateway,
  type GatewayImplementation,
  Issuer,
  IssuerConfig,
  Istio,
  KongOperator,
  RenewalPolicy,
  SubjectAltName,
  TrustAnchors,
  type UpstreamTlsAlertsProps,
} from '../../src';
import { parseCertificates } from '../../src/trust';
import { exampleRoot, groupsOn } from './_alerts';
import { evaluated, evaluateGroups, type Fires, reason, type Samples } from './_evaluate-alerts';

interface Case {
  readonly samples: Samples;
  readonly fires: Fires;
}

/** Time is short here: a certificate lives for three hours and is renewed one hour before its end. */
function evaluate(
  build: (chart: Chart) => unknown,
  props: Partial<UpstreamTlsAlertsProps>,
  { samples, fires }: Case,
): void {
  evaluateGroups(groupsOn(build, props), samples, fires);
}

const HOUR = 3_600;

function certificate(scope: Chart, policy?: RenewalPolicy): CertRotation {
  return new CertRotation(scope, 'leaf', {
    issuer: Issuer.clusterIssuer('payments-ca'),
    usages: [CertificateUsage.CLIENT_AUTH],
    dnsNames: ['edge.example.com'],
    duration: Duration.hours(3),
    renewBefore: Duration.hours(1),
    renewalPolicy: policy,
    metadata: { name: 'leaf' },
  });
}

/** What cert-manager exports of one Certificate that stands in the namespace of the label. */
function certManager(
  place: string,
  times: { readonly renewal?: number; readonly end?: number; readonly ready?: boolean } = {},
): Samples {
  const { renewal = 2 * HOUR, end = 3 * HOUR, ready = true } = times;
  const labels = `name="leaf",${place}`;
  return {
    [`certmanager_certificate_ready_status{condition="True",${labels}}`]: `${ready ? 1 : 0}x300`,
    [`certmanager_certificate_ready_status{condition="False",${labels}}`]: `${ready ? 0 : 1}x300`,
    [`certmanager_certificate_renewal_timestamp_seconds{${labels}}`]: `${renewal}x300`,
    [`certmanager_certificate_expiration_timestamp_seconds{${labels}}`]: `${end}x300`,
    'certmanager_clusterissuer_ready_status{name="payments-ca",condition="True"}': '1x300',
    'certmanager_clusterissuer_ready_status{name="payments-ca",condition="False"}': '0x300',
  };
}

const RELABELED = 'namespace="cert-manager",exported_namespace="payments"';
const HONORED = 'namespace="payments"';

evaluated(`${reason}alerts on certificates`, () => {
  test.each([
    ['an alert that does not fire', { '1h': ['CertificateNotRenewed warning'] }],
    ['none, where one fires', { '2h16m': [] }],
    ['another severity', { '2h16m': ['CertificateNotRenewed critical'] }],
  ])('are not what they are not: %s', (_, fires) => {
    expect(() => evaluate(certificate, {}, { samples: certManager(RELABELED), fires })).toThrow(/FAILED/);
  });

  test.each([
    ['are relabeled', RELABELED, {}],
    ['are honored', HONORED, {}],
    ['are known to be relabeled', RELABELED, { certManagerHonorLabels: false }],
    ['are known to be honored', HONORED, { certManagerHonorLabels: true }],
  ])('fire in turn for one that is not renewed, where labels %s', (_, place, props) => {
    evaluate(certificate, props, {
      samples: certManager(place),
      fires: {
        '1h': [],
        '2h14m': [],
        '2h16m': ['CertificateNotRenewed warning'],
        '2h31m': ['CertificateNotRenewed warning', 'CertificateExpiresSoon critical'],
        '4h': ['CertificateNotRenewed warning', 'CertificateExpiresSoon critical'],
      },
    });
  });

  test('are quiet for one of the same name in another namespace', () => {
    const elsewhere = certManager('namespace="cert-manager",exported_namespace="risk"', { ready: false });
    evaluate(certificate, {}, { samples: elsewhere, fires: { '4h': [] } });
  });

  test('take times that are not set for what they are', () => {
    const unset = certManager(RELABELED, { renewal: 0, end: 0 });
    evaluate(certificate, {}, { samples: unset, fires: { '5m': [], '4h': [] } });
  });

  test('fire for one that is not ready for a while', () => {
    const samples = certManager(RELABELED, { ready: false, end: 9 * HOUR, renewal: 8 * HOUR });
    evaluate(certificate, {}, { samples, fires: { '14m': [], '16m': ['CertificateNotReady warning'] } });
  });

  test('ask for renewal by hand where cert-manager does not renew', () => {
    const samples = certManager(RELABELED, { renewal: 0 });
    evaluate(
      (chart) => certificate(chart, RenewalPolicy.DISABLED),
      {},
      {
        samples,
        fires: {
          '1h59m': [],
          '2h1m': ['CertificateRenewalDue warning'],
          '2h31m': ['CertificateRenewalDue warning', 'CertificateExpiresSoon critical'],
        },
      },
    );
  });

  test('fire where there are no metrics', () => {
    evaluate(certificate, {}, { samples: {}, fires: { '14m': [], '16m': ['CertManagerUnwatched warning'] } });
  });

  test('fire for an issuer that is not ready', () => {
    const samples = {
      ...certManager(RELABELED),
      'certmanager_clusterissuer_ready_status{name="payments-ca",condition="True"}': '0x300',
      'certmanager_clusterissuer_ready_status{name="payments-ca",condition="False"}': '1x300',
      'certmanager_clusterissuer_ready_status{name="other",condition="False"}': '1x300',
    };
    evaluate(certificate, {}, { samples, fires: { '16m': ['ClusterIssuerNotReady warning'] } });
  });

  test('fire for an authority that ends before what it issues', () => {
    const build = (chart: Chart): void => {
      const authority = new CertRotation(chart, 'ca', {
        issuer: Issuer.clusterIssuer('payments-ca'),
        usages: [CertificateUsage.CERT_SIGN],
        isCa: true,
        commonName: 'payments',
        duration: Duration.hours(9),
        renewBefore: Duration.hours(3),
        metadata: { name: 'leaf' },
      });
      const issuer = new Issuer(chart, 'issuer', { config: IssuerConfig.ca({ secretName: authority.secretName }) });
      new CertRotation(chart, 'issued', {
        issuer,
        usages: [CertificateUsage.SERVER_AUTH],
        dnsNames: ['ledger.example.com'],
        duration: Duration.hours(2),
      });
    };
    const samples = certManager(RELABELED, { end: 4 * HOUR, renewal: 9 * HOUR });
    evaluate(build, {}, { samples, fires: { '1h59m': [], '2h1m': ['CertificateAuthorityEndsFirst warning'] } });
  });

  test('fire for an authority elsewhere by what it left in the Secret', () => {
    const authority =
      'x509_cert_not_after{secret_namespace="payments",secret_name="leaf",secret_key="ca.crt",subject_CN="root"}';
    const own =
      'x509_cert_not_after{secret_namespace="payments",secret_name="leaf",secret_key="tls.crt",subject_CN="leaf"}';
    const samples = {
      ...certManager(RELABELED, { end: 9 * HOUR, renewal: 9 * HOUR }),
      [authority]: `${4 * HOUR}x300`,
      [own]: `${HOUR}x300`,
    };
    evaluate(certificate, {}, { samples, fires: { '59m': [], '1h1m': ['CertificateAuthorityEndsFirst warning'] } });
  });
});

const hop =
  (gateway: GatewayImplementation, names: readonly SubjectAltName[] = []) =>
  (chart: Chart) =>
    new BackendTlsPolicy(chart, 'hop', {
      gateway,
      targets: [Backend.serviceName('ledger')],
      server: { hostname: 'ledger.example.com', subjectAltNames: names },
      trust: TrustAnchors.configMap('roots'),
    });

const ROOT =
  'x509_cert_not_after{configmap_namespace="payments",configmap_name="roots",serial_number="1",subject_CN="root"}';
const ENVOY_GATEWAY = hop(new EnvoyGateway({ version: '1.9' }));
const ISTIO = hop(new Istio({ version: '1.30' }), [SubjectAltName.hostname('ledger.example.com')]);
const COUNTERS = [
  ['envoy_cluster_ssl_fail_verify_error', 'UpstreamServerUntrusted critical'],
  ['envoy_cluster_ssl_fail_verify_san', 'UpstreamServerNameMismatch critical'],
  ['envoy_cluster_ssl_connection_error', 'UpstreamHandshakeFailed critical'],
  [
    'envoy_cluster_client_ssl_socket_factory_upstream_context_secrets_not_ready',
    'UpstreamCertificatesMissing critical',
  ],
] as const;

/** Counters of Envoy that stand still, and the root, which ends in a year. */
function quiet(clusterLabel: string): Samples {
  const counters = COUNTERS.map(([name]) => [
    `${name}{namespace="gateways",pod="a",${clusterLabel}="ledger"}`,
    '7x300',
  ]);
  return { ...Object.fromEntries(counters), [ROOT]: `${365 * 24 * HOUR}x300` };
}

evaluated(`${reason}alerts on gateways`, () => {
  test.each([
    ['Envoy Gateway', ENVOY_GATEWAY, 'envoy_cluster_name'],
    ['Istio', ISTIO, 'cluster_name'],
  ])('of %s tell who refuses whom', (_, build, label) => {
    evaluate(build, {}, { samples: quiet(label), fires: { '2h': [] } });
    for (const [name, alert] of COUNTERS) {
      const moving = { [`${name}{namespace="gateways",pod="a",${label}="ledger"}`]: '7+1x300' };
      evaluate(build, {}, { samples: { ...quiet(label), ...moving }, fires: { '5m': [], '8m': [alert] } });
    }
  });

  test('are quiet when a proxy restarts', () => {
    const restarted = {
      'envoy_cluster_ssl_connection_error{namespace="gateways",pod="a",envoy_cluster_name="ledger"}': '7x20 0x280',
    };
    const samples = { ...quiet('envoy_cluster_name'), ...restarted };
    evaluate(ENVOY_GATEWAY, {}, { samples, fires: { '10m': [], '22m': [], '2h': [] } });
  });

  test('fire before the first certificate ends', () => {
    const days = { 'envoy_server_days_until_first_cert_expiring{pod="a"}': '8x10 6x290' };
    const samples = { ...quiet('envoy_cluster_name'), ...days };
    evaluate(ENVOY_GATEWAY, {}, { samples, fires: { '10m': [], '17m': ['GatewayCertificateExpiresSoon warning'] } });
  });

  test('fire where there are no metrics', () => {
    evaluate(
      ENVOY_GATEWAY,
      {},
      {
        samples: {},
        fires: { '59m': [], '61m': ['GatewayUnwatched warning', 'TrustAnchorsUnwatched warning'] },
      },
    );
  });

  test('of Kong tell of objects and of requests', () => {
    const build = hop(new KongOperator({ version: '2.2.3' }));
    const well = {
      'ingress_controller_translation_broken_resource_count{instance_id="a"}': '0x300',
      'ingress_controller_configuration_push_broken_resource_count{dataplane="a"}': '0x300',
      'kong_http_requests_total{namespace="kong",service="ledger",code="502",source="service"}': '0+1x300',
      'kong_http_requests_total{namespace="kong",service="ledger",code="502",source="kong"}': '7x300',
      [ROOT]: `${365 * 24 * HOUR}x300`,
    };
    const cases = [
      [{}, []],
      [
        { 'ingress_controller_translation_broken_resource_count{instance_id="a"}': '1x300' },
        ['GatewayObjectsDropped warning'],
      ],
      [
        { 'ingress_controller_configuration_push_broken_resource_count{dataplane="a"}': '2x300' },
        ['GatewayObjectsRefused warning'],
      ],
      [
        { 'kong_http_requests_total{namespace="kong",service="ledger",code="502",source="kong"}': '7+1x300' },
        ['GatewayRequestsFailed warning'],
      ],
    ] as const;
    for (const [changed, fires] of cases) {
      evaluate(build, {}, { samples: { ...well, ...changed }, fires: { '2h': fires } });
    }
  });
});

evaluated(`${reason}alerts on roots`, () => {
  const [retired] = parseCertificates(exampleRoot('risk'));
  const serial = BigInt(`0x${retired?.serialNumber}`);
  const props = { retiredRoots: [{ roots: TrustAnchors.pem(exampleRoot('risk')), by: new Date(2 * HOUR * 1_000) }] };
  const place = 'configmap_namespace="payments",configmap_name="roots",secret_key=""';
  const well = quiet('envoy_cluster_name');

  test('fire for an old root that is still there after its day', () => {
    const old = {
      [`x509_cert_not_after{${place},serial_number="${serial}",subject_CN="any"}`]: `${365 * 24 * HOUR}x300`,
    };
    const fires = { '1h59m': [], '2h1m': ['RetiredRootStillTrusted warning'] };
    evaluate(ENVOY_GATEWAY, props, { samples: { ...well, ...old }, fires });
  });

  test('are quiet about the certificate in the Secret of the old authority, and about other roots', () => {
    const own = `x509_cert_not_after{secret_name="old-ca",secret_key="tls.crt",serial_number="${serial}"}`;
    const other = `x509_cert_not_after{${place},serial_number="${serial + 1n}"}`;
    const samples = { ...well, [own]: `${365 * 24 * HOUR}x300`, [other]: `${365 * 24 * HOUR}x300` };
    evaluate(ENVOY_GATEWAY, props, { samples, fires: { '3h': [] } });
  });

  test('fire before a root ends that somebody trusts, and louder near its end', () => {
    const rootLead = Duration.hours(3);
    const samples = { ...well, [ROOT]: `${4 * HOUR}x300` };
    evaluate(
      ENVOY_GATEWAY,
      { rootLead },
      {
        samples,
        fires: {
          '59m': [],
          '1h1m': ['TrustAnchorExpiresSoon warning'],
          '3h1m': ['TrustAnchorExpiresSoon warning', 'TrustAnchorExpiresSoon critical'],
        },
      },
    );
  });
});
