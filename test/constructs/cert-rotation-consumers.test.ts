import { ApiObject, App, Chart } from 'cdk8s';
import { DaemonSet, Deployment, Service, StatefulSet } from 'cdk8s-plus-28';
import { Backend } from '../../src/constructs/backend';
import { CertRotation, type CertRotationProps } from '../../src/constructs/cert-rotation';
import { CertificateUsage } from '../../src/constructs/certificate-usage';
import { Issuer } from '../../src/constructs/issuer';
import { RestartedWorkload, WorkloadKind } from '../../src/constructs/restarted-workload';
import { TrustAnchors } from '../../src/constructs/trust-anchors';
import { UpstreamMtls } from '../../src/constructs/upstream-mtls';
import { UpstreamTls } from '../../src/constructs/upstream-tls';
import { KongIngressController } from '../../src/gateways/kong-ingress-controller/kong-ingress-controller';
import { Refusal } from '../../src/gateways/refusal';
import type { Finding } from '../../src/manifests/finding';

function chartIn(namespace?: string): Chart {
  return new Chart(new App(), 'c', { namespace });
}

function serviceIn(chart: Chart, name = 'ledger'): Service {
  return new Service(chart, name, { metadata: { name }, ports: [{ name: 'https', port: 8443 }] });
}

function rotation(chart: Chart, props: Partial<CertRotationProps> = {}, id = 'server'): CertRotation {
  return new CertRotation(chart, id, {
    issuer: Issuer.clusterIssuer('payments-ca'),
    usages: [CertificateUsage.SERVER_AUTH],
    dnsNames: ['ledger.payments.svc'],
    secretName: 'ledger-tls',
    ...props,
  });
}

function certificateIn(chart: Chart) {
  return chart.toJson().find(({ kind }) => kind === 'Certificate');
}

function changesAskedIn(chart: Chart): readonly Finding[] {
  return UpstreamTls.of(chart)
    .check()
    .findings.filter(({ rule }) => rule === 'references/manual-change');
}

describe('the backends that present the certificate', () => {
  test('are named on the Certificate, and by its template on the Secret', () => {
    const chart = chartIn('payments');
    rotation(chart, { serves: [Backend.service(serviceIn(chart), { port: 'https' })] });
    expect(certificateIn(chart)).toMatchObject({
      metadata: { annotations: { 'upstream-tls.dev/serves': 'ledger:https' } },
      spec: { secretTemplate: { annotations: { 'upstream-tls.dev/serves': 'ledger:https' } } },
    });
  });

  test('may be several, in whatever order, and on all ports', () => {
    const chart = chartIn('payments');
    const [ledger, headless] = [serviceIn(chart), serviceIn(chart, 'ledger-headless')].map((service) =>
      Backend.service(service),
    );
    rotation(chart, { serves: [headless, ledger, headless] as Backend[], secretAnnotations: { 'example.com/a': 'b' } });
    expect(certificateIn(chart)?.spec.secretTemplate.annotations).toEqual({
      'example.com/a': 'b',
      'upstream-tls.dev/serves': 'ledger,ledger-headless',
    });
  });

  test('may be Services that are not in the app, in the namespace of the chart', () => {
    const chart = chartIn('payments');
    rotation(chart, { serves: [Backend.serviceName('ledger', { portNumber: 8443 })] });
    expect(certificateIn(chart)?.metadata.annotations).toEqual({ 'upstream-tls.dev/serves': 'ledger' });
  });

  test('leave no trace where none is given', () => {
    const chart = chartIn('payments');
    rotation(chart, { serves: [] });
    expect(certificateIn(chart)).not.toHaveProperty('metadata.annotations');
    expect(certificateIn(chart)).not.toHaveProperty('spec.secretTemplate');
  });

  test.each<[string, Partial<CertRotationProps>, string]>([
    [
      'of another namespace',
      { serves: [Backend.serviceName('ledger', { namespace: 'risk' })] },
      'the Certificate stands in namespace payments, and the pods behind Service risk/ledger cannot read it there; put it into namespace risk (references/missing-object)',
    ],
    [
      'outside the cluster',
      { serves: [Backend.external('api.bank.example', 443)] },
      'the Certificate is tied to backend api.bank.example:443, which is no Service of the cluster; leave it out: what such a host presents and accepts is not in the manifests (schema/invalid-value)',
    ],
    [
      'that would present a certificate of a client',
      { serves: [Backend.serviceName('ledger')], usages: [CertificateUsage.CLIENT_AUTH] },
      'the certificate is for digital signature, client auth; a backend that presents it needs server auth; add CertificateUsage.SERVER_AUTH to its usages (trust/eku-mismatch)',
    ],
    [
      'beside another one that the metadata name',
      {
        serves: [Backend.serviceName('ledger')],
        metadata: { annotations: { 'upstream-tls.dev/serves': 'statements' } },
      },
      'the Certificate already has annotation upstream-tls.dev/serves: "statements"; "ledger" is needed; remove the annotation from the Certificate (manifests/duplicate-object)',
    ],
    [
      'beside another one that secretAnnotations name',
      {
        serves: [Backend.serviceName('ledger')],
        secretAnnotations: { 'upstream-tls.dev/serves': 'statements' },
      },
      'secretAnnotations has upstream-tls.dev/serves: "statements", and serves says "ledger"; drop upstream-tls.dev/serves from secretAnnotations (manifests/duplicate-object)',
    ],
  ])('are refused %s', (_, props, message) => {
    expect(() => rotation(chartIn('payments'), props)).toThrow(
      new Error(`CertRotation "server" [c/server]: ${message}`),
    );
  });
});

