import { storageInert } from '../../../../src/checks/rules/license/storage-inert';
import { findingsOf, verdictOf } from '../_rule';
import { controllerYaml, LICENSING, POD } from './_yaml';

const STORAGE = { CONTROLLER_KONNECT_LICENSE_STORAGE_ENABLED: 'true' };

test.each([
  [
    'storing without licensing',
    { ...STORAGE, ...POD },
    'spec.template.spec.containers[0].env[0]',
    '--konnect-license-storage-enabled is on, and --konnect-licensing-enabled is not; nothing is stored without it',
    'set CONTROLLER_KONNECT_LICENSING_ENABLED to "true", or remove --konnect-license-storage-enabled',
  ],
  [
    'storing without its pod',
    { ...LICENSING },
    'spec.template.spec.containers[0].env',
    'the license of Konnect is to be stored, but the container has no POD_NAME and no POD_NAMESPACE',
    'set POD_NAME from fieldRef metadata.name and POD_NAMESPACE from fieldRef metadata.namespace',
  ],
])('finds %s', (_name, environment, path, message, fix) => {
  expect(findingsOf(storageInert, controllerYaml(environment))).toEqual([
    { severity: 'warning', object: 'Deployment kong/controller', path, message, fix },
  ]);
});

test.each([
  ['all is set', { ...LICENSING, ...POD }],
  ['storing is off', { ...LICENSING, CONTROLLER_KONNECT_LICENSE_STORAGE_ENABLED: 'false' }],
])('passes where %s', (_name, environment) => {
  expect(verdictOf(storageInert, controllerYaml(environment))).toBe('pass');
});

test('reads flags in either form, which win over the environment', () => {
  const yaml = controllerYaml(LICENSING).replace(
    'env:',
    'args: [--konnect-license-storage-enabled=false]\n          env:',
  );
  expect(verdictOf(storageInert, yaml)).toBe('pass');
  expect(verdictOf(storageInert, yaml.replace('=false', ', "true"'))).toBe('findings');
});

test('does not apply to a controller that is told nothing', () => {
  expect(verdictOf(storageInert, controllerYaml({}))).toBe(
    'not applicable: no workload runs a controller of Kong that is told about a license of Konnect',
  );
});
