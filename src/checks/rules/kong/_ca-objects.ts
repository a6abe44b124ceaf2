import { labelOf } from '../../../manifests/graph/json-fields';
import { BUNDLE, CONFIG_MAP, isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { identityOf, type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import type { CheckContext } from '../../check-context';
import { type DataText, dataText } from '../_data-text';
import { backendTlsPolicies, CA_CONFIG_MAPS, CA_SECRETS, kongTargetsOf, servicesWith } from './_kong';
import { producedLabel } from './_produced-labels';

/** Label without which the controllers do not list a certificate authority. */
export const CA_LABEL = 'konghq.com/ca-cert';

/** Why a rule about certificate authorities has nothing to look at. */
export const NO_CA_OBJECT =
  'there is no ConfigMap or Secret with the label konghq.com/ca-cert, and none that a Service or BackendTLSPolicy of Kong names as an authority';

/** A ConfigMap or Secret that Kong is to take a certificate authority from. */
export interface CaObject {
  readonly target: ObjectReference;
  /**
   * The object itself.
   * @default - what makes it is in the set
   */
  readonly manifest?: Manifest;
  /** Where a finding goes: the object, or what makes it. */
  readonly owner: Manifest;
  /** Whether it has the label, or is given it. Unknown labels count. */
  readonly labeled: boolean;
  /** What names it as an authority. */
  readonly usedBy: readonly Reference[];
}

/**
 * The certificate authorities that Kong is to read, as far as they or what makes them are in the set. Targets of Bundles
 * are left out: that Kong can read none of them is for another rule to say.
 */
export function caObjectsOf(context: CheckContext): readonly CaObject[] {
  const used = new Map<string, { readonly target: ObjectReference; readonly references: Reference[] }>();
  for (const reference of referencesOf(context)) {
    const key = identityOf(reference.to);
    const entry = used.get(key) ?? { target: reference.to, references: [] };
    entry.references.push(reference);
    used.set(key, entry);
  }
  for (const target of labeledObjects(context)) {
    const key = identityOf(target);
    used.set(key, used.get(key) ?? { target, references: [] });
  }
  return [...used.values()].flatMap(({ target, references }) => caObject(context, target, references));
}

/** The text under a key of the object, where it stands in the set. */
export function textIn({ manifest }: CaObject, key: string): DataText | undefined {
  return manifest === undefined ? undefined : dataText(manifest, key);
}

/** The certificate as the controllers look for it: under `cert`, else under `ca.crt`. */
export function certificateIn(object: CaObject): DataText | undefined {
  return textIn(object, 'cert') ?? textIn(object, 'ca.crt');
}

function referencesOf(context: CheckContext): readonly Reference[] {
  const { graph, index } = context;
  const policies = backendTlsPolicies(index).filter((policy) => kongTargetsOf(context, policy).length > 0);
  return [...servicesWith(index, [CA_SECRETS, CA_CONFIG_MAPS]), ...policies]
    .flatMap((manifest) => graph.references.of(manifest))
    .filter(({ purpose, to }) => purpose === 'ca' && [CONFIG_MAP, SECRET].some((kind) => isOfKind(to, kind)));
}

function labeledObjects({ index, graph }: CheckContext): readonly ObjectReference[] {
  const written = [CONFIG_MAP, SECRET].flatMap((kind) => ofKind(index.ofKind(kind.group, kind.kind)));
  const issued = graph.certificates
    .all()
    .filter((certificate) => producedLabel(certificate, CA_LABEL) === 'true')
    .flatMap((certificate) => graph.certificates.secretOf(certificate) ?? []);
  return [...written, ...issued];
}

function ofKind(manifests: readonly Manifest[]): readonly ObjectReference[] {
  return manifests.filter((manifest) => labelOf(manifest, CA_LABEL) === 'true').map(referenceTo);
}

function caObject({ graph }: CheckContext, target: ObjectReference, usedBy: readonly Reference[]): readonly CaObject[] {
  const resolution = graph.resolveObject(target);
  if (resolution.state === 'unresolved') {
    return [];
  }
  const makers = resolution.productions.map(({ by }) => by);
  const manifest = resolution.state === 'present' ? resolution.manifest : undefined;
  const owner = manifest ?? makers[0];
  if (owner === undefined || (manifest === undefined && makers.some(isBundle))) {
    return [];
  }
  const labels = [
    ...(manifest === undefined ? [] : [labelOf(manifest, CA_LABEL)]),
    ...makers.map((maker) => producedLabel(maker, CA_LABEL)),
  ];
  const labeled = labels.some((value) => value === 'true' || value === 'unknown');
  return [{ target, ...(manifest === undefined ? {} : { manifest }), owner, labeled, usedBy }];
}

function isBundle({ key }: Manifest): boolean {
  return key.kind === BUNDLE.kind;
}
