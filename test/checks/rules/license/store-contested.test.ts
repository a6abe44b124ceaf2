import { storeContested } from '../../../../src/checks/rules/license/store-contested';
import { findingsOf, verdictOf } from '../_rule';
import { controllerYaml, LICENSING, POD } from './_yaml';

function controller(name: string, controlPlaneId: string, namespace = 'kong'): string {
  const environment = { ...LICENSING, ...POD, CONTROLLER_KONNECT_CONTROL_PLANE_ID: controlPlaneId };
  return controllerYaml(environment).replace(
    '{ name: controller, namespace: kong }',
    `{ name: ${name}, namespace: ${namespace} }`,
  );
}

test('two controllers of one namespace with one control plane write one Secret', () => {
  expect(findingsOf(storeContested, controller('one', 'cp-1') + controller('two', 'cp-1'))).toEqual([
    {
      severity: 'error',
      object: 'Deployment kong/two',
      path: 'spec.template.spec.containers[0].env[3]',
      message: 'Secret konnect-license-cp-1 is also written by Deployment one, which has the same control plane',
      fix: 'use another control plane, or another namespace',
    },
  ]);
});

test.each([
  ['another control plane', controller('two', 'cp-2')],
  ['another namespace', controller('two', 'cp-1', 'other')],
])('%s keeps them apart', (_name, other) => {
  expect(verdictOf(storeContested, controller('one', 'cp-1') + other)).toBe('pass');
});

test('does not apply where no control plane is known', () => {
  expect(verdictOf(storeContested, controllerYaml({ ...LICENSING, ...POD }))).toBe(
    'not applicable: no workload runs a controller of Kong that stores a license of a known control plane',
  );
});
