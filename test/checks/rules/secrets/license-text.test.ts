import { licenseText } from '../../../../src/checks/rules/secrets/license-text';
import { findingsOf, verdictOf } from '../_rule';
import { base64, LICENSE, quoted } from './_secrets';

const FOUND = {
  severity: 'error',
  message: 'the value holds a license; a manifest ends up in Git, where it stays readable',
  fix: 'keep it in a Secret that an ExternalSecret writes, and set KONG_LICENSE_DATA from it by secretKeyRef',
};
const ENCODED = {
  message: 'the value holds a license, encoded as base64; a manifest ends up in Git, where it stays readable',
};

function kongLicense(text: string): string {
  return `
apiVersion: configuration.konghq.com/v1alpha1
kind: KongLicense
metadata: { name: license }
enabled: true
rawLicenseString: ${quoted(text)}
`;
}

function secret(field: string, value: string): string {
  return `
apiVersion: v1
kind: Secret
metadata: { name: kong-license, namespace: gateways }
${field}: { license: ${quoted(value)} }
`;
}

function deployment(env: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: gateways }
spec: { template: { spec: { containers: [{ name: proxy, env: [${env}] }] } } }
`;
}

describe('secrets/license-text', () => {
  test('finds the text in a KongLicense, whatever it looks like', () => {
    for (const text of [LICENSE, 'my license']) {
      expect(findingsOf(licenseText, kongLicense(text))).toEqual([
        { object: 'KongLicense license', path: 'rawLicenseString', ...FOUND },
      ]);
    }
  });

  test('finds it in a Secret, as text, as base64 and as base64 of base64', () => {
    expect(findingsOf(licenseText, secret('stringData', LICENSE))).toMatchObject([
      { path: 'stringData.license', ...FOUND },
    ]);
    expect(findingsOf(licenseText, secret('data', base64(LICENSE)))).toMatchObject([ENCODED]);
    expect(findingsOf(licenseText, secret('data', base64(base64(LICENSE))))).toMatchObject([ENCODED]);
  });

  test('finds it in an environment variable', () => {
    expect(findingsOf(licenseText, deployment(`{ name: KONG_LICENSE_DATA, value: ${quoted('0123')} }`))).toMatchObject([
      { path: 'spec.template.spec.containers[0].env[0].value', ...FOUND },
    ]);
  });

  test('finds it where it is written as fields', () => {
    const yaml = `
apiVersion: example.com/v1
kind: Release
metadata: { name: kong, namespace: gateways }
spec: { values: ${LICENSE} }
`;
    expect(findingsOf(licenseText, yaml)).toMatchObject([{ path: 'spec.values.license.payload', ...FOUND }]);
  });

  test('passes references and placeholders', () => {
    const reference = '{ name: KONG_LICENSE_DATA, valueFrom: { secretKeyRef: { name: kong-license, key: license } } }';
    const path = '{ name: KONG_LICENSE_PATH, value: /etc/kong/license.json }';
    expect(verdictOf(licenseText, deployment(reference))).toBe('pass');
    expect(verdictOf(licenseText, deployment(path))).toBe('pass');
    expect(verdictOf(licenseText, kongLicense('$(KONG_LICENSE)'))).toBe('pass');
    expect(verdictOf(licenseText, secret('stringData', 'see the wiki on our license'))).toBe('pass');
  });

  test('does not apply without objects', () => {
    expect(verdictOf(licenseText, '')).toBe('not applicable: there are no objects');
  });
});
