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

  test('is found by a name that no release has where nodes load it all the same', () => {
    const node = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: kong }
spec: { template: { spec: { containers: [{ name: proxy, image: kong, env: [{ name: KONG_PLUGINS, value: "bundled,ssl-cert-reloader" }] }] } } }
---`;
    expect(findingsOf(reloadPlugin, pluginYaml('ssl-cert-reloader') + node)).toMatchObject([
      { object: 'KongPlugin payments/p', message: expect.stringContaining('"ssl-cert-reloader" is to reload') },
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

  test('is found in what makes ExternalSecrets, and in what an Ingress or Gateway gives to cert-manager', () => {
    const yaml = `
apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: { name: edge }
spec: { externalSecretSpec: { target: { template: { metadata: { annotations: { konghq.com/override: "true" } } } } } }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: edge, namespace: payments, annotations: { cert-manager.io/secret-template: '{"annotations": {"konghq.com/override": "true"}}' } }
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: payments, annotations: { cert-manager.io/secret-template: '{"annotations": {"konghq.com/override": "true"}}' } }
spec: {}
---`;
    expect(
      findingsOf(reloadAnnotation, yaml)
        .map(({ object, path }) => `${object} ${path}`)
        .sort(),
    ).toEqual([
      'ClusterExternalSecret edge spec.externalSecretSpec.target.template.metadata.annotations[konghq.com/override]',
      'Gateway payments/edge metadata.annotations[cert-manager.io/secret-template]',
      'Ingress payments/edge metadata.annotations[cert-manager.io/secret-template]',
    ]);
  });

  test.each(['{ not json', '"text"', '{}', '{"annotations": {"example.com/team": "payments"}}'])(
    'is not in the template %s of an Ingress',
    (template) => {
      const annotations = JSON.stringify({ 'cert-manager.io/secret-template': template });
      const ingress = `{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: a, annotations: ${annotations} } }`;
      expect(verdictOf(reloadAnnotation, ingress)).toBe('pass');
    },
  );

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

  test.each([
    ['by a variable', 'curl -X POST $ADMIN/certificates -F cert=@/tls/tls.crt'],
    [
      'by a variable in braces, over two lines',
      `curl -sk "\${KONG_ADMIN_URL}/certificates" \\\n  --form cert=@/tls/tls.crt`,
    ],
    ['by a variable of Kubernetes', 'curl --json @/tls.json $(ADMIN)/certificates'],
    ['to a host without a scheme', 'curl -F cert=@/tls/tls.crt kong-admin:8001/certificates'],
    ['to a workspace', 'curl -d @/tls.json https://kong:8444/payments/certificates'],
    ['below a path', 'curl -d @/tls.json https://kong.example.com/admin/v2/certificates'],
    ['with its flags in one word', 'curl -skXPOST http://localhost:8001/certificates -Fcert=@/tls/tls.crt'],
    ['by wget', '/usr/bin/wget --post-file=/tls.json http://kong:8001/certificates'],
    ['by HTTPie', 'http :8001/certificates cert@/tls/tls.crt key@/tls/tls.key'],
  ])('is found %s', (_, script) => {
    expect(findingsOf(reloadCall, job(['sh', '-c', script]))).toMatchObject([
      { message: expect.stringContaining('adds a certificate that no Service names with each run') },
    ]);
  });

  test('is told from one that changes a certificate', () => {
    const script =
      'curl -X PATCH https://kong:8444/certificates/6e9ba1ac-6d6a-4b5b-8b3a-9d5e0a3c1d11 -F cert=@/tls/tls.crt';
    const effect =
      'Kong Gateway answers 405 without a database and changes nothing, and with one changes a certificate that no Service names, or that the controller writes too;';
    expect(findingsOf(reloadCall, job(['sh', '-c', script]))).toMatchObject([
      { message: expect.stringContaining(effect) },
    ]);
  });

  test('is found in what a container runs when it starts or stops', () => {
    const deployment = (hook: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: kong }
spec: { template: { spec: { containers: [{ name: proxy, lifecycle: { ${hook}: { exec: { command: ${JSON.stringify(CURL)} } } } }] } } }
---`;
    for (const hook of ['postStart', 'preStop']) {
      expect(findingsOf(reloadCall, deployment(hook))).toMatchObject([{ path: 'spec.template.spec.containers[0]' }]);
    }
  });

  test('is found in a script that a ConfigMap holds', () => {
    const script = '#!/bin/sh\nset -e\ncurl -X POST "$ADMIN/certificates" \\\n  -F "cert=@/tls/tls.crt"\n';
    const configMap = (text: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: scripts, namespace: kong }
data: { push.sh: ${JSON.stringify(text)}, other: 1 }
---`;
    expect(findingsOf(reloadCall, configMap(script))).toEqual([
      {
        severity: 'warning',
        object: 'ConfigMap kong/scripts',
        path: 'data[push.sh]',
        message: `the script writes certificates to the Admin API: ${BOTH}; ${VERSIONS[0]?.[1]}`,
        fix: FIX,
      },
    ]);
    expect(verdictOf(reloadCall, configMap('curl -X POST $ADMIN/services\ncat /etc/kong/certificates'))).toBe('pass');
  });

  test.each([
    ['lists files', 'ls -d $HOME/certificates'],
    ['mentions them in a text', 'echo "POST to https://kong:8444/certificates"'],
    ['asks the API of Kubernetes', 'curl -d @/x https://kubernetes:443/apis/cert-manager.io/v1/certificates'],
    ['sends them to a path that only begins like it', 'curl -d @/x https://pki:8444/certificates/leafs/new'],
  ])('is none where a script %s', (_, script) => {
    expect(verdictOf(reloadCall, job(['sh', '-c', script]))).toBe('pass');
  });

  test('gets through a text that nearly is one', () => {
    const nearly = `curl -d ${'a.'.repeat(5_000)}:1${'/b'.repeat(5_000)}`;
    expect(verdictOf(reloadCall, job(['sh', '-c', nearly]))).toBe('pass');
  });

  test('is not looked for without anything that runs', () => {
    expect(verdictOf(reloadCall, '')).toBe('not applicable: no workload and no ConfigMap is in the set');
  });
});
