import { App, Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { rootOf } from '../../examples/platform';
import {
  Apisix,
  Backend,
  BackendTlsPolicy,
  ClientCertificate,
  type GatewayImplementation,
  HaproxyKubernetesIngress,
  UpstreamMtls,
  UpstreamTls,
  ValidationError,
} from '../../src';

const SERVER = { hostname: 'ledger.example.com' };

function chartWithLedger(): { readonly chart: Chart; readonly service: Service; readonly backend: Backend } {
  const chart = new Chart(new App(), 'c', { namespace: 'payments' });
  const service = new Service(chart, 'ledger', {
    metadata: { name: 'ledger' },
    ports: [{ name: 'https', port: 8443 }],
  });
  return { chart, service, backend: Backend.service(service, { port: 'https' }) };
}

function mutual(gateway: GatewayImplementation): Chart {
  const { chart, backend } = chartWithLedger();
  const client = ClientCertificate.secret('edge-client');
  new UpstreamMtls(chart, 'mtls', { gateway, backend, server: SERVER, trust: rootOf('payments'), client });
  return chart;
}

describe('a gateway that does not verify, where that is accepted with a reason', () => {
  test('HAProxy: the Service carries the annotations and the reason, and the finding is silenced', () => {
    const { chart, service, backend } = chartWithLedger();
    const gateway = new HaproxyKubernetesIngress({ version: '3.2.11', unverifiedNameReason: 'one root per service' });
    const policy = new BackendTlsPolicy(chart, 'tls', {
      gateway,
      targets: [backend],
      server: SERVER,
      trust: rootOf('payments'),
    });
    expect(service.metadata.toJson().annotations).toEqual({
      'haproxy.org/server-ca': expect.stringMatching(/^payments\/c-tls-cacertificates-[0-9a-f]+$/),
      'haproxy.org/server-ssl': 'true',
      'upstream-tls.dev/ignore': 'haproxy/no-name-check: one root per service',
    });
    const { findings, suppressed } = UpstreamTls.of(chart).check();
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(suppressed.map(({ rule }) => rule)).toEqual(['haproxy/no-name-check']);
    expect(() => policy.resource).toThrow(ValidationError);
  });

  test('APISIX: the ApisixUpstream carries the reason, and the finding is silenced', () => {
    const chart = mutual(new Apisix({ version: '2.2.0', unverifiedServerReason: 'the network is encrypted' }));
    const { findings, suppressed } = UpstreamTls.of(chart).check();
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'apisix/no-verification', severity: 'warning' }));
    expect(suppressed.map(({ rule }) => rule)).toEqual(['apisix/no-verification']);
  });

  test.each([
    ['apisix/no-verification', new Apisix({ version: '2.2.0' })],
    ['haproxy/no-name-check', new HaproxyKubernetesIngress({ version: '3.2.11' })],
  ])('without a reason it is refused by %s', (rule, gateway) => {
    expect(() => mutual(gateway)).toThrow(expect.objectContaining({ rule }));
  });
});
