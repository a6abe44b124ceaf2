import { ApiObject, App, Chart, Duration } from 'cdk8s';
import { Backend } from '../../src/constructs/backend';
import { BackendTlsPolicy } from '../../src/constructs/backend-tls-policy';
import { CaDistribution } from '../../src/constructs/ca-distribution';
import { CaRotation, type CaRotationProps } from '../../src/constructs/ca-rotation';
import { CaRotationPhase } from '../../src/constructs/ca-rotation-phase';
import { CertRotation } from '../../src/constructs/cert-rotation';
import { CertificateUsage } from '../../src/constructs/certificate-usage';
import { GitOpsOrdering } from '../../src/constructs/git-ops-ordering';
import { Issuer } from '../../src/constructs/issuer';
import { IssuerConfig } from '../../src/constructs/issuer-config';
import type { IIssuerRef } from '../../src/constructs/issuer-ref';
import { manifestsOf, UpstreamTls } from '../../src/constructs/upstream-tls';
import { Cilium } from '../../src/gateways/cilium/cilium';
import { EnvoyGateway } from '../../src/gateways/envoy-gateway/envoy-gateway';
import { Istio } from '../../src/gateways/istio/istio';
import { KongIngressController } from '../../src/gateways/kong-ingress-controller/kong-ingress-controller';
import { NginxGatewayFabric } from '../../src/gateways/nginx-gateway-fabric/nginx-gateway-fabric';
import { Traefik } from '../../src/gateways/traefik/traefik';
import { bundleHealth } from '../../src/gitops/bundle-health';
import { certificateHealth } from '../../src/gitops/certificate-health';
import { crossSign } from '../trust/pki';
import { newRoot, oldRoot, sha256Of } from './_rotating-platform';

const { PREPARE, ACTIVATE, RETIRE } = CaRotationPhase;
const OLD = Issuer.clusterIssuer('payments-2025');
const NEW = Issuer.clusterIssuer('payments-2026');

function rotate(props: Partial<CaRotationProps>) {
  const app = new App();
  const chart = new Chart(app, 'payments', { namespace: 'payments' });
  const rotation = new CaRotation(chart, 'ca', {
    oldCa: { certificate: oldRoot.pem, sha256: sha256Of(oldRoot), issuer: OLD },
    newCa: { certificate: newRoot.pem, sha256: sha256Of(newRoot), issuer: NEW },
    ...props,
  });
  return { app, chart, rotation };
}

function certificate(chart: Chart, id: string, issuer: IIssuerRef, usage = CertificateUsage.SERVER_AUTH): CertRotation {
  return new CertRotation(chart, id, { issuer, usages: [usage], dnsNames: [`${id}.example.com`] });
}

function waveOf(object: ApiObject): string | undefined {
  return object.toJson().metadata?.annotations?.['argocd.argoproj.io/sync-wave'];
}

function findingsIn(app: App) {
  return UpstreamTls.of(app)
    .check()
    .findings.filter(({ severity }) => severity !== 'info');
}

const bundles = (more: object = {}) => CaDistribution.bundle({ name: 'roots', namespaces: ['payments'], ...more });

describe('trust and issuer follow the phase', () => {
  test.each([
    [undefined, [oldRoot], OLD],
    [PREPARE, [oldRoot, newRoot], OLD],
    [ACTIVATE, [oldRoot, newRoot], NEW],
    [RETIRE, [newRoot], NEW],
  ])('%s, with roots that are written where they are used', (phase, roots, issuer) => {
    const { rotation, app } = rotate({ phase });

    expect(rotation.trust.intent.certificates.map(({ pem }) => pem)).toEqual(roots.map(({ pem }) => pem));
    expect(rotation.issuer).toBe(issuer);
    expect(manifestsOf(app)).toEqual([]);
  });

  test.each([
    [undefined, [oldRoot]],
    [PREPARE, [oldRoot, newRoot]],
    [ACTIVATE, [oldRoot, newRoot]],
    [RETIRE, [newRoot]],
  ])('%s, with a Bundle', (phase, roots) => {
    const { rotation, app } = rotate({ phase, distribution: bundles() });

    expect(manifestsOf(app).map(({ body }) => body)).toEqual([
      {
        apiVersion: 'trust.cert-manager.io/v1alpha1',
        kind: 'Bundle',
        metadata: { name: 'roots' },
        spec: {
          sources: roots.map(({ pem }) => ({ inLine: pem })),
          target: {
            configMap: { key: 'ca.crt' },
            namespaceSelector: {
              matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['payments'] }],
            },
          },
        },
      },
    ]);
    expect(rotation.trust.intent.references).toEqual([{ kind: 'ConfigMap', name: 'roots', source: 'Bundle' }]);
    expect(findingsIn(app)).toEqual([]);
  });

  test.each([
    [undefined, [oldRoot]],
    [PREPARE, [crossSign(oldRoot, newRoot), newRoot]],
    [ACTIVATE, [crossSign(oldRoot, newRoot), newRoot]],
    [RETIRE, [newRoot]],
  ])('%s, where the CAs vouch for each other', (phase, roots) => {
    const oldByNew = roots.length === 2 ? (roots[0] ?? oldRoot).pem : crossSign(oldRoot, newRoot).pem;
    const { rotation } = rotate({ phase, crossCertificates: { newByOld: crossSign(newRoot, oldRoot).pem, oldByNew } });

    expect(rotation.trust.intent.certificates.map(({ pem }) => pem)).toEqual(roots.map(({ pem }) => pem));
  });
});

