import { storageUnreadable } from '../../../../src/checks/rules/license/storage-unreadable';
import { findingsOf, verdictOf } from '../_rule';
import { controllerYaml, LICENSING, POD } from './_yaml';

const STORING = { ...LICENSING, ...POD };

test('Kong Ingress Controller 3.5 cannot read what it stored', () => {
  expect(findingsOf(storageUnreadable, controllerYaml(STORING))).toEqual([
    {
      severity: 'error',
      object: 'Deployment kong/controller',
      path: 'spec.template.spec.containers[0].env[0]',
      message:
        'Kong Ingress Controller 3.5.13 stores the license of Konnect as plain text and reads it as base64 text, so the stored license is never read',
      fix: 'use Kong Operator 2.0.8, 2.1.3 or later, or set KONG_LICENSE_DATA of Kong Gateway from a Secret',
    },
  ]);
});

test('where the image tells no version, the stated one counts', () => {
  const yaml = controllerYaml(STORING, 'registry.example.com:5000/kong/kubernetes-ingress-controller:edge@sha256:aa');
  const [finding] = findingsOf(storageUnreadable, yaml, { gateways: ['kong-ingress-controller@3.5'] });
  expect(finding?.message).toContain('Kong Ingress Controller 3.5 stores');
  expect(verdictOf(storageUnreadable, yaml)).toBe(
    'not applicable: the version of the controller of Kong is not known; state it with --gateway',
  );
});

test.each([
  ['2.0.7', 'findings'],
  ['2.0.8', 'pass'],
  ['2.1.2', 'findings'],
  ['2.2.0', 'pass'],
  // Patches of 2.1 differ.
  ['2.1', 'not applicable: the version of the controller of Kong is not known; state it with --gateway'],
])('Kong Operator %s: %s', (version, verdict) => {
  expect(verdictOf(storageUnreadable, controllerYaml(STORING, `kong/kong-operator:${version}`))).toBe(verdict);
});

test.each([
  ['licensing is off', {}],
  ['storing is off', { ...STORING, CONTROLLER_KONNECT_LICENSE_STORAGE_ENABLED: 'false' }],
])('does not apply where %s', (_name, environment) => {
  expect(verdictOf(storageUnreadable, controllerYaml(environment))).toBe(
    'not applicable: no workload runs a controller of Kong that stores a license of Konnect',
  );
});
