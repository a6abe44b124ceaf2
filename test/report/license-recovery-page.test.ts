import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { ClientCertificate, LicenseSource, LicenseStore } from '../../src';
import { kongIngressControllerCapabilities } from '../../src/gateways/kong-ingress-controller/capabilities';
import { kongOperatorCapabilities } from '../../src/gateways/kong-operator/capabilities';
import { licenseRecoveryPage } from '../../src/report/license-recovery-page';

const page = licenseRecoveryPage();

function alertsOf(source: LicenseSource): readonly string[] {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'kong' });
  new LicenseStore(chart, 'license', {
    ingressControllerName: 'edge',
    serviceAccount: { name: 'edge' },
    source,
    alerts: {},
  });
  const rule = Testing.synth(chart).find(({ kind }) => kind === 'PrometheusRule');
  return rule.spec.groups.flatMap(({ rules }: { rules: { alert: string }[] }) => rules.map(({ alert }) => alert));
}

describe('the page on the recovery of a license', () => {
  test('has each alert that a license store can raise', () => {
    const sync = LicenseSource.konnectSync({
      controlPlaneId: '6f1b2c4e-0d1a-4b7c-9a55-3f0c2f7e9d10',
      clientCertificate: ClientCertificate.secret('client'),
      image: `node@sha256:${'0'.repeat(64)}`,
    });
    const alerts = [...alertsOf(LicenseSource.externalSecret({ store: 's', remoteKey: 'k' })), ...alertsOf(sync)];
    expect(alerts.filter((alert) => !page.includes(`\`${alert}\``))).toEqual([]);
  });

  test('quotes the reasons of the synchronization as it gives them', () => {
    const script = readFileSync(join(__dirname, '../../src/constructs/license-sync/sync-license.cjs'), 'utf8');
    const reasons = [
      'cannot be reached',
      'did not answer',
      'has no license for this control plane',
      'is older than the one in the Secret',
      'expired',
      'is not JSON',
      'the Kubernetes API',
      'answered with status',
      'does not exist',
    ];
    for (const reason of reasons) {
      expect({ reason, inPage: page.includes(reason) }).toEqual({ reason, inPage: true });
      expect({ reason, inScript: script.includes(reason) }).toEqual({ reason, inScript: true });
    }
  });

  test('has a row for each range of releases of which the storage is known', () => {
    const rows = page.split('\n').filter((line) => /^\| Kong (?:Ingress Controller|Operator) \|/.test(line));
    const known = [kongIngressControllerCapabilities, kongOperatorCapabilities].flatMap((table) =>
      table.history('licenseStorage'),
    );
    expect(known.length).toBeGreaterThan(5);
    expect(rows).toHaveLength(known.length);
  });

  test('links to sections that it has', () => {
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
    expect(links.length).toBeGreaterThan(5);
  });
});
