import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Duration, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
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
  RenewalPolicy,
  SubjectAltName,
  TrustAnchors,
  UpstreamTlsAlerts,
  type UpstreamTlsAlertsProps,
} from '../../src';

/** An item of `spec.groups[].rules[]`. */
export interface WrittenAlert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface WrittenGroup {
  readonly name: string;
  readonly rules: readonly WrittenAlert[];
}

/** The groups of alerts on what is built into a chart of namespace payments. */
export function groupsOn(
  build: (chart: Chart) => unknown,
  props: Partial<UpstreamTlsAlertsProps> = {},
): readonly WrittenGroup[] {
  const chart = new Chart(Testing.app(), 'payments', { namespace: 'payments' });
  build(chart);
  return groupsOf(chart, new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart], ...props }));
}

/** The groups that a construct writes. */
export function groupsOf(chart: Chart, alerts: Construct): readonly WrittenGroup[] {
  const rule = Testing.synth(chart).find(
    ({ kind, metadata }) => kind === 'PrometheusRule' && metadata.name === (alerts as UpstreamTlsAlerts).name,
  );
  return rule.spec.groups;
}

/** All alerts of some groups. */
export function alertsOf(groups: readonly WrittenGroup[]): readonly WrittenAlert[] {
  return groups.flatMap(({ rules }) => rules);
}

export function exampleRoot(team: 'payments' | 'risk'): string {
  return readFileSync(join(__dirname, '../../examples/pki', `${team}-root.pem`), 'utf8');
}

/** Where the Gateway of the tests stands. */
export const AT = { name: 'edge', namespace: 'gateways' };
export const ENVOY_GATEWAY = new EnvoyGateway({ version: '1.9', ...AT });

/** A chart of namespace payments. */
export function payments(): Chart {
  return new Chart(Testing.app(), 'payments', { namespace: 'payments' });
}

/** A client certificate by its lifetime and its lead in days. */
export function leaf(scope: Chart, name: string, days: number, renewBefore = days / 3): CertRotation {
  return new CertRotation(scope, name, {
    issuer: Issuer.clusterIssuer('payments-ca'),
    usages: [CertificateUsage.CLIENT_AUTH],
    dnsNames: [`${name}.example.com`],
    duration: Duration.days(days),
    renewBefore: Duration.hours(renewBefore * 24),
    metadata: { name },
  });
}

/** One-way TLS from a gateway to a Service. */
export function policy(scope: Chart, gateway: GatewayImplementation): BackendTlsPolicy {
  return new BackendTlsPolicy(scope, 'hop', {
    gateway,
    targets: [Backend.serviceName('ledger')],
    server: {
      hostname: 'ledger.example.com',
      subjectAltNames: gateway instanceof Istio ? [SubjectAltName.hostname('ledger.example.com')] : [],
    },
    trust: TrustAnchors.pem(exampleRoot('payments')),
  });
}

/** All there is to watch, on one gateway. */
export function everything(gateway: GatewayImplementation) {
  return (chart: Chart): void => {
    const root = new CertRotation(chart, 'ca', {
      issuer: Issuer.clusterIssuer('self-signed'),
      usages: [CertificateUsage.CERT_SIGN],
      isCa: true,
      commonName: 'payments',
    });
    const issuer = new Issuer(chart, 'issuer', { config: IssuerConfig.ca({ secretName: root.secretName }) });
    leaf(chart, 'client', 30);
    new CertRotation(chart, 'server', {
      issuer,
      usages: [CertificateUsage.SERVER_AUTH],
      dnsNames: ['ledger.example.com'],
      renewalPolicy: RenewalPolicy.DISABLED,
    });
    policy(chart, gateway);
  };
}

/** The one alert of a name. */
export function only(written: readonly WrittenAlert[], name: string): WrittenAlert {
  const found = written.filter(({ alert }) => alert === name);
  expect(found).toHaveLength(1);
  return found[0] as WrittenAlert;
}

export const RETIRED = { roots: TrustAnchors.pem(exampleRoot('risk')), by: new Date('2027-01-01T00:00:00Z') };
