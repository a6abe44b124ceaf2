import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { ConfigMap, Secret, Service } from 'cdk8s-plus-28';
import {
  Backend,
  ClientCertificate,
  EnvoyGateway,
  type Finding,
  TrustAnchors,
  UpstreamMtls,
  type UpstreamMtlsProps,
  UpstreamTls,
} from '../../src';

const PEM = readFileSync(join(__dirname, '../../examples/pki/payments-root.pem'), 'utf8');
const VERIFIES = 'upstream-tls.dev/verifies-clients-of';
const REASON =
  'without this annotation a rotation cannot be proven, since nothing says which clients the backend accepts';

function payments(): Chart {
  return new Chart(new App(), 'c', { namespace: 'payments' });
}

function mtls(chart: Chart, clientTrust: TrustAnchors, name = 'ledger', props: Partial<UpstreamMtlsProps> = {}) {
  const service = new Service(chart, name, { metadata: { name }, ports: [{ name: 'https', port: 8443 }] });
  return new UpstreamMtls(chart, `${name}-mtls`, {
    gateway: new EnvoyGateway({ version: '1.9', name: 'edge', namespace: 'gateways' }),
    backend: Backend.service(service, { port: 'https' }),
    server: { hostname: `${name}.payments.svc` },
    trust: TrustAnchors.pem(PEM),
    client: ClientCertificate.secret('edge-client'),
    clientTrust,
    ...props,
  });
}

function bundleIn(chart: Chart): ApiObject {
  return new ApiObject(chart, 'bundle', {
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'client-roots' },
    spec: {},
  });
}

function changesAskedIn(chart: Chart): readonly Pick<Finding, 'constructPath' | 'fix' | 'message' | 'severity'>[] {
  return UpstreamTls.of(chart)
    .check()
    .findings.filter(({ rule, message }) => rule === 'references/manual-change' && message.includes('rotation'))
    .map(({ constructPath, severity, message, fix }) => ({ constructPath, severity, message, fix }));
}

