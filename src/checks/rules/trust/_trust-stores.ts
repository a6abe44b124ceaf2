import { fieldAt, type fieldOf } from '../../../manifests/graph/json-fields';
import { BUNDLE, ENVOY_GATEWAY_BACKEND, isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { Resolution } from '../../../manifests/graph/resolution';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import type { Certificate, Purpose } from '../../../trust';
import { certificatesOf, isKongCa, type PemText, type PlacedCertificate, pemTextsOf } from './_pem-texts';

/** The roots that one verifier accepts, in its order. */
export interface TrustStore {
  /** What names the roots: a policy, a Service, a Bundle. */
  readonly owner: Manifest;
  /** Whose certificates are verified with it; undefined for a Bundle that nothing in the set reads. */
  readonly purpose?: Purpose;
  /**
   * The Service on the hop.
   * @default - the hop is not known
   */
  readonly service?: Manifest;
  /**
   * What requests are sent to: the Service, or what a policy names that is of another kind or not in the set.
   * @default - the hop is not known
   */
  readonly backend?: ObjectReference;
  /** @default - all ports */
  readonly port?: string;
  readonly anchors: readonly PlacedCertificate[];
  /** Whether all roots are in the set, so that what is missing here is missing there. */
  readonly isComplete: boolean;
}

const stores = new WeakMap<ReferenceGraph, readonly TrustStore[]>();

/** The trust stores of a set: Bundles, those of the hops to Services and of client verification, and all others that name roots. */
export function trustStoresOf(graph: ReferenceGraph): readonly TrustStore[] {
  const known = stores.get(graph) ?? findStores(graph);
  stores.set(graph, known);
  return known;
}

/** Every text of roots once, with the certificates in it. */
export function anchorsIn(graph: ReferenceGraph): readonly PlacedCertificate[] {
  const texts = new Map<PemText, readonly PlacedCertificate[]>();
  for (const { anchors } of trustStoresOf(graph)) {
    for (const { text } of anchors) {
      if (!texts.has(text)) {
        texts.set(text, certificatesOf(text));
      }
    }
  }
  for (const kind of ['ConfigMap', 'Secret']) {
    for (const manifest of graph.index.ofKind('', kind).filter(isKongCa)) {
      for (const text of caTextsOf(manifest)) {
        texts.set(text, certificatesOf(text));
      }
    }
  }
  return [...texts.values()].flat();
}

export function certificatesIn(store: TrustStore): readonly Certificate[] {
  return store.anchors.map(({ certificate }) => certificate);
}

function findStores(graph: ReferenceGraph): readonly TrustStore[] {
  const bundles = graph.index.ofKind(BUNDLE.group, BUNDLE.kind);
  const services = graph.index.ofKind(SERVICE.group, SERVICE.kind);
  const ofServices = services.flatMap((service) => serviceStores(graph, service));
  return [
    ...bundles.map((bundle) => bundleStore(graph, bundle)),
    ...ofServices,
    ...otherStores(graph, new Set(ofServices.map(({ owner }) => owner))),
  ];
}

/** Roots are judged too where the Service is elsewhere, or where a vendor's kind names them. */
function otherStores(graph: ReferenceGraph, judged: ReadonlySet<Manifest>): readonly TrustStore[] {
  const named = new Map<Manifest, Reference[]>();
  for (const reference of graph.references.all()) {
    const { from, purpose } = reference;
    // A pair that a gateway presents may have the roots beside it.
    if ((purpose === 'ca' || purpose === 'tls-secret') && !judged.has(from)) {
      const others = named.get(from) ?? [];
      others.push(reference);
      named.set(from, others);
    }
  }
  return [...named].flatMap(([owner, references]) => {
    const store = { owner, purpose: 'serverAuth' as const, ...namedAnchors(graph, references) };
    const backends = backendsOf(graph, owner);
    return backends.length === 0 ? [store] : backends.map((backend) => ({ ...store, backend }));
  });
}

/** What a policy is for, or the backend itself; none where that is for other objects to tell. */
function backendsOf(graph: ReferenceGraph, owner: Manifest): readonly ObjectReference[] {
  const reference = referenceTo(owner);
  return isOfKind(reference, ENVOY_GATEWAY_BACKEND)
    ? [reference]
    : graph.policies.targetsOf(owner).map(({ target }) => target);
}

function bundleStore(graph: ReferenceGraph, owner: Manifest): TrustStore {
  return { owner, ...bundleAnchors(graph, owner) };
}

type Anchors = Pick<TrustStore, 'anchors' | 'isComplete'>;

/** Many policies read what one Bundle writes. */
const bundleContents = new WeakMap<ReferenceGraph, Map<Manifest, Anchors>>();

function bundleAnchors(graph: ReferenceGraph, bundle: Manifest): Anchors {
  const contents = bundleContents.get(graph) ?? new Map<Manifest, Anchors>();
  bundleContents.set(graph, contents);
  const anchors = contents.get(bundle) ?? collectAnchors(graph, bundle);
  contents.set(bundle, anchors);
  return anchors;
}

function collectAnchors(graph: ReferenceGraph, bundle: Manifest): Anchors {
  const parts = graph.bundles.sourcesOf(bundle).map((source): Anchors => {
    switch (source.type) {
      case 'inline':
        return known(pemTextsOf(bundle).filter(({ path }) => path[2] === source.path[2]));
      case 'named':
        return source.reference === undefined
          ? UNKNOWN
          : presentAnchors(graph.resolveObject(source.reference.to), source.key ?? '*');
      case 'selected':
        return {
          ...known(source.selected.flatMap((manifest) => textsUnder(manifest, source.key ?? '*'))),
          isComplete: false,
        };
      default:
        return UNKNOWN;
    }
  });
  return joined(parts);
}

function serviceStores(graph: ReferenceGraph, service: Manifest): readonly TrustStore[] {
  const reference = referenceTo(service);
  const own = graph.references.of(service).filter(({ purpose }) => purpose === 'ca');
  return [
    ...(own.length === 0
      ? []
      : [{ owner: service, service, backend: reference, purpose: 'serverAuth' as const, ...namedAnchors(graph, own) }]),
    ...graph.policies.on(reference).flatMap(({ policy, sectionName }) => {
      const cas = graph.references.of(policy).filter(({ purpose }) => purpose === 'ca');
      const port = sectionName === undefined ? {} : { port: sectionName };
      return cas.length === 0
        ? []
        : [
            {
              owner: policy,
              service,
              backend: reference,
              purpose: 'serverAuth' as const,
              ...port,
              ...namedAnchors(graph, cas),
            },
          ];
    }),
    ...graph.clientTrustOf(reference).map(({ from, port }) => ({
      owner: from,
      service,
      backend: reference,
      purpose: 'clientAuth' as const,
      ...(typeof port === 'string' ? { port } : {}),
      ...anchorsHeldBy(graph, from),
    })),
  ];
}

/** What bears the annotation holds the roots itself, or is a Bundle that collects them. */
function anchorsHeldBy(graph: ReferenceGraph, holder: Manifest): Anchors {
  if (holder.key.kind === BUNDLE.kind) {
    return bundleAnchors(graph, holder);
  }
  const texts = caTextsOf(holder);
  return texts.length === 0 ? UNKNOWN : known(texts);
}

function namedAnchors(graph: ReferenceGraph, references: readonly Reference[]): Anchors {
  return joined(references.map(({ to, key }) => anchorsAt(graph, to, key)));
}

function anchorsAt(graph: ReferenceGraph, target: ObjectReference, key?: string): Anchors {
  const resolution = graph.resolveObject(target);
  const [production, ...others] = resolution.state === 'produced' ? resolution.productions : [];
  return production !== undefined && others.length === 0 && production.by.key.kind === BUNDLE.kind
    ? bundleAnchors(graph, production.by)
    : presentAnchors(resolution, key);
}

/**
 * What stands in a manifest. What a Bundle makes is not followed from another Bundle: they may collect each other.
 *
 * @param key the key that is read; `*` for all, and without it the one that controllers read for roots
 */
function presentAnchors(resolution: Resolution, key?: string): Anchors {
  // A controller that writes to the object too may replace what stands there.
  if (resolution.state !== 'present' || resolution.productions.length > 0) {
    return UNKNOWN;
  }
  const texts = key === undefined ? caTextsOf(resolution.manifest) : textsUnder(resolution.manifest, key);
  return texts.length === 0 ? UNKNOWN : known(texts);
}

/** Kong takes `cert` before `ca.crt`; Istio also reads `cacert`. */
function caTextsOf(manifest: Manifest): readonly PemText[] {
  const texts = pemTextsOf(manifest);
  if (manifest.key.kind === 'KongCACertificate') {
    return fieldAt(manifest.body, 'spec', 'secretRef') === undefined ? texts : [];
  }
  const keys = isKongCa(manifest) ? ['cert', 'ca.crt'] : ['ca.crt', 'cacert'];
  const key = keys.find((candidate) => texts.some((text) => text.key === candidate));
  return texts.filter((text) => text.key !== undefined && text.key === key);
}

function textsUnder(manifest: Manifest, key: string): readonly PemText[] {
  return pemTextsOf(manifest).filter((text) => key === '*' || text.key === key);
}

const UNKNOWN: Anchors = { anchors: [], isComplete: false };

function known(texts: readonly PemText[]): Anchors {
  return { anchors: texts.flatMap(certificatesOf), isComplete: true };
}

function joined(parts: readonly Anchors[]): Anchors {
  return {
    anchors: parts.flatMap(({ anchors }) => anchors),
    isComplete: parts.length > 0 && parts.every(({ isComplete }) => isComplete),
  };
}

/** The field of a policy that holds a value, in the shape of v1 or of v1alpha2. */
export function validationOf(policy: Manifest): {
  readonly path: readonly string[];
  readonly value: ReturnType<typeof fieldOf>;
} {
  const path = fieldAt(policy.body, 'spec', 'validation') === undefined ? ['spec', 'tls'] : ['spec', 'validation'];
  return { path, value: fieldAt(policy.body, ...path) };
}
