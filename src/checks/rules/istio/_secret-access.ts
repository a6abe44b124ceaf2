import { annotationOf, fieldAt, fieldOf, itemsOf, nonEmpty, textOf } from '../../../manifests/graph/json-fields';
import { MultiMap } from '../../../manifests/graph/multi-map';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { JsonValue, Manifest } from '../../../manifests/manifest';

const RBAC = 'rbac.authorization.k8s.io';
const ACCOUNT_ANNOTATION = 'gateway.istio.io/service-account';
/** Stands for all namespaces. */
const CLUSTER = null;
const NAME_ANNOTATION = 'gateway.istio.io/name-override';

/** The ServiceAccount that the pods of a Gateway run as. */
export interface GatewayAccount {
  readonly gateway: Manifest;
  readonly name: string;
  readonly namespace: string;
}

/**
 * The ServiceAccount of a Gateway that Istio deploys: `<gateway>-<class>`. Undefined where Istio deploys nothing (the
 * Gateway names the address of a deployment), where names are overridden, or where its namespace is not known.
 */
export function gatewayAccount(gateway: Manifest): GatewayAccount | undefined {
  const { namespace, name } = gateway.key;
  const className = nonEmpty(fieldAt(gateway.body, 'spec', 'gatewayClassName'));
  const addresses = itemsOf(fieldAt(gateway.body, 'spec', 'addresses'));
  const isManual = addresses.some((address) => textOf(address, 'type') === 'Hostname');
  const isRenamed = annotationOf(gateway, NAME_ANNOTATION) !== undefined;
  const account = annotationOf(gateway, ACCOUNT_ANNOTATION);
  if (namespace === undefined || className === undefined || isManual || (isRenamed && account === undefined)) {
    return undefined;
  }
  return { gateway, namespace, name: account ?? `${name}-${className}` };
}

/** Whether an account may list the Secrets of its namespace; unknown where it is bound to a role outside the set. */
export type SecretAnswer = 'granted' | 'limited' | 'missing' | 'unknown';

/** What the RBAC objects of a set allow ServiceAccounts to do with Secrets. Built once a check, by one pass. */
export class SecretAccess {
  private readonly bindings = new MultiMap<Manifest>();

  constructor(private readonly index: ManifestIndex) {
    for (const binding of [...index.ofKind(RBAC, 'RoleBinding'), ...index.ofKind(RBAC, 'ClusterRoleBinding')]) {
      for (const subject of itemsOf(fieldOf(binding.body, 'subjects'))) {
        this.bindings.add(JSON.stringify([scopeOf(binding), ...namesOf(subject, binding)]), binding);
      }
    }
  }

  /** The best that any binding of the account gives it. */
  of({ name, namespace }: GatewayAccount): SecretAnswer {
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
    const subjects = [['ServiceAccount', namespace, name], ...groups.map((group) => ['Group', group])];
    const answers = [namespace, CLUSTER]
      .flatMap((scope) => subjects.map((subject) => JSON.stringify([scope, ...subject])))
      .flatMap((key) => this.bindings.get(key))
      .map((binding) => this.answerOf(binding));
    return (['granted', 'unknown', 'limited'] as const).find((answer) => answers.includes(answer)) ?? 'missing';
  }

  private answerOf(binding: Manifest): SecretAnswer {
    const reference = fieldOf(binding.body, 'roleRef');
    const kind = textOf(reference, 'kind') ?? '';
    const namespace = kind === 'Role' ? binding.key.namespace : undefined;
    const role = this.index.find({ group: RBAC, kind, name: textOf(reference, 'name') ?? '', namespace });
    if (role === undefined || fieldOf(role.body, 'aggregationRule') !== undefined) {
      return 'unknown';
    }
    const rules = itemsOf(fieldOf(role.body, 'rules')).filter(listsSecrets);
    if (rules.some((rule) => itemsOf(fieldOf(rule, 'resourceNames')).length === 0)) {
      return 'granted';
    }
    return rules.length > 0 ? 'limited' : 'missing';
  }
}

function listsSecrets(rule: JsonValue): boolean {
  const has = (field: string, value: string) =>
    itemsOf(fieldOf(rule, field)).some((item) => item === value || item === '*');
  return has('apiGroups', '') && has('resources', 'secrets') && has('verbs', 'list');
}

/** The namespace in which a binding counts. */
function scopeOf({ key }: Manifest): string | null {
  return key.kind === 'ClusterRoleBinding' ? CLUSTER : (key.namespace ?? '');
}

/** What tells a subject from others. */
function namesOf(subject: JsonValue, binding: Manifest): readonly (string | null)[] {
  const kind = textOf(subject, 'kind') ?? '';
  const name = textOf(subject, 'name') ?? '';
  return kind === 'Group' ? [kind, name] : [kind, textOf(subject, 'namespace') ?? binding.key.namespace ?? null, name];
}
