import { STORAGE_SECRET_PREFIX } from '../../../gateways/kong/license-storage';
import { fieldOf, itemsOf, objectOf, textOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { JsonValue, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { serviceAccountOf } from '../_containers';
import { CONTROL_PLANE_ID, type KongController, kongControllersOf, settingOf, storesLicense } from './_kong-controller';

const RBAC = 'rbac.authorization.k8s.io';

/** What the chart of Kong grants since 2.50.0; `create` cannot be limited to a name, and is not needed where the Secret is there. */
export const rbacMissing: Rule<CheckContext> = {
  id: 'license/rbac-missing',
  severity: 'error',
  title: 'The controller may not read, write or create the Secret that it stores the license in',
  why:
    'Without get and update of its Secret, and create where there is no such Secret yet, the license of Konnect is neither stored nor read back ' +
    '(Kong/kubernetes-ingress-controller#7488): when Konnect cannot be reached at a restart, there is no license.',
  fix: `Grant get and update of the Secret ${STORAGE_SECRET_PREFIX}<control plane id>, and apply that Secret empty.`,
  check({ index, closedWorld }) {
    const storing = kongControllersOf(index).filter(storesLicense);
    if (storing.length === 0) {
      return notApplicable('no workload runs a controller of Kong that stores a license of Konnect');
    }
    const bindings = bindingsBySubject(index);
    const judged = storing
      .map((controller) => ({ controller, grants: grantsOf(index, bindings, controller, closedWorld) }))
      .filter((entry): entry is { controller: KongController; grants: Grants } => entry.grants !== undefined);
    return judged.length === 0
      ? notApplicable('the roles of the controller are not all in the set')
      : resultOf(judged.flatMap(({ controller, grants }) => problem(index, controller, grants)));
  },
};

/** The roles that a controller has, with what they let it do. */
interface Grants {
  readonly roles: readonly Manifest[];
  readonly rules: readonly JsonValue[];
}

/** Undefined where some role of the controller is not in the set, so that nobody can tell what it grants. */
function grantsOf(
  index: ManifestIndex,
  bindings: ReadonlyMap<string, readonly Manifest[]>,
  { container: { workload } }: KongController,
  closedWorld: boolean,
): Grants | undefined {
  const { namespace } = workload.key;
  const bound = (bindings.get(subjectKey(namespace, serviceAccountOf(workload))) ?? []).filter(
    ({ key }) => key.kind === 'ClusterRoleBinding' || key.namespace === namespace,
  );
  const roles = bound.map((binding) => roleOf(index, binding));
  const known = roles.filter((role) => role !== undefined);
  const isComplete = closedWorld || (bound.length > 0 && known.length === roles.length);
  return isComplete ? { roles: known, rules: known.flatMap(({ body }) => itemsOf(fieldOf(body, 'rules'))) } : undefined;
}

/** The bindings of each ServiceAccount. */
function bindingsBySubject(index: ManifestIndex): ReadonlyMap<string, readonly Manifest[]> {
  const bindings = new Map<string, Manifest[]>();
  for (const binding of [...index.ofKind(RBAC, 'RoleBinding'), ...index.ofKind(RBAC, 'ClusterRoleBinding')]) {
    for (const subject of itemsOf(fieldOf(binding.body, 'subjects'))) {
      if (textOf(subject, 'kind') === 'ServiceAccount') {
        const namespace = textOf(subject, 'namespace') ?? binding.key.namespace;
        const key = subjectKey(namespace, textOf(subject, 'name') ?? '');
        const others = bindings.get(key);
        if (others === undefined) {
          bindings.set(key, [binding]);
        } else {
          others.push(binding);
        }
      }
    }
  }
  return bindings;
}

function subjectKey(namespace: string | undefined, name: string): string {
  return JSON.stringify([namespace ?? null, name]);
}

function roleOf(index: ManifestIndex, binding: Manifest): Manifest | undefined {
  const { namespace } = binding.key;
  const roleRef = objectOf(binding.body, 'roleRef');
  const name = textOf(roleRef, 'name') ?? '';
  return textOf(roleRef, 'kind') === 'Role'
    ? index.find({ group: RBAC, kind: 'Role', name, ...(namespace === undefined ? {} : { namespace }) })
    : index.find({ group: RBAC, kind: 'ClusterRole', name });
}

function problem(index: ManifestIndex, controller: KongController, { roles, rules }: Grants): readonly RuleFinding[] {
  const id = settingOf(controller, CONTROL_PLANE_ID)?.value;
  const secret =
    id === undefined || id === '' ? `${STORAGE_SECRET_PREFIX}<control plane id>` : `${STORAGE_SECRET_PREFIX}${id}`;
  const isNamed = (name: string) => (secret.endsWith('>') ? name.startsWith(STORAGE_SECRET_PREFIX) : name === secret);
  const missing = [
    ...['get', 'update'].filter((verb) => !rules.some((rule) => grants(rule, verb, isNamed))),
    // A rule with names grants no create: the name is not known to the API server when it decides.
    ...(exists(index, controller, secret) || rules.some((rule) => grants(rule, 'create', () => false))
      ? []
      : ['create']),
  ];
  const [first] = roles;
  return missing.length === 0
    ? []
    : [
        {
          manifest: first ?? controller.container.workload,
          path: first === undefined ? [] : ['rules'],
          message: `ServiceAccount ${serviceAccountOf(controller.container.workload)} may not ${missing.join(', ')} Secret ${secret}, in which the controller stores its license`,
          fix: fixFor(missing, secret),
        },
      ];
}

/** A Secret that is applied with the rest, empty, needs no right to create one. */
function exists(index: ManifestIndex, { container }: KongController, name: string): boolean {
  const { namespace } = container.workload.key;
  return (
    index.find({ group: '', kind: 'Secret', name, ...(namespace === undefined ? {} : { namespace }) }) !== undefined
  );
}

function grants(rule: JsonValue, verb: string, isNamed: (name: string) => boolean): boolean {
  const holds = (field: string, ...wanted: readonly string[]) =>
    itemsOf(fieldOf(rule, field)).some((entry) => typeof entry === 'string' && wanted.includes(entry));
  const names = itemsOf(fieldOf(rule, 'resourceNames'));
  const covers = names.length === 0 || names.some((name) => typeof name === 'string' && isNamed(name));
  return holds('apiGroups', '', '*') && holds('resources', 'secrets', '*') && holds('verbs', verb, '*') && covers;
}

function fixFor(missing: readonly string[], secret: string): string {
  const named = missing.filter((verb) => verb !== 'create');
  const rules = [
    ...(named.length === 0 ? [] : [`verbs [${named.join(', ')}] with resourceNames [${secret}]`]),
    ...(missing.includes('create') ? ['verbs [create] without resourceNames'] : []),
  ];
  return `add to a Role in the namespace of the controller, for secrets: ${rules.join(', and ')}`;
}
