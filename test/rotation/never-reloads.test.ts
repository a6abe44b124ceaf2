import type { ManifestSet } from '../../src/manifests/manifest';
import type { RuleResult } from '../../src/manifests/rule';
import { checkRotation, type RotationCheckOptions } from '../../src/rotation/check-rotation';
import type { ReloadTrait } from '../../src/rotation/gateway-traits';
import { graphPair, reportOn } from '../../src/rotation/rotation-report';
import { neverReloads } from '../../src/rotation/rules/never-reloads';
import { DEFAULT_DELAYS } from '../../src/trust/rotation-timing';
import { roots as authorities, chains } from './certificates';
import { HOP, policy, roots, SERVES, secret, setOf } from './payments';

const { a, b } = authorities;

/** The hop with what the gateway trusts, and more pieces. */
function hop(trusted: readonly (typeof a)[], ...more: readonly string[]): ManifestSet {
  return setOf(HOP, policy('roots'), roots('roots', trusted), secret('ledger-tls', [chains.a.leaf], SERVES), ...more);
}

function findings(before: ManifestSet, after: ManifestSet, options: RotationCheckOptions = {}) {
  return checkRotation(before, after, { gateways: [{ name: 'envoy-gateway', version: '1.9' }], ...options })
    .findings.filter(({ rule }) => rule === neverReloads.id)
    .map(({ severity, object, message, fix }) => ({
      severity,
      object: `${object?.kind} ${object?.name}`,
      message,
      fix,
    }));
}

describe('the files of kong.conf', () => {
  interface Kong {
    readonly issuer?: string;
    readonly setting?: string;
    readonly file?: string;
    readonly annotations?: string;
    readonly image?: string;
  }

  const kong = ({
    issuer = 'v1',
    setting = 'KONG_CLIENT_SSL_CERT',
    file = '/etc/secrets/edge/tls.crt',
    ...more
  }: Kong) =>
    hop(
      [a],
      `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: edge, namespace: kong }
spec: { secretName: edge, commonName: edge, issuerRef: { kind: ClusterIssuer, name: ${issuer} } }
`,
      `
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: kong, annotations: { ${more.annotations ?? ''} } }
spec:
  template:
    spec:
      containers:
        - name: proxy
          image: kong:${more.image ?? '3.9'}
          env: [{ name: ${setting}, value: "${file}" }]
          volumeMounts: [{ name: edge, mountPath: /etc/secrets/edge/ }]
      volumes: [{ name: edge, secret: { secretName: edge } }]
`,
    );

  test.each<[setting: string, file: string]>([
    ['KONG_CLIENT_SSL_CERT', '/etc/secrets/edge/tls.crt'],
    ['KONG_CLIENT_SSL_CERT_KEY', '/etc/secrets/edge/tls.key'],
    ['KONG_LUA_SSL_TRUSTED_CERTIFICATE', 'system, /etc/secrets/edge/ca.crt'],
  ])('are read once: %s', (setting, file) => {
    expect(findings(kong({ setting, file }), kong({ setting, file, issuer: 'v2' }))).toEqual([
      {
        severity: 'error',
        object: 'Deployment kong',
        message: `Secret kong/edge changes, and the workload names its file in ${setting}, which Kong Gateway reads when it starts: its pods keep what they read when they started`,
        fix: 'set the annotation secret.reloader.stakater.com/reload: edge, or change the pod template in the same step',
      },
    ]);
  });

  test.each<[string, Kong, Kong]>([
    ['the Secret does not change', {}, {}],
    ['the setting names another file', { file: '/etc/ssl/edge.crt' }, { file: '/etc/ssl/edge.crt', issuer: 'v2' }],
    ['the folder only begins alike', { file: '/etc/secrets/edge2/a' }, { file: '/etc/secrets/edge2/a', issuer: 'v2' }],
    ['it is no setting for backends', { setting: 'KONG_SSL_CERT' }, { setting: 'KONG_SSL_CERT', issuer: 'v2' }],
    ['Reloader restarts the pods', {}, { issuer: 'v2', annotations: 'reloader.stakater.com/auto: "true"' }],
    ['the step rolls the pods out', {}, { issuer: 'v2', image: '3.10' }],
  ])('are no matter where %s', (_, before, after) => {
    expect(findings(kong(before), kong(after))).toEqual([]);
  });

  test('are read once where a Bundle writes them, and what it collects changes', () => {
    const bundled = (root: typeof a) =>
      hop(
        [a],
        roots('collected', [root]).replace('namespace: payments', 'namespace: cert-manager'),
        `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: trusted }
spec:
  sources: [{ configMap: { name: collected, key: ca.crt } }]
  target: { configMap: { key: ca.crt }, namespaceSelector: {} }
`,
        `
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: kong }
spec:
  template:
    spec:
      containers:
        - env: [{ name: KONG_LUA_SSL_TRUSTED_CERTIFICATE, value: /trusted/ca.crt }]
          volumeMounts: [{ name: trusted, mountPath: /trusted }]
      volumes: [{ name: trusted, projected: { sources: [{ configMap: { name: trusted } }] } }]
`,
      );

    expect(findings(bundled(a), bundled(a))).toEqual([]);
    expect(findings(bundled(a), bundled(b))).toMatchObject([
      { object: 'Deployment kong', message: expect.stringMatching(/^ConfigMap kong\/trusted changes, and/) },
    ]);
  });
});