describe('the roots under which a backend accepts clients', () => {
  test.each<
    [string, (chart: Chart) => { readonly object: ConfigMap | Secret | ApiObject; readonly trust: TrustAnchors }]
  >([
    [
      'a ConfigMap',
      (chart) => {
        const object = new ConfigMap(chart, 'roots', { data: { 'ca.crt': PEM } });
        return { object, trust: TrustAnchors.configMap(object) };
      },
    ],
    [
      'a Secret',
      (chart) => {
        const object = new Secret(chart, 'roots', { stringData: { 'ca.crt': PEM } });
        return { object, trust: TrustAnchors.secret(object) };
      },
    ],
    [
      'a Bundle',
      (chart) => {
        const object = bundleIn(chart);
        return { object, trust: TrustAnchors.bundle(object) };
      },
    ],
  ])('are marked on %s of the app, for each backend that reads it', (_, create) => {
    const chart = payments();
    const { object, trust } = create(chart);
    const { node } = mtls(chart, trust);
    expect(node.children.map(({ node: { id } }) => id)).not.toContain('ClientTrust');
    mtls(chart, trust, 'accounts');
    expect(object.metadata.toJson().annotations).toEqual({ [VERIFIES]: 'accounts:https,ledger:https' });
    expect(changesAskedIn(chart)).toEqual([]);
  });

  test('are marked on each of several objects', () => {
    const chart = payments();
    const bundle = bundleIn(chart);
    const old = new ConfigMap(chart, 'old', { data: { 'ca.crt': PEM } });
    mtls(chart, TrustAnchors.anyOf(TrustAnchors.bundle(bundle), TrustAnchors.configMap(old)));
    for (const { metadata } of [bundle, old]) {
      expect(metadata.toJson().annotations).toEqual({ [VERIFIES]: 'ledger:https' });
    }
  });

  test('are in no ConfigMap of ours where something else holds them', () => {
    const construct = mtls(payments(), TrustAnchors.configMap('roots'));
    expect(() => construct.clientTrustConfigMap).toThrow(
      new Error(
        'UpstreamMtls "ledger-mtls" [c/ledger-mtls]: the roots of clientTrust are not PEM text, so this construct writes no ConfigMap with them; read them where they are, or give them to clientTrust by TrustAnchors.pem(...) (schema/invalid-value)',
      ),
    );
  });

  test('are written to a ConfigMap where they are PEM text', () => {
    const chart = payments();
    const { clientTrustConfigMap } = mtls(chart, TrustAnchors.pem(PEM));
    const configMap = chart.toJson().find(({ metadata }) => metadata.name === clientTrustConfigMap);
    expect(configMap).toMatchObject({
      kind: 'ConfigMap',
      metadata: { namespace: 'payments', annotations: { [VERIFIES]: 'ledger:https' } },
      data: { 'ca.crt': PEM },
    });
  });

  test.each([
    ['ConfigMap payments/roots', TrustAnchors.configMap('roots')],
    ['Secret payments/roots', TrustAnchors.secret('roots', { namespace: 'payments' })],
    ['Bundle roots', TrustAnchors.bundle('roots')],
  ])('are asked for on %s that was given by name', (subject, trust) => {
    const chart = payments();
    mtls(chart, trust);
    expect(changesAskedIn(chart)).toEqual([
      {
        constructPath: 'c/ledger-mtls',
        severity: 'warning',
        message: `${subject} is not in this app and needs a change: ${REASON}`,
        fix: `annotate ${subject} with ${VERIFIES}: "ledger:https"`,
      },
    ]);
  });

  test('are asked for no more where the object of the app says so', () => {
    const chart = payments();
    const annotations = { [VERIFIES]: 'ledger:https, accounts' };
    new ConfigMap(chart, 'roots', { data: { 'ca.crt': PEM }, metadata: { name: 'roots', annotations } });
    mtls(chart, TrustAnchors.configMap('roots'));
    expect(changesAskedIn(chart)).toEqual([]);
    mtls(chart, TrustAnchors.configMap('roots'), 'accounts');
    expect(changesAskedIn(chart).map(({ message, fix }) => [message, fix])).toEqual([
      [
        `ConfigMap payments/roots was not handed to this construct and needs a change: ${REASON}`,
        `annotate ConfigMap payments/roots with ${VERIFIES}: "ledger:https,accounts,accounts:https"`,
      ],
    ]);
  });

  test.each<[string, TrustAnchors, Partial<UpstreamMtlsProps>, string]>([
    [
      'the roots of the system',
      TrustAnchors.system(),
      {},
      'clientTrust is the system roots, so that any public authority could vouch for a client; give the roots that the backend is configured with (schema/invalid-value)',
    ],
    [
      'a ClusterTrustBundle',
      TrustAnchors.clusterTrustBundle('roots'),
      {},
      'clientTrust is ClusterTrustBundle roots; ConfigMaps, Secrets and trust-manager Bundles can be marked; give the roots themselves: TrustAnchors.pem(...) (schema/invalid-value)',
    ],
    [
      'a ConfigMap of another namespace',
      TrustAnchors.configMap('roots', { namespace: 'risk' }),
      {},
      'the object of clientTrust, ConfigMap roots, stands in namespace risk, and the pods behind Service payments/ledger cannot read it there; put it into namespace payments (references/missing-object)',
    ],
    [
      'a backend outside the cluster',
      TrustAnchors.pem(PEM),
      { backend: Backend.external('api.bank.example', 443) },
      'the ConfigMap of clientTrust is tied to backend api.bank.example:443, which is no Service of the cluster; leave it out: what such a host presents and accepts is not in the manifests (schema/invalid-value)',
    ],
  ])('are refused: %s', (_, trust, props, message) => {
    expect(() => mtls(payments(), trust, 'ledger', props)).toThrow(
      new Error(`UpstreamMtls "ledger-mtls" [c/ledger-mtls]: ${message}`),
    );
  });
});