test('with cross certificates it is said what must be sent with each certificate', () => {
  const { app } = rotate({ crossCertificates: { newByOld: crossSign(newRoot, oldRoot).pem } });

  const said = UpstreamTls.of(app)
    .check()
    .findings.filter(({ rule }) => rule === 'rotation/anchor-not-distributed');

  expect(said).toMatchObject([
    {
      rule: 'rotation/anchor-not-distributed',
      severity: 'info',
      message:
        'without PREPARE, each certificate that ClusterIssuer payments-2026 issues must be sent with the cross certificate newByOld, or those who trust the old CA alone refuse it',
    },
  ]);
});

describe('whether a gateway can trust both CAs', () => {
  test.each([
    [new Cilium({ version: '1.20' }), ['Cilium 1.20: whether it reads both CAs of one object is unknown']],
    [new EnvoyGateway({ version: '1.9' }), []],
    [new Istio({ version: '1.30' }), []],
    [new KongIngressController({ version: '3.5.13' }), []],
    [new NginxGatewayFabric({ version: '2.6' }), []],
    [new Traefik({ version: '3.7' }), []],
  ])('%s: what is not known is said', (gateway, messages) => {
    const { app } = rotate({ gateways: [gateway] });
    const unknown = UpstreamTls.of(app)
      .check()
      .findings.filter(({ rule }) => rule === 'gateway-api/capability-unknown');

    expect(unknown.map(({ message }) => message)).toEqual(messages.map((message) => expect.stringContaining(message)));
  });
});

describe('under which CA an issuer issues', () => {
  const ANNOTATION = 'upstream-tls.dev/issues-under';
  const props = (issuer: IIssuerRef) => ({
    newCa: { certificate: newRoot.pem, sha256: sha256Of(newRoot), issuer },
  });

  function unsaid(app: App) {
    return UpstreamTls.of(app)
      .check()
      .findings.filter(({ rule }) => rule === 'references/manual-change')
      .map(({ severity, message, fix }) => ({ severity, message, fix }));
  }

  test('is written on an issuer of the app', () => {
    const app = new App();
    const issuer = new Issuer(new Chart(app, 'issuers', { namespace: 'payments' }), 'new', {
      config: IssuerConfig.ca({ secretName: 'new' }),
    });
    new CaRotation(new Chart(app, 'payments', { namespace: 'payments' }), 'ca', {
      oldCa: { certificate: oldRoot.pem, sha256: sha256Of(oldRoot), issuer: OLD },
      ...props(issuer),
    });

    expect(ApiObject.of(issuer).toJson().metadata.annotations).toEqual({ [ANNOTATION]: newRoot.pem });
    expect(unsaid(app)).toHaveLength(1);
  });

  test('is asked for where the issuer is not in the app', () => {
    const { app } = rotate({});

    expect(unsaid(app)).toEqual([
      {
        severity: 'info',
        message:
          'ClusterIssuer payments-2025 was not handed to this construct, and does not say under which CA it issues, so that no rotation check can prove the phase ACTIVATE',
        fix: expect.stringMatching(
          /^annotate ClusterIssuer payments-2025 with upstream-tls\.dev\/issues-under: the PEM text of certificate "CN=payments root 2025"/,
        ),
      },
      { severity: 'info', message: expect.stringContaining('ClusterIssuer payments-2026'), fix: expect.anything() },
    ]);
  });

  test('is not asked for where the object says it', () => {
    const { app, chart } = rotate({});
    for (const [name, root] of [
      ['payments-2025', oldRoot],
      ['payments-2026', newRoot],
    ] as const) {
      const metadata = { name, annotations: { [ANNOTATION]: root.pem.trim() } };
      new ApiObject(chart, name, { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata });
    }

    expect(unsaid(app)).toEqual([]);
  });

  test('is refused where the issuer says otherwise', () => {
    const app = new App();
    const chart = new Chart(app, 'payments', { namespace: 'payments' });
    const metadata = { annotations: { [ANNOTATION]: oldRoot.pem } };
    const issuer = new Issuer(chart, 'new', { config: IssuerConfig.ca({ secretName: 'new' }), metadata });
    const oldCa = { certificate: oldRoot.pem, sha256: sha256Of(oldRoot), issuer: OLD };

    expect(() => new CaRotation(chart, 'ca', { oldCa, ...props(issuer) })).toThrow(
      /Issuer payments-new-\w+ already has annotation upstream-tls\.dev\/issues-under, and says another CA than certificate "CN=payments root 2026" \(serial \w+\); remove the annotation, or give each CA an issuer of its own/,
    );
  });
});