describe('workloads that are restarted', () => {
  const containers = [{ image: 'registry.example.com/ledger@sha256:00' }];
  const SPEC = {
    selector: { matchLabels: { app: 'ledger' } },
    template: { spec: { containers: [{ name: 'ledger' }] } },
  };
  const RELOAD = 'secret.reloader.stakater.com/reload';

  test.each([
    ['Deployment', (chart: Chart) => new Deployment(chart, 'ledger', { containers })],
    [
      'StatefulSet',
      (chart: Chart) => new StatefulSet(chart, 'ledger', { containers, service: serviceIn(chart, 'set') }),
    ],
    ['DaemonSet', (chart: Chart) => new DaemonSet(chart, 'ledger', { containers })],
    [
      'Deployment',
      (chart: Chart) => new ApiObject(chart, 'ledger', { apiVersion: 'apps/v1', kind: 'Deployment', spec: SPEC }),
    ],
  ])('a %s of the app is annotated for Reloader', (kind, create) => {
    const chart = chartIn('payments');
    const workload = create(chart);
    rotation(chart, { restarts: [RestartedWorkload.byReloader(workload)] });
    expect(chart.toJson().find((object) => object.kind === kind)?.metadata.annotations).toEqual({
      [RELOAD]: 'ledger-tls',
    });
    expect(changesAskedIn(chart)).toEqual([]);
  });

  test('a workload may wait for several Secrets, and keeps those that it waited for', () => {
    const chart = chartIn('payments');
    const deployment = new Deployment(chart, 'ledger', {
      containers,
      metadata: { annotations: { [RELOAD]: 'database, ledger-tls' } },
    });
    const workload = RestartedWorkload.byReloader(deployment);
    rotation(chart, { restarts: [workload] });
    rotation(chart, { restarts: [workload], secretName: 'admin-tls' }, 'admin');
    expect(deployment.metadata.toJson().annotations[RELOAD]).toBe('admin-tls,database,ledger-tls');
  });

  test('a workload that is not in the app is asked for', () => {
    const chart = chartIn('payments');
    const options = { kind: WorkloadKind.STATEFUL_SET, namespace: 'payments' };
    rotation(chart, { restarts: [RestartedWorkload.byReloaderName('ledger', options)] });
    expect(changesAskedIn(chart)).toEqual([
      {
        rule: 'references/manual-change',
        severity: 'warning',
        path: '',
        constructPath: 'c/server',
        message:
          'StatefulSet payments/ledger is not in this app and needs a change: without this annotation its pods keep the certificate of Secret ledger-tls that they started with',
        fix: 'annotate StatefulSet payments/ledger with secret.reloader.stakater.com/reload: "ledger-tls"',
      },
    ]);
  });

  test.each([
    [
      'database',
      ['annotate Deployment payments/ledger with secret.reloader.stakater.com/reload: "database,ledger-tls"'],
    ],
    ['database, ledger-tls', []],
  ])('a workload of the app that was not handed over and lists %j is asked for what it lacks', (listed, fixes) => {
    const chart = chartIn('payments');
    new ApiObject(chart, 'ledger', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'ledger', annotations: { [RELOAD]: listed } },
    });
    rotation(chart, { restarts: [RestartedWorkload.byReloaderName('ledger')] });
    expect(changesAskedIn(chart).map(({ fix }) => fix)).toEqual(fixes);
  });

  test('a workload of another namespace cannot read the Secret', () => {
    const workload = RestartedWorkload.byReloaderName('ledger', { namespace: 'risk' });
    expect(() => rotation(chartIn('payments'), { restarts: [workload] })).toThrow(
      new Error(
        'CertRotation "server" [c/server]: Deployment risk/ledger cannot mount Secret payments/ledger-tls: pods mount Secrets of their own namespace only; put the CertRotation into namespace risk (references/missing-object)',
      ),
    );
  });

  test.each([
    ['Service', 'v1'],
    ['CronJob', 'batch/v1'],
    ['Deployment', 'example.com/v1'],
  ])('a %s of %s is none', (kind, apiVersion) => {
    const object = new ApiObject(chartIn(), 'object', { apiVersion, kind });
    expect(() => RestartedWorkload.byReloader(object)).toThrow(
      new Refusal({
        rule: 'schema/invalid-value',
        message: `${apiVersion} ${kind} "${object.name}" is no workload that is restarted; Deployment, StatefulSet, DaemonSet are allowed`,
        fix: 'give the workload that reads the Secret',
      }),
    );
  });

  test('a name that no workload can have is refused', () => {
    expect(() => RestartedWorkload.byReloaderName('Ledger')).toThrow('"Ledger" is not a valid Deployment name');
  });
});

