import { App, Chart } from 'cdk8s';
import { KongIngressController, KongLicenseTextInGit, KongOperator, UpstreamTls } from '../../src';
import { licenseText, wordsShownIn } from './license-sync/_licenses';

const gateway = new KongIngressController({ version: '3.5.13' });

function appWith(licenseTextInClear: string, reader: KongIngressController | KongOperator = gateway): App {
  const app = new App();
  const chart = new Chart(app, 'test', { namespace: 'kong' });
  new KongLicenseTextInGit(chart, 'license', { licenseTextInClear, gateway: reader });
  return app;
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('KongLicenseTextInGit', () => {
  test('fails the synthesis, and the message shows nothing of the license', () => {
    const message = messageOf(() => appWith(licenseText()).synthYaml());
    expect(message).toContain('secrets/license-text');
    expect(wordsShownIn(message)).toEqual([]);
  });

  test('is written once the app says that it goes on, and the finding stays as a warning that shows nothing of it', () => {
    const app = appWith(licenseText());
    const warnings: string[] = [];
    UpstreamTls.of(app).configure({
      severities: { 'secrets/license-text': 'warning' },
      onFindings: ({ findings }) => warnings.push(...findings.map((finding) => JSON.stringify(finding))),
    });
    const [license] = app.charts.flatMap((chart) => chart.toJson());
    expect(app.synthYaml()).toContain('kind: KongLicense');
    expect(license.rawLicenseString).toBe(licenseText());
    expect(license.metadata.namespace).toBeUndefined();
    expect(warnings.some((warning) => warning.includes('"secrets/license-text"'))).toBe(true);
    expect(wordsShownIn(warnings.join('\n'))).toEqual([]);
  });

  test('refuses what is no license, and shows nothing of it', () => {
    const message = messageOf(() => appWith(licenseText().replace('signature', 'sign')));
    expect(message).toBe(
      'KongLicenseTextInGit "license" [test/license]: the license has no hexadecimal license.signature (its text is not shown); give the license as Kong issued it (schema/invalid-value)',
    );
  });

  test.each([new KongIngressController({ version: '3.0.2' }), new KongOperator({ version: '2.4.0' })])(
    'refuses %s, which is not known to read the kind',
    (reader) => {
      expect(messageOf(() => appWith(licenseText(), reader))).toBe(
        `KongLicenseTextInGit "license" [test/license]: ${reader} is not known to read a KongLicense; Kong Ingress Controller does from 3.1 on, Kong Operator from 2.0 on; use LicenseStore, which needs no KongLicense (license/konglicense-ignored)`,
      );
    },
  );

  test('refuses a second one in the cluster', () => {
    const app = appWith(licenseText());
    const chart = new Chart(app, 'other');
    expect(
      messageOf(() => new KongLicenseTextInGit(chart, 'license', { licenseTextInClear: licenseText(), gateway })),
    ).toContain('[test/license] already writes a KongLicense; of two only the newest counts');
  });
});