describe('a gateway', () => {
  const gatewayPods = (image: string, label = 'gateway.networking.k8s.io/gateway-name: edge') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge, namespace: payments }
spec: { template: { metadata: { labels: { ${label} } }, spec: { containers: [{ name: proxy, image: "proxy:${image}" }] } } }
`;

  /** No gateway of the tables is known to need a restart, so the answer is put in its place. */
  function resultWith(reload: ReloadTrait, before: ManifestSet, after: ManifestSet): RuleResult {
    const graphs = graphPair(before, after);
    const gateways = [{ name: 'envoy-gateway', version: '1.9' }];
    const report = reportOn(graphs, { gateways });
    const traits = new Map([...report.traits].map(([id, known]) => [id, { ...known, reload }]));
    return neverReloads.check({
      set: after,
      index: graphs.after.index,
      before,
      graphs,
      graph: graphs.after,
      report: { ...report, traits },
      gateways,
      closedWorld: false,
      delays: DEFAULT_DELAYS,
    });
  }

  const RESTART: ReloadTrait = { value: 'restart', evidence: 'its documentation' };

  test('that must be restarted is found', () => {
    expect(resultWith(RESTART, hop([a]), hop([a, b]))).toMatchObject({
      verdict: 'findings',
      findings: [
        {
          manifest: { key: { kind: 'Gateway', name: 'edge' } },
          path: [],
          message:
            'Gateway payments/edge to Service payments/ledger: what the gateway presents or trusts changes, and Envoy Gateway 1.9 uses what it read when it started (its documentation)',
          fix: 'roll the pods of the gateway out in the same step: change their pod template',
        },
      ],
    });
  });

  test.each<[string, ManifestSet, ManifestSet, RuleResult['verdict']]>([
    ['is well where the step rolls its pods out', hop([a], gatewayPods('1')), hop([a, b], gatewayPods('2')), 'pass'],
    ['is found where its pods stay', hop([a], gatewayPods('1')), hop([a, b], gatewayPods('1')), 'findings'],
    [
      'is found where other pods are rolled out',
      hop([a], gatewayPods('1', 'app: ledger')),
      hop([a, b], gatewayPods('2', 'app: ledger')),
      'findings',
    ],
    ['is no matter where nothing changes at its end', hop([a]), hop([a]), 'not-applicable'],
  ])('that must be restarted %s', (_, before, after, verdict) => {
    expect(resultWith(RESTART, before, after).verdict).toBe(verdict);
  });

  test.each<ReloadTrait['value']>(['hot', 'hot-but-pooled', 'graceful-reload', 'not-applicable'])(
    'that reloads by itself passes: %s',
    (value) => {
      expect(resultWith({ value, evidence: 'source' }, hop([a]), hop([a, b])).verdict).toBe('pass');
    },
  );

  test('whose version is not stated is said to be unknown, once, and the verdict stays', () => {
    const second = `
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: payments }
spec: { ports: [{ name: https, port: 8443 }] }
---
${policy('roots').replaceAll('name: ledger', 'name: orders')}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: orders, namespace: payments }
spec:
  parentRefs: [{ name: edge }]
  rules: [{ backendRefs: [{ name: orders, port: 8443 }] }]
`;

    expect(findings(hop([a], second), hop([a, b], second), { gateways: [] })).toEqual([
      {
        severity: 'info',
        object: 'Gateway edge',
        message:
          'Gateway payments/edge to Service payments/ledger and 1 more: whether Envoy Gateway uses a changed certificate or changed roots without a restart is not known: its version is not stated',
        fix: 'state the gateway with its version, as in --gateway envoy-gateway@1.9; where that does not tell, try it before the rotation, or restart the pods of the gateway after each phase',
      },
    ]);
    expect(checkRotation(hop([a]), hop([a, b])).verdict).toBe('safe');
  });

  test('of which it is known for Secrets only is said to be unknown where roots stand in a ConfigMap', () => {
    const nginx = (trusted: readonly (typeof a)[]): ManifestSet => ({
      ...hop(trusted),
      manifests: hop(trusted).manifests.map((manifest) =>
        manifest.key.kind === 'GatewayClass'
          ? {
              ...manifest,
              body: { ...manifest.body, spec: { controllerName: 'gateway.nginx.org/nginx-gateway-controller' } },
            }
          : manifest,
      ),
    });
    const gateways = [{ name: 'nginx-gateway-fabric', version: '2.6' }];

    expect(findings(nginx([a]), nginx([a, b]), { gateways })).toMatchObject([
      {
        severity: 'info',
        message:
          'Gateway payments/edge to Service payments/ledger: whether NGINX Gateway Fabric 2.6 uses what changes in a ConfigMap without a restart is not known: nginx/nginx-gateway-fabric#5795 for Secrets; of ConfigMaps it is not established',
      },
    ]);
    expect(findings(nginx([a]), nginx([a]), { gateways })).toEqual([]);
  });

  test('whose version is in no table, and one that the manifests do not tell, are said to be unknown', () => {
    const unrouted = (trusted: readonly (typeof a)[]): ManifestSet => ({
      ...hop(trusted),
      manifests: hop(trusted).manifests.filter(({ key }) => key.kind !== 'HTTPRoute'),
    });

    expect(findings(hop([a]), hop([a, b]), { gateways: [{ name: 'envoy-gateway', version: '0.1' }] })).toMatchObject([
      { severity: 'info', message: expect.stringMatching(/: whether Envoy Gateway 0\.1 uses .* is not known: /) },
    ]);
    expect(findings(unrouted([a]), unrouted([a, b]))).toMatchObject([
      { severity: 'info', message: expect.stringMatching(/: the manifests do not tell which gateway it is$/) },
    ]);
  });
});