describe('canary namespaces', () => {
  const distribution = bundles({ canaryNamespaces: ['canary', 'early'], canaryPhase: ACTIVATE });

  test('have a Bundle of their own, which is a phase ahead', () => {
    const { rotation, app } = rotate({ phase: PREPARE, distribution });
    const specs = new Map(manifestsOf(app).map(({ key, body }) => [key.name, body.spec]));

    expect(specs.get('roots-canary')).toMatchObject({
      target: { namespaceSelector: { matchExpressions: [{ operator: 'In', values: ['canary', 'early'] }] } },
    });
    expect(rotation.trustIn('canary').intent.references).toMatchObject([{ name: 'roots-canary' }]);
    expect(rotation.trustIn('payments')).toBe(rotation.trust);
    expect([rotation.issuerIn('canary'), rotation.issuerIn('payments'), rotation.issuer]).toEqual([NEW, OLD, OLD]);
  });

  test('hold the roots of their own phase', () => {
    const ahead = bundles({ canaryNamespaces: ['canary'], canaryPhase: RETIRE });
    const { app } = rotate({ phase: ACTIVATE, distribution: ahead });
    const sources = new Map(
      manifestsOf(app).map(({ key, body }) => [key.name, (body.spec as { sources: unknown }).sources]),
    );

    expect(sources.get('roots')).toHaveLength(2);
    expect(sources.get('roots-canary')).toEqual([{ inLine: newRoot.pem }]);
  });

  test('are left out where the others are named by label', () => {
    const labeled = CaDistribution.bundle({
      name: 'roots',
      namespaceLabels: { team: 'payments' },
      canaryNamespaces: ['canary'],
    });
    const { app } = rotate({ distribution: labeled });

    expect(manifestsOf(app)[0]?.body.spec).toMatchObject({
      target: {
        namespaceSelector: {
          matchLabels: { team: 'payments' },
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['canary'] }],
        },
      },
    });
  });
});

describe('a Certificate whose issuer does not follow is found', () => {
  test.each([
    [
      PREPARE,
      NEW,
      'rotation/anchor-not-distributed',
      'ClusterIssuer payments-2026 issues this Certificate, and may from the phase ACTIVATE on only, says [payments/ca]',
    ],
    [
      RETIRE,
      OLD,
      'rotation/anchor-retired-early',
      'ClusterIssuer payments-2025 issues this Certificate, and may up to the phase PREPARE only, says [payments/ca]',
    ],
  ])('in phase %s', (phase, issuer, rule, message) => {
    const { app, chart } = rotate({ phase });
    certificate(chart, 'stray', issuer);

    expect(findingsIn(app)).toMatchObject([{ rule, severity: 'warning', message, path: 'spec.issuerRef' }]);
  });

  test('unless it follows another rotation of the same CAs', () => {
    const { app, chart, rotation } = rotate({ phase: ACTIVATE });
    const clients = new CaRotation(chart, 'client-ca', {
      oldCa: { certificate: oldRoot.pem, sha256: sha256Of(oldRoot), issuer: OLD },
      newCa: { certificate: newRoot.pem, sha256: sha256Of(newRoot), issuer: NEW },
      phase: PREPARE,
    });
    certificate(chart, 'server', rotation.issuer);
    certificate(chart, 'client', clients.issuer, CertificateUsage.CLIENT_AUTH);

    expect(findingsIn(app)).toEqual([]);
  });

  test('and one of other issuers is not looked at', () => {
    const { app, chart } = rotate({ phase: RETIRE });
    certificate(chart, 'other', Issuer.clusterIssuer('risk'));

    expect(findingsIn(app)).toEqual([]);
  });
});

