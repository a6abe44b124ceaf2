import { reloadAnnotation } from '../../../../src/checks/rules/plugins/reload-annotation';
import { reloadCall } from '../../../../src/checks/rules/plugins/reload-call';
import { reloadPlugin } from '../../../../src/checks/rules/plugins/reload-plugin';
import { findingsOf, verdictOf } from '../_rule';
import { pluginYaml } from './_yaml';

const FIX =
  'remove it; let CertRotation renew the Secret in place with enough renewBefore, and name the Secret by UpstreamMtls (konghq.com/client-cert)';
const POOLED =
  'sends a renewed Secret to Kong Gateway within seconds, without it; only pooled connections keep the old certificate, until 60 idle seconds or 10000 requests, and it does not close them';

/** What each version range of the controllers does by itself. */
const VERSIONS: readonly (readonly [gateways: readonly string[], renewal: string])[] = [
  [[], 'the controller sends a renewed Secret to Kong Gateway within seconds, without it'],
  [
    ['kong-ingress-controller@3.3'],
    'Kong Ingress Controller 3.3 sends a renewed Secret to Kong Gateway within seconds, without it',
  ],
  [['kong-ingress-controller@3.4.20'], `Kong Ingress Controller 3.4.20 ${POOLED}`],
  [['kong-ingress-controller@3.5.13'], `Kong Ingress Controller 3.5.13 ${POOLED}`],
  [['kong-operator@2.2'], `Kong Operator 2.2 ${POOLED}`],
  [['istio@1.30'], 'the controller sends a renewed Secret to Kong Gateway within seconds, without it'],
];

describe('a plugin that reloads certificates', () => {
  const declared = pluginYaml(
    'stamp',
    'config: { interval: 60 }',
    'name: p, namespace: payments, annotations: { upstream-tls.dev/reload-remedy: plugin, upstream-tls.dev/plugin-code: Secret s, upstream-tls.dev/kong-gateway: 3.14 off }',
  );

  test.each(VERSIONS)('is found for %p', (gateways, renewal) => {
    expect(findingsOf(reloadPlugin, pluginYaml('tls-cert-refresher'), { gateways })).toEqual([
      {
        severity: 'warning',
        object: 'KongPlugin payments/p',
        path: 'plugin',
        message: `plugin "tls-cert-refresher" is to reload certificates, and has nothing to do: ${renewal}`,
        fix: FIX,
      },
    ]);
  });

  test('is found by what our construct writes, with the version of Kong Gateway', () => {
    expect(findingsOf(reloadPlugin, declared)).toMatchObject([
      { message: expect.stringContaining('plugin "stamp" is to reload certificates on Kong Gateway 3.14, and has') },
    ]);
  });

  test.each([
    ['one that no release has, which is another finding', 'ssl-cert-reloader'],
    ['one that looks at certificates of clients', 'header-cert-auth'],
    ['one that reloads something else', 'cache-refresher'],
  ])('is not %s', (_, name) => {
    expect(verdictOf(reloadPlugin, pluginYaml(name))).toBe('pass');
  });

  test('is not looked for without plugins', () => {
    expect(verdictOf(reloadPlugin, '')).toBe('not applicable: there is no KongPlugin and no KongClusterPlugin');
  });
});

describe('the annotation konghq.com/override by a template', () => {
  const certificate = (annotations: string) => `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: edge, namespace: payments }
spec: { secretName: edge, issuerRef: { name: ca }, dnsNames: [a.example.com], secretTemplate: { annotations: ${annotations} } }
---`;
  const externalSecret = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: edge, namespace: payments }
spec: { target: { template: { metadata: { annotations: { konghq.com/override: "true" } } } } }
---`;

  test.each(VERSIONS)('is found for %p', (gateways, renewal) => {
    expect(findingsOf(reloadAnnotation, certificate('{ konghq.com/override: "true" }'), { gateways })).toEqual([
      {
        severity: 'warning',
        object: 'Certificate payments/edge',
        path: 'spec.secretTemplate.annotations[konghq.com/override]',
        message: `konghq.com/override on a Secret is read by nothing and forces no reload: ${renewal}`,
        fix: FIX,
      },
    ]);
  });

  test('is found in an ExternalSecret too', () => {
    expect(findingsOf(reloadAnnotation, externalSecret)).toMatchObject([
      { path: 'spec.target.template.metadata.annotations[konghq.com/override]' },
    ]);
  });

  test('is no other annotation', () => {
    expect(verdictOf(reloadAnnotation, certificate('{ example.com/team: payments }'))).toBe('pass');
  });

  test('is not looked for where nothing makes Secrets', () => {
    expect(verdictOf(reloadAnnotation, '')).toBe('not applicable: nothing in the set makes Secrets by a template');
  });
});

describe('a call to the Admin API', () => {
  const job = (command: readonly string[], annotations = '{}') => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: push, namespace: kong, annotations: ${annotations} }
spec:
  schedule: "0 * * * *"
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: push, image: curl, command: ${JSON.stringify(command)} }] } } } }
---`;
  const CURL = ['curl', '--form', 'cert=@/tls/tls.crt', 'https://kong-admin.kong.svc:8444/certificates'];
  const BOTH =
    'Kong Gateway answers 405 without a database and changes nothing, and with one adds a certificate that no Service names with each run';

  test.each(VERSIONS)('is found for %p', (gateways, renewal) => {
    expect(findingsOf(reloadCall, job(CURL), { gateways })).toEqual([
      {
        severity: 'warning',
        object: 'CronJob kong/push',
        path: 'spec.jobTemplate.spec.template.spec.containers[0]',
        message: `the container writes certificates to the Admin API: ${BOTH}; ${renewal}`,
        fix: FIX,
      },
    ]);
  });

  test.each([
    ['3.14 off', 'Kong Gateway 3.14 answers 405 without a database and changes nothing;'],
    ['3.9.1 postgres', 'Kong Gateway 3.9.1 with a database adds a certificate that no Service names with each run;'],
    ['anything else', `${BOTH};`],
  ])('says what Kong Gateway "%s" does with it', (stated, effect) => {
    const annotations = JSON.stringify({ 'upstream-tls.dev/kong-gateway': stated });
    expect(findingsOf(reloadCall, job(CURL, annotations))).toMatchObject([
      { message: expect.stringContaining(effect) },
    ]);
  });

  test('is found in the text of a script', () => {
    const script = 'while true; do curl -sX POST http://kong:8001/ca_certificates -d @/ca.json; sleep 60; done';
    expect(findingsOf(reloadCall, job(['sh', '-c', script]))).toHaveLength(1);
  });

  test.each([
    ['reads them', ['curl', 'https://kong-admin.kong.svc:8444/certificates']],
    [
      'is one to the API of Kubernetes',
      ['curl', '-X', 'POST', 'https://kubernetes/apis/cert-manager.io/v1/namespaces/a/certificates'],
    ],
    ['is about something else', ['curl', '-X', 'POST', 'https://kong:8444/certificates-report']],
  ])('is none where it %s', (_, command) => {
    expect(verdictOf(reloadCall, job(command))).toBe('pass');
  });

  test('is not looked for without workloads', () => {
    expect(verdictOf(reloadCall, '')).toBe('not applicable: no workload is in the set');
  });
});
