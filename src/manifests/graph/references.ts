import type { ObjectReference } from '../index-set';
import { groupOf, type Manifest, type ManifestSet } from '../manifest';
import { ObjectMultiMap } from '../object-map';
import { certificateFields } from './certificate-fields';
import { envoyFields } from './envoy-fields';
import { gatewayApiFields } from './gateway-api-fields';
import { istioFields } from './istio-fields';
import { kongFields } from './kong-fields';
import { MultiMap } from './multi-map';
import type { ObjectKind } from './object-kinds';
import { otherGatewayFields } from './other-gateway-fields';
import { inWhateverNamespace, type Reference } from './reference';
import { type ControllerNamespaces, type ReferenceField, referencesIn } from './reference-field';

/** Every field in which an object names another, of all kinds that we read. */
export const REFERENCE_FIELDS: readonly ReferenceField[] = [
  ...gatewayApiFields,
  ...certificateFields,
  ...kongFields,
  ...envoyFields,
  ...istioFields,
  ...otherGatewayFields,
];

const FIELDS_BY_KIND = byKind(REFERENCE_FIELDS);

const NONE: readonly Reference[] = [];

/** All references of a set of manifests, in both directions. Each direction is built when first asked for. */
export class References {
  private readonly byObject = new Map<Manifest, readonly Reference[]>();
  private everything: readonly Reference[] | undefined;
  private targets:
    | { readonly exact: ObjectMultiMap<Reference>; readonly unsaid: ObjectMultiMap<Reference> }
    | undefined;

  constructor(
    private readonly set: ManifestSet,
    private readonly namespaces: ControllerNamespaces,
  ) {}

  /** What an object names, in the order of our tables and then of the object. */
  of(manifest: Manifest): readonly Reference[] {
    const known = this.byObject.get(manifest);
    if (known !== undefined) {
      return known;
    }
    const fields = fieldsOf(manifest);
    if (fields.length === 0) {
      return NONE;
    }
    const references: Reference[] = [];
    for (const field of fields) {
      for (const reference of referencesIn(manifest, field, this.namespaces)) {
        references.push(reference);
      }
    }
    this.byObject.set(manifest, references);
    return references;
  }

  /**
   * What names an object, as its first choice or as an alternative, in the order read. References that do not say the
   * namespace come last: each may mean an object of that name in another one.
   */
  to(target: ObjectReference): readonly Reference[] {
    this.targets ??= this.indexTargets();
    const exact = this.targets.exact.get(target);
    const unsaid = this.targets.unsaid.get(inWhateverNamespace(target));
    return unsaid.length === 0 ? exact : [...exact, ...unsaid];
  }

  /** All references, object by object in the order read. Where all objects are asked, the dearest way is one by one. */
  all(): readonly Reference[] {
    this.everything ??= this.set.manifests.flatMap((manifest) => this.of(manifest));
    return this.everything;
  }

  private indexTargets() {
    const exact = new ObjectMultiMap<Reference>();
    const unsaid = new ObjectMultiMap<Reference>();
    for (const reference of this.all()) {
      for (const target of [reference.to, ...reference.alternatives]) {
        if (reference.namespaceRule === 'unsaid') {
          unsaid.add(inWhateverNamespace(target), reference);
        } else {
          exact.add(target, reference);
        }
      }
    }
    return { exact, unsaid };
  }
}

function fieldsOf({ key }: Manifest): readonly ReferenceField[] {
  return FIELDS_BY_KIND.get(kindKey({ group: groupOf(key.apiVersion), kind: key.kind }));
}

function byKind(fields: readonly ReferenceField[]): MultiMap<ReferenceField> {
  const map = new MultiMap<ReferenceField>();
  for (const field of fields) {
    map.add(kindKey(field.of), field);
  }
  return map;
}

// A group has no slash, so no kind can forge the key of another.
function kindKey({ group, kind }: ObjectKind): string {
  return `${group}/${kind}`;
}
