import { Chart, Duration, Testing } from 'cdk8s';
import { CertRotation } from '../../src/constructs/cert-rotation';
import { CertificateUsage } from '../../src/constructs/certificate-usage';
import { Issuer } from '../../src/constructs/issuer';
import { KongPlugin } from '../../src/constructs/kong-plugin';
import { KongPluginDefinition } from '../../src/constructs/kong-plugin-definition';
import { KongPluginInstallation } from '../../src/constructs/kong-plugin-installation';
import { kongReloadAnnotation } from '../../src/constructs/kong-reload-annotation';
import { KongReloadCall, type KongReloadCallProps } from '../../src/constructs/kong-reload-call';
import { UpstreamTls } from '../../src/constructs/upstream-tls';
import { KongGateway, KongGatewayDatabase, KongGatewayEdition } from '../../src/gateways/kong/kong-gateway';

const IMAGE = `registry.example.com/curl@sha256:${'1c'.repeat(32)}`;

function kongGateway(database = KongGatewayDatabase.OFF): KongGateway {
  return new KongGateway({ version: '3.14', edition: KongGatewayEdition.ENTERPRISE, database });
}

function payments(): Chart {
  return new Chart(Testing.app(), 'payments', { namespace: 'payments' });
}

function rotation(chart: Chart, secretAnnotations?: Readonly<Record<string, string>>): CertRotation {
  return new CertRotation(chart, 'edge', {
    issuer: Issuer.clusterIssuer('payments-ca'),
    usages: [CertificateUsage.CLIENT_AUTH],
    dnsNames: ['edge.gateways.example.com'],
    secretName: 'edge',
    secretAnnotations,
  });
}

function call(chart: Chart, props: Partial<KongReloadCallProps> = {}): KongReloadCall {
  return new KongReloadCall(chart, 'call', {
    kongGateway: kongGateway(),
    certificate: rotation(chart),
    adminApiUrl: 'https://kong-admin.kong.svc:8444/',
    adminApiCaConfigMap: 'kong-admin-ca',
    schedule: '0 * * * *',
    image: IMAGE,
    ...props,
  });
}

function remediesFound(chart: Chart): readonly string[] {
  const checks = UpstreamTls.of(chart);
  checks.useGateway('kong-ingress-controller', '3.5.13');
  return checks
    .check()
    .findings.filter(({ rule }) => rule.startsWith('plugins/reload-'))
    .map(({ severity, rule, message, fix }) => `${severity} ${rule}: ${message}; ${fix}`);
}

const RENEWAL =
  'Kong Ingress Controller 3.5.13 sends a renewed Secret to Kong Gateway within seconds, without it; only pooled connections keep the old certificate, until 60 idle seconds or 10000 requests, and it does not close them; remove it; let CertRotation renew the Secret in place with enough renewBefore, and name the Secret by UpstreamMtls (konghq.com/client-cert)';

test('a plugin that reloads certificates is written with its interval, and what it does not do is said', () => {
  const chart = payments();
  new KongPlugin(chart, 'reloader', {
    kongGateway: kongGateway(),
    plugin: KongPluginDefinition.certificateReloader('ssl-cert-reloader', {
      installation: KongPluginInstallation.configMap('reloader-code'),
      interval: Duration.minutes(1),
    }),
  });
  expect(Testing.synth(chart)).toMatchObject([
    {
      kind: 'KongPlugin',
      metadata: {
        annotations: {
          'upstream-tls.dev/kong-gateway': '3.14 off',
          'upstream-tls.dev/plugin-code': 'ConfigMap reloader-code',
          'upstream-tls.dev/reload-remedy': 'plugin',
        },
      },
      plugin: 'ssl-cert-reloader',
      config: { interval: 60 },
    },
  ]);
  expect(remediesFound(chart)).toEqual([
    `warning plugins/reload-plugin: plugin "ssl-cert-reloader" is to reload certificates on Kong Gateway 3.14, and has nothing to do: ${RENEWAL}`,
  ]);
});