describe('ordered for Argo CD', () => {
  function ordered(phase: CaRotationPhase | undefined, wave?: number) {
    const made = rotate({
      phase,
      distribution: bundles({ canaryNamespaces: ['canary'] }),
      ordering: GitOpsOrdering.argoCd({ wave }),
    });
    const { chart, rotation } = made;
    const leaf = certificate(chart, 'leaf', rotation.issuer);
    rotation.order(leaf);
    const bundle = (id: string) => ApiObject.of(rotation.node.findChild(id));
    return { ...made, waves: [bundle('CanaryBundle'), bundle('Bundle'), ApiObject.of(leaf)].map(waveOf) };
  }

  test.each([
    [undefined, [undefined, undefined, undefined]],
    [PREPARE, ['0', '1', '2']],
    [ACTIVATE, ['0', '1', '2']],
    [RETIRE, ['1', '2', '0']],
  ])('%s: trust of canary namespaces, trust and certificates are in the waves %p', (phase, waves) => {
    const { app, ...made } = ordered(phase);

    expect(made.waves).toEqual(waves);
    expect(findingsIn(app)).toEqual([]);
  });

  test('waves begin where they are told to', () => {
    expect(ordered(PREPARE, -3).waves).toEqual(['-3', '-2', '-1']);
  });

  test('the health checks are written once for all rotations', () => {
    const { app, chart } = ordered(PREPARE);
    new CaRotation(chart, 'other-ca', {
      oldCa: { certificate: oldRoot.pem, sha256: sha256Of(oldRoot), issuer: OLD },
      newCa: { certificate: newRoot.pem, sha256: sha256Of(newRoot), issuer: NEW },
      ordering: GitOpsOrdering.argoCd(),
    });
    const configMaps = manifestsOf(app).filter(({ key }) => key.name === 'argocd-cm');

    expect(configMaps.map(({ key, body }) => [key.namespace, body.data])).toEqual([
      [
        'argocd',
        {
          'resource.customizations.health.trust.cert-manager.io_Bundle': bundleHealth.lua,
          'resource.customizations.health.cert-manager.io_Certificate': certificateHealth.lua,
        },
      ],
    ]);
  });

  test('the health checks are left out where something else keeps them', () => {
    const { app } = rotate({ ordering: GitOpsOrdering.argoCd({ healthChecks: false }) });

    expect(manifestsOf(app)).toEqual([]);
  });

  test('what a rotation writes itself keeps its place where a whole chart is ordered', () => {
    const { chart, rotation, waves } = ordered(PREPARE);
    rotation.order(chart);

    expect(
      [rotation.node.findChild('CanaryBundle'), rotation.node.findChild('Bundle')].map(ApiObject.of).map(waveOf),
    ).toEqual(waves.slice(0, 2));
  });

  test('a ConfigMap with roots is pruned after all else, and Issuers go first', () => {
    const { chart, rotation } = rotate({ phase: PREPARE, ordering: GitOpsOrdering.argoCd() });
    const issuer = new ApiObject(chart, 'Issuer', { apiVersion: 'cert-manager.io/v1', kind: 'Issuer' });
    const policy = new BackendTlsPolicy(chart, 'ledger', {
      gateway: new EnvoyGateway({ version: '1.9' }),
      targets: [Backend.serviceName('ledger')],
      server: { hostname: 'ledger.payments.svc' },
      trust: rotation.trust,
    });
    rotation.order(issuer, policy);
    const objects = [issuer, ...policy.node.findAll().filter((node) => ApiObject.isApiObject(node))];

    expect(Object.fromEntries(objects.map((object) => [object.kind, object.toJson().metadata?.annotations]))).toEqual({
      Issuer: { 'argocd.argoproj.io/sync-wave': '0' },
      BackendTLSPolicy: { 'argocd.argoproj.io/sync-wave': '1' },
      ConfigMap: { 'argocd.argoproj.io/sync-wave': '1', 'argocd.argoproj.io/sync-options': 'PruneLast=true' },
    });
  });
});

