import { fieldAt, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import { MultiMap } from '../../../manifests/graph/multi-map';
import {
  BACKEND_TLS_POLICY,
  ENVOY_GATEWAY_BACKEND,
  ENVOY_PROXY,
  isOfKind,
  REFERENCE_GRANT,
} from '../../../manifests/graph/object-kinds';
import { type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { FieldPath, JsonValue, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/** Kinds whose references never leave their namespace. */
const NEVER_GRANTED = [BACKEND_TLS_POLICY, ENVOY_GATEWAY_BACKEND, ENVOY_PROXY];

/** Grants that allow nothing. */
export const grantUseless: Rule<CheckContext> = {
  id: 'references/grant-useless',
  severity: 'warning',
  title: 'A ReferenceGrant allows nothing that is referred to',
  why:
    'Its author believes that a reference works, and it does not: the grant stands in the wrong namespace, or is for a kind ' +
    'whose references no grant lets out. One that nothing needs any more is a door that stays open.',
  fix: 'Move the grant to the namespace of the object that is referred to, or delete it.',
  check(context) {
    const grants = context.index.ofKind(REFERENCE_GRANT.group, REFERENCE_GRANT.kind);
    if (grants.length === 0) {
      return notApplicable('there is no ReferenceGrant');
    }
    const crossing = new Crossings(context);
    return resultOf(
      grants.flatMap((grant) => entriesOf(grant, 'from').flatMap((entry) => findings(grant, entry, crossing, context))),
    );
  },
};

interface Entry {
  readonly path: FieldPath;
  readonly group: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
}

function findings(
  grant: Manifest,
  from: Entry,
  crossing: Crossings,
  { index, closedWorld }: CheckContext,
): readonly RuleFinding[] {
  const found = (message: string, fix: string): readonly RuleFinding[] => [
    { manifest: grant, path: from.path, message, fix },
  ];
  if (NEVER_GRANTED.some((kind) => isOfKind(from, kind))) {
    return found(
      `references of a ${from.kind} stay in their namespace, and no ReferenceGrant lets them out`,
      'delete it, and put both into one namespace',
    );
  }
  const { namespace } = grant.key;
  if (namespace === undefined || from.namespace === undefined) {
    return [];
  }
  if (namespace === from.namespace) {
    return found(
      `it is for the namespace ${namespace}, in which it stands itself; references within a namespace need no grant`,
      'delete it, or correct the namespace',
    );
  }
  const targets = entriesOf(grant, 'to');
  if (targets.some((to) => crossing.between(from, to).some((reference) => reference.to.namespace === namespace))) {
    return [];
  }
  const astray = targets.flatMap((to) => crossing.between(from, to)).find((reference) => crossing.isMissing(reference));
  if (astray !== undefined) {
    return found(
      `it stands in the namespace ${namespace}, but ${from.kind} ${from.namespace}/${astray.from.key.name} refers to ${astray.to.kind} ${astray.to.name} in ${astray.to.namespace}`,
      `move it to the namespace ${astray.to.namespace}`,
    );
  }
  // Where the set has none of the objects that it is for, they are elsewhere, and so may be what they refer to.
  const isKnown =
    closedWorld || index.ofKind(from.group, from.kind).some(({ key }) => key.namespace === from.namespace);
  return isKnown
    ? found(
        `no ${from.kind} of the namespace ${from.namespace} refers to what it allows in ${namespace}`,
        'delete it, or correct what it allows',
      )
    : [];
}

function entriesOf({ body }: Manifest, field: 'from' | 'to'): readonly Entry[] {
  return itemsOf(fieldAt(body, 'spec', field)).map((entry, index) => entryOf(entry, ['spec', field, index]));
}

function entryOf(entry: JsonValue, path: FieldPath): Entry {
  return {
    path,
    group: textOf(entry, 'group') ?? '',
    kind: textOf(entry, 'kind') ?? '',
    name: textOf(entry, 'name'),
    namespace: textOf(entry, 'namespace'),
  };
}

/** The references that lead into other namespaces by way of a ReferenceGrant, by who refers to what. */
class Crossings {
  private readonly references = new MultiMap<Reference>();

  constructor(private readonly context: CheckContext) {
    for (const reference of context.graph.references.all()) {
      if (
        reference.namespaceRule === 'reference-grant' &&
        context.graph.grants.permissionOf(reference) !== 'not-needed'
      ) {
        const from = { ...referenceTo(reference.from), namespace: reference.from.key.namespace };
        this.references.add(crossingKey(from, reference.to, undefined), reference);
        this.references.add(crossingKey(from, reference.to, reference.to.name), reference);
      }
    }
  }

  /** Those that an entry pair of a grant is about, in whatever namespace it stands. */
  between(from: Entry, to: Entry): readonly Reference[] {
    return this.references.get(crossingKey(from, to, to.name));
  }

  isMissing(reference: Reference): boolean {
    return this.context.graph.grants.permissionOf(reference) === 'missing';
  }
}

type Kind = Pick<Entry, 'group' | 'kind' | 'namespace'>;

/** Without a name for references to all objects of the kind. */
function crossingKey(from: Kind, to: Kind, name: string | undefined): string {
  return JSON.stringify([from.group, from.kind, from.namespace ?? null, to.group, to.kind, name ?? null]);
}