test('an interval that Kong could not count is refused', () => {
  const installation = KongPluginInstallation.gatewayImage();
  const interval = Duration.millis(1500);
  expect(() => KongPluginDefinition.certificateReloader('reloader', { installation, interval })).toThrow(
    new Error('interval of 1500 ms is not of whole seconds; give a second or more: Duration.seconds(60)'),
  );
});

test('the annotation is written on the Secret by its template, and what it does not do is said', () => {
  const chart = payments();
  rotation(chart, kongReloadAnnotation());
  expect(Testing.synth(chart)).toMatchObject([
    { kind: 'Certificate', spec: { secretTemplate: { annotations: { 'konghq.com/override': 'true' } } } },
  ]);
  expect(remediesFound(chart)).toEqual([
    `warning plugins/reload-annotation: konghq.com/override on a Secret is read by nothing and forces no reload: ${RENEWAL}`,
  ]);
});

describe('the call to the Admin API', () => {
  test('mounts the Secret by name, verifies whom it calls, and has no rights', () => {
    const chart = payments();
    call(chart);
    const job = Testing.synth(chart).find(({ kind }) => kind === 'CronJob');
    const pod = job.spec.jobTemplate.spec.template.spec;
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true },
      volumes: [
        { name: 'tls', secret: { secretName: 'edge' } },
        { name: 'ca', configMap: { name: 'kong-admin-ca' } },
      ],
    });
    const [{ command, args, securityContext }] = pod.containers;
    expect(command).toEqual(expect.arrayContaining(['curl', '--fail', '--cacert', '/ca/ca.crt']));
    expect(args.at(-1)).toBe('https://kong-admin.kong.svc:8444/certificates');
    expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
  });

  test.each([
    [KongGatewayDatabase.OFF, 'Kong Gateway 3.14 answers 405 without a database and changes nothing'],
    [
      KongGatewayDatabase.POSTGRES,
      'Kong Gateway 3.14 with a database adds a certificate that no Service names with each run',
    ],
  ])('is said to reload nothing with database %s', (database, effect) => {
    const chart = payments();
    call(chart, { kongGateway: kongGateway(database) });
    expect(remediesFound(chart)).toEqual([
      `warning plugins/reload-call: the container writes certificates to the Admin API: ${effect}; ${RENEWAL}`,
    ]);
  });

  const URL_REFUSED =
    'adminApiUrl is not an https URL without user, password and query; the private key is sent to it, and the URL stands in Git; give it as in "https://kong-admin.kong.svc:8444" (schema/invalid-value)';

  test.each<[string, Partial<KongReloadCallProps>, string]>([
    ['plaintext', { adminApiUrl: 'http://kong-admin.kong.svc:8001' }, URL_REFUSED],
    ['a password in the URL', { adminApiUrl: 'https://admin:hunter2@kong-admin.kong.svc:8444' }, URL_REFUSED],
    ['no URL', { adminApiUrl: 'kong-admin' }, URL_REFUSED],
    [
      'an image by tag',
      { image: 'curl:8' },
      'image is not an image name with a sha256 digest, and the container sees the private key; give it as registry.example.com/curl@sha256:... with the digest of the image you reviewed (schema/invalid-value)',
    ],
    [
      'no schedule',
      { schedule: 'hourly' },
      'schedule "hourly" is not a cron expression of five fields; give it as in "0 * * * *" (schema/invalid-value)',
    ],
    [
      'a Secret of another namespace',
      { certificate: { secretName: 'edge', namespace: 'risk' } },
      'Secret risk/edge is not in namespace payments of the job, which can mount Secrets of its own namespace only; put the construct into a chart with the namespace of the Secret (references/missing-object)',
    ],
  ])('is refused with %s', (_, props, message) => {
    expect(() => call(payments(), props)).toThrow(new Error(`KongReloadCall "call" [payments/call]: ${message}`));
  });
});