test('an app is told what its gateways leave to be done after a renewal, and which pods go on with the old certificate', () => {
  // GIVEN
  const chart = chartIn('payments');
  const service = serviceIn(chart);
  const container = { name: 'ledger', volumeMounts: [{ name: 'tls', mountPath: '/tls.crt', subPath: 'tls.crt' }] };
  new ApiObject(chart, 'pods', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'ledger' },
    spec: {
      selector: { matchLabels: { app: 'ledger' } },
      template: {
        metadata: { labels: { app: 'ledger' } },
        spec: { containers: [container], volumes: [{ name: 'tls', secret: { secretName: 'ledger-tls' } }] },
      },
    },
  });
  rotation(chart);
  // WHEN
  new UpstreamMtls(chart, 'mtls', {
    gateway: new KongIngressController({ version: '3.5.13' }),
    backend: Backend.service(service, { port: 'https' }),
    server: { hostname: 'ledger.payments.svc' },
    trust: TrustAnchors.configMap('roots'),
    client: rotation(chart, { usages: [CertificateUsage.CLIENT_AUTH], secretName: 'edge-tls' }, 'client'),
  });
  // THEN
  const { findings } = UpstreamTls.of(chart).check();
  const told = findings.filter(({ rule }) => rule.startsWith('cert-manager/'));
  expect(told.map(({ severity, rule, constructPath }) => [severity, rule, constructPath])).toEqual([
    ['info', 'cert-manager/renewal-pickup', 'c/client/Resource'],
    ['warning', 'cert-manager/renewed-secret-read-once', 'c/pods'],
  ]);
});
