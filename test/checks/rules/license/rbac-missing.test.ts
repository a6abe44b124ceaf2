import { rbacMissing } from '../../../../src/checks/rules/license/rbac-missing';
import { findingsOf, verdictOf } from '../_rule';
import { controllerYaml, LICENSING, POD } from './_yaml';

const CONTROLLER = controllerYaml({ ...LICENSING, ...POD, CONTROLLER_KONNECT_CONTROL_PLANE_ID: 'cp-1' });

function rbac(rules: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: license, namespace: kong }
rules: ${rules}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: license, namespace: kong }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: license }
subjects: [{ kind: ServiceAccount, name: controller, namespace: kong }]
`;
}

const NAMED = '{ apiGroups: [""], resources: [secrets], verbs: [get, update], resourceNames: [konnect-license-cp-1] }';
const CREATE = '{ apiGroups: [""], resources: [secrets], verbs: [create] }';

test.each([
  ['the rules of the chart', `[${NAMED}, ${CREATE}]`],
  ['a rule for all', '[{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]'],
])('passes with %s', (_name, rules) => {
  expect(verdictOf(rbacMissing, CONTROLLER + rbac(rules))).toBe('pass');
});

test.each([
  [
    'create with a name',
    `[{ apiGroups: [""], resources: [secrets], verbs: [get, update, create], resourceNames: [konnect-license-cp-1] }]`,
    'create',
    'verbs [create] without resourceNames',
  ],
  [
    'another name',
    `[${NAMED.replace('cp-1', 'cp-2')}, ${CREATE}]`,
    'get, update',
    'verbs [get, update] with resourceNames [konnect-license-cp-1]',
  ],
  [
    'nothing of it',
    '[]',
    'get, update, create',
    'verbs [get, update] with resourceNames [konnect-license-cp-1], and verbs [create] without resourceNames',
  ],
])('finds %s', (_name, rules, missing, fix) => {
  expect(findingsOf(rbacMissing, CONTROLLER + rbac(rules))).toEqual([
    {
      severity: 'error',
      object: 'Role kong/license',
      path: 'rules',
      message: `ServiceAccount controller may not ${missing} Secret konnect-license-cp-1, in which the controller stores its license`,
      fix: `add to a Role in the namespace of the controller, for secrets: ${fix}`,
    },
  ]);
});

test('without any role it is known only of a complete set', () => {
  expect(verdictOf(rbacMissing, CONTROLLER)).toBe('not applicable: the roles of the controller are not all in the set');
  expect(findingsOf(rbacMissing, CONTROLLER, { closedWorld: true })).toMatchObject([
    { object: 'Deployment kong/controller', path: '' },
  ]);
});

test('a role outside the set may grant what is missing', () => {
  const other = rbac('[]').replace('kind: Role\n', 'kind: ClusterRole\n');
  expect(verdictOf(rbacMissing, CONTROLLER + other)).toBe(
    'not applicable: the roles of the controller are not all in the set',
  );
});

test('does not apply without stored licenses', () => {
  expect(verdictOf(rbacMissing, controllerYaml({}))).toBe(
    'not applicable: no workload runs a controller of Kong that stores a license of Konnect',
  );
});

test.each([
  ['passes without create where the Secret is applied empty', 'kong', 'pass'],
  ['finds that create is missing where the Secret stands in another namespace', 'other', 'findings'],
])('%s', (_name, namespace, verdict) => {
  const secret = `---
apiVersion: v1
kind: Secret
metadata: { name: konnect-license-cp-1, namespace: ${namespace} }
`;
  expect(verdictOf(rbacMissing, CONTROLLER + rbac(`[${NAMED}]`) + secret)).toBe(verdict);
});