test('the ConfigMaps that policies for Kong share are ordered with their chart', () => {
  const { chart, rotation } = rotate({ phase: PREPARE, ordering: GitOpsOrdering.argoCd({ healthChecks: false }) });
  new BackendTlsPolicy(chart, 'ledger', {
    gateway: new KongIngressController({ version: '3.5.13' }),
    targets: [Backend.serviceName('ledger')],
    server: { hostname: 'ledger.payments.svc' },
    trust: rotation.trust,
  });
  rotation.order(chart);
  const configMaps = manifestsOf(chart).filter(({ key }) => key.kind === 'ConfigMap');

  expect(configMaps.map(({ body }) => body.metadata)).toEqual(
    [1, 2].map(() =>
      expect.objectContaining({
        annotations: { 'argocd.argoproj.io/sync-wave': '1', 'argocd.argoproj.io/sync-options': 'PruneLast=true' },
      }),
    ),
  );
});

describe('ordered for Flux', () => {
  test.each([
    [undefined, undefined, undefined],
    [PREPARE, undefined, [{ name: 'ca-trust' }]],
    [ACTIVATE, undefined, [{ name: 'ca-trust' }]],
    [RETIRE, [{ name: 'ca-certificates' }], undefined],
  ])('%s: one Kustomization waits for the other, once the rotation has begun', (phase, trust, certificates) => {
    const app = new App();
    const cluster = new Chart(app, 'cluster');
    const chart = new Chart(app, 'payments', { namespace: 'payments' });
    const rotation = new CaRotation(chart, 'ca', {
      oldCa: { certificate: oldRoot.pem, sha256: sha256Of(oldRoot), issuer: OLD },
      newCa: { certificate: newRoot.pem, sha256: sha256Of(newRoot), issuer: NEW },
      phase,
      distribution: bundles(),
      ordering: GitOpsOrdering.flux({
        chart: cluster,
        source: { name: 'platform' },
        trustPath: './trust',
        certificatesPath: './certificates',
        timeout: Duration.minutes(5),
      }),
    });
    rotation.order(certificate(chart, 'leaf', rotation.issuer));
    const specs = new Map(manifestsOf(cluster).map(({ key, body }) => [key.name, body.spec]));

    expect(specs).toEqual(
      new Map([
        ['ca-trust', expect.objectContaining({ path: './trust', wait: true, interval: '10m', timeout: '5m' })],
        ['ca-certificates', expect.objectContaining({ path: './certificates', wait: true, prune: true })],
      ]),
    );
    expect([specs.get('ca-trust'), specs.get('ca-certificates')]).toMatchObject([
      trust === undefined ? {} : { dependsOn: trust },
      certificates === undefined ? {} : { dependsOn: certificates },
    ]);
    expect(JSON.stringify([...specs.values()]).split('dependsOn')).toHaveLength(phase === undefined ? 1 : 2);
    expect(findingsIn(app)).toEqual([]);
  });
});

describe('order refuses', () => {
  test('a Certificate of another issuer', () => {
    const { chart, rotation } = rotate({ phase: ACTIVATE, ordering: GitOpsOrdering.argoCd() });
    const stray = certificate(chart, 'stray', OLD);

    expect(() => rotation.order(stray)).toThrow(
      /Certificate payments-stray-\w+ is not issued by ClusterIssuer payments-2026, the issuer of this phase; give it the issuer of the rotation: issuer: rotation.issuer \(rotation\/anchor-not-distributed\)$/,
    );
  });

  test('everything, where the rotation has no ordering', () => {
    const { chart, rotation } = rotate({});

    expect(() => rotation.order(chart)).toThrow(
      'constructs are handed over to be ordered, and the rotation has no ordering; give it one: ordering: GitOpsOrdering.argoCd() or GitOpsOrdering.flux(...) (schema/invalid-value)',
    );
  });

  test('an object that is in another wave', () => {
    const { chart, rotation } = rotate({ phase: PREPARE, ordering: GitOpsOrdering.argoCd() });
    const metadata = { annotations: { 'argocd.argoproj.io/sync-wave': '7' } };
    const object = new ApiObject(chart, 'Policy', { apiVersion: 'v1', kind: 'ConfigMap', metadata });

    expect(() => rotation.order(object)).toThrow(
      'already has annotation argocd.argoproj.io/sync-wave: "7"; "1" is needed',
    );
  });
});
