import { expiring } from '../../../../src/checks/rules/license/expiring';
import { findingsOf, verdictOf } from '../_rule';
import { licenseText } from './_yaml';

const NOW = { now: '2026-03-01T12:00:00Z' };

function kongLicense(text: string): string {
  return JSON.stringify({
    apiVersion: 'configuration.konghq.com/v1alpha1',
    kind: 'KongLicense',
    metadata: { name: 'kong' },
    enabled: true,
    rawLicenseString: text,
  });
}

function secret(field: 'data' | 'stringData', value: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'kong-license', namespace: 'kong' },
    [field]: { license: value },
  });
}

test.each([
  [
    'in a KongLicense',
    kongLicense(licenseText('2026-03-31')),
    'rawLicenseString',
    'expires after 2026-03-31, 30 days from now',
  ],
  [
    'in a Secret',
    secret('stringData', licenseText('2026-03-01')),
    'stringData.license',
    'expires after 2026-03-01, 0 days from now',
  ],
  [
    'encoded',
    secret('data', Buffer.from(licenseText('2026-02-28')).toString('base64')),
    'data.license',
    'expired after 2026-02-28',
  ],
])('finds a license %s', (_name, yaml, path, said) => {
  expect(findingsOf(expiring, yaml, NOW)).toMatchObject([
    {
      severity: 'warning',
      path,
      message: `the license ${said}`,
      fix: 'renew the license, and deliver it in a Secret by reference',
    },
  ]);
});

test.each([
  ['a later day', licenseText('2026-04-01')],
  ['no day', JSON.stringify({ license: { payload: {} } })],
  ['a day that is none', licenseText('2026-02-99')],
  ['something else than a date', licenseText('soon')],
])('passes a license with %s', (_name, text) => {
  expect(verdictOf(expiring, kongLicense(text), NOW)).toBe('pass');
});

test('does not apply without a license or an instant', () => {
  expect(verdictOf(expiring, kongLicense('{"no": "license"'), NOW)).toBe('not applicable: no manifest holds a license');
  expect(verdictOf(expiring, kongLicense(licenseText('2026-03-31')))).toBe(
    'not applicable: no instant is given to judge expiry at',
  );
});

test.each([
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['external-secrets.io/v1', 'ExternalSecret'],
  ['bitnami.com/v1alpha1', 'SealedSecret'],
])('finds the end of a license in the annotation of %s %s', (apiVersion, kind) => {
  const yaml = `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: license, namespace: kong, annotations: { upstream-tls.dev/license-expires: '2026-02-28' } }
`;
  expect(findingsOf(expiring, yaml, NOW)).toMatchObject([
    {
      path: 'metadata.annotations[upstream-tls.dev/license-expires]',
      message: 'the license expired after 2026-02-28',
    },
  ]);
});
