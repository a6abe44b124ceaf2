import type { ManifestIndex, ObjectReference } from '../index-set';
import type { JsonValue, Manifest } from '../manifest';
import { fieldAt, fieldOf, itemsOf, textOf } from './json-fields';
import { MultiMap } from './multi-map';
import { type ObjectKind, REFERENCE_GRANT } from './object-kinds';
import { crossesNamespace, type Reference, referenceTo } from './reference';

/** An object that refers to others, as a grant names it: by kind and namespace. */
export interface Grantee {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
}

/**
 * Whether a reference may lead where it leads: `not-needed` within a namespace and where no grant is asked for;
 * `granted`; `missing` where a grant would help; `impossible` where none does; `unknown` where one of both namespaces is
 * left to whoever applies the objects.
 */
export type Permission = 'not-needed' | 'granted' | 'missing' | 'impossible' | 'unknown';

/** The kinds of object that grant a reference. */
export type GrantRule = 'reference-grant' | 'kong-reference-grant' | 'tls-certificate-delegation';

/** An API server refuses grants with more entries. */
const MAX_ENTRIES = 16;

const KONG_REFERENCE_GRANT: ObjectKind = { group: 'configuration.konghq.com', kind: 'KongReferenceGrant' };
const TLS_CERTIFICATE_DELEGATION: ObjectKind = { group: 'projectcontour.io', kind: 'TLSCertificateDelegation' };
const ANY = '*';

/** What ReferenceGrants, KongReferenceGrants and Contour's TLSCertificateDelegations allow. */
export class Grants {
  private grants: MultiMap<Manifest> | undefined;

  constructor(private readonly index: ManifestIndex) {}

  /** Whether some ReferenceGrant allows a reference between two namespaces. */
  permits(from: Grantee, to: ObjectReference): boolean {
    return this.grantsFor('reference-grant', from, to).length > 0;
  }

  /** The objects that allow a reference between two namespaces. */
  grantsFor(rule: GrantRule, from: Grantee, to: ObjectReference): readonly Manifest[] {
    this.grants ??= this.indexGrants();
    const names = rule === 'tls-certificate-delegation' ? [from.namespace, ANY] : [from.namespace];
    const grants = this.grants;
    return names.flatMap((namespace) =>
      [to.name, undefined].flatMap((name) => grants.get(grantKey(rule, { ...from, namespace }, to, name))),
    );
  }

  /** Judges a reference by its namespaces, its rule and the grants of the set. */
  permissionOf(reference: Reference): Permission {
    const { from, to, namespaceRule } = reference;
    const crosses = crossesNamespace(reference);
    if (crosses === 'no' || namespaceRule === 'any' || namespaceRule === 'unsaid') {
      return 'not-needed';
    }
    if (crosses === 'unknown') {
      return 'unknown';
    }
    if (namespaceRule === 'own') {
      return 'impossible';
    }
    return this.grantsFor(namespaceRule, referenceTo(from), to).length > 0 ? 'granted' : 'missing';
  }

  private indexGrants(): MultiMap<Manifest> {
    const grants = new MultiMap<Manifest>();
    for (const [rule, { group, kind }] of [
      ['reference-grant', REFERENCE_GRANT],
      ['kong-reference-grant', KONG_REFERENCE_GRANT],
    ] as const) {
      for (const grant of this.index.ofKind(group, kind)) {
        addGrant(grants, rule, grant);
      }
    }
    for (const delegation of this.index.ofKind(TLS_CERTIFICATE_DELEGATION.group, TLS_CERTIFICATE_DELEGATION.kind)) {
      addDelegation(grants, delegation);
    }
    return grants;
  }
}

function addGrant(grants: MultiMap<Manifest>, rule: GrantRule, grant: Manifest): void {
  for (const from of entriesOf(grant, 'from')) {
    for (const to of entriesOf(grant, 'to')) {
      const target = { ...kindIn(to, rule), namespace: grant.key.namespace };
      const grantee = { ...kindIn(from, rule), namespace: textOf(from, 'namespace') };
      grants.add(grantKey(rule, grantee, target, textOf(to, 'name')), grant);
    }
  }
}

function addDelegation(grants: MultiMap<Manifest>, delegation: Manifest): void {
  const target = { group: '', kind: 'Secret', namespace: delegation.key.namespace };
  for (const entry of itemsOf(fieldAt(delegation.body, 'spec', 'delegations'))) {
    const name = textOf(entry, 'secretName');
    for (const namespace of itemsOf(fieldOf(entry, 'targetNamespaces'))) {
      if (typeof namespace === 'string' && name !== undefined) {
        const key = grantKey('tls-certificate-delegation', { namespace }, target, name === ANY ? undefined : name);
        grants.add(key, delegation);
      }
    }
  }
}

function entriesOf(grant: Manifest, field: 'from' | 'to'): readonly JsonValue[] {
  return itemsOf(fieldAt(grant.body, 'spec', field)).slice(0, MAX_ENTRIES);
}

/** KongReferenceGrants call the core group `core`. */
function kindIn(entry: JsonValue, rule: GrantRule): ObjectKind {
  const group = textOf(entry, 'group') ?? '';
  return { group: rule === 'kong-reference-grant' && group === 'core' ? '' : group, kind: textOf(entry, 'kind') ?? '' };
}

type Between = { readonly group?: string; readonly kind?: string; readonly namespace: string | undefined };

/** Delegations name whom they allow by namespace alone. */
function grantKey(rule: GrantRule, from: Between, to: Omit<ObjectReference, 'name'>, name: string | undefined): string {
  const grantee = rule === 'tls-certificate-delegation' ? [] : [from.group ?? '', from.kind ?? ''];
  return JSON.stringify([
    rule,
    ...grantee,
    from.namespace ?? null,
    to.group,
    to.kind,
    to.namespace ?? null,
    name ?? null,
  ]);
}
