import { kongLicenseIgnored } from '../../../../src/checks/rules/license/konglicense-ignored';
import { findingsOf, verdictOf } from '../_rule';
import { controllerYaml, LICENSING } from './_yaml';

function license(name: string, more = '', metadata = ''): string {
  return `
apiVersion: configuration.konghq.com/v1alpha1
kind: KongLicense
metadata: { name: ${name}${metadata} }
enabled: true
rawLicenseString: none
${more}
---`;
}

test.each([
  [
    'two of them',
    license('a') + license('b'),
    {},
    'KongLicense b',
    'there are 2 KongLicenses, of which the newest alone is used, here and in KongLicense a',
    'keep one KongLicense',
  ],
  [
    'an older one',
    license('a', '', ', creationTimestamp: "2026-01-01T00:00:00Z"') +
      license('b', '', ', creationTimestamp: "2026-02-01T00:00:00Z"'),
    {},
    'KongLicense a',
    'KongLicense b is newer, so this one is not used',
    'keep one KongLicense',
  ],
  [
    'one beside a license of Konnect',
    license('a') + controllerYaml(LICENSING),
    {},
    'KongLicense a',
    'Deployment controller takes its license from Konnect, so no KongLicense is read',
    'remove the KongLicense, or turn --konnect-licensing-enabled off',
  ],
  [
    'one that the controller does not know',
    license('a'),
    { gateways: ['kong-ingress-controller@3.0'] },
    'KongLicense a',
    'kong-ingress-controller 3.0 does not read KongLicense; 3.1 and later of Kong Ingress Controller do',
    'upgrade the controller, or set KONG_LICENSE_DATA of Kong Gateway from a Secret',
  ],
  [
    'one beside a controller of the set that does not know it',
    license('a') + controllerYaml({}, 'kong/kubernetes-ingress-controller:3.0.2'),
    {},
    'KongLicense a',
    'kong-ingress-controller 3.0.2 does not read KongLicense; 3.1 and later of Kong Ingress Controller do',
    'upgrade the controller, or set KONG_LICENSE_DATA of Kong Gateway from a Secret',
  ],
])('finds %s', (_name, yaml, options, object, message, fix) => {
  expect(findingsOf(kongLicenseIgnored, yaml, options)).toEqual([
    { severity: 'error', object, path: '', message, fix },
  ]);
});

test('passes one that one of two controllers reads', () => {
  const gateways = ['kong-ingress-controller@3.0', 'kong-operator@2.2'];
  expect(verdictOf(kongLicenseIgnored, license('a'), { gateways })).toBe('pass');
});

test('of equal age the one whose name comes first is used', () => {
  const created = ', creationTimestamp: "2026-01-01T00:00:00Z"';
  expect(findingsOf(kongLicenseIgnored, license('b', '', created) + license('a', '', created))).toMatchObject([
    { object: 'KongLicense b' },
  ]);
});

test('passes one, and does not count those that are not enabled', () => {
  expect(verdictOf(kongLicenseIgnored, license('a'))).toBe('pass');
  const disabled = license('b').replace('enabled: true', 'enabled: false');
  expect(verdictOf(kongLicenseIgnored, license('a') + disabled)).toBe('pass');
  expect(verdictOf(kongLicenseIgnored, disabled)).toBe('not applicable: there is no KongLicense that is enabled');
});
