import { isDeepStrictEqual } from 'node:util';
import { annotationOf, fieldAt, itemsOf } from '../manifests/graph/json-fields';
import {
  BACKEND_TLS_POLICY,
  BUNDLE,
  CONFIG_MAP,
  isOfKind,
  type ObjectKind,
  SECRET,
  SERVICE,
} from '../manifests/graph/object-kinds';
import { identityOf, referenceTo } from '../manifests/graph/reference';
import { isJsonObject, type JsonObject, type JsonValue, type Manifest, type ManifestSet } from '../manifests/manifest';
import { type Certificate, readCertificates } from '../trust';
import { dataText, trustKey } from './data-text';
import { edgesOf } from './edges';
import type { GraphPair } from './world';

/** The states between two sets of manifests in which both the old and the new CAs are trusted. */
export interface TransitionalSets {
  /** As before, and trusting what is trusted after too. What issues the new certificates is there already. */
  readonly prepared: ManifestSet;
  /** As after, and still trusting what was trusted before. What issued the old certificates is still there. */
  readonly activated: ManifestSet;
}

/** By these, Kong reads the roots of a Service: one object for each root. */
const CA_ANNOTATIONS: readonly string[] = [
  'konghq.com/ca-certificates-configmaps',
  'konghq.com/ca-certificates-secrets',
];

/** Groups and kinds of which an object may be there early, or stay late, without anybody using it. */
const IDLE_GROUPS: ReadonlySet<string> = new Set(['cert-manager.io', 'trust.cert-manager.io']);
const IDLE_KINDS: ReadonlySet<string> = new Set(['ConfigMap', 'Secret']);

/** Makes the states between two sets of manifests. */
export function transitionalSets(graphs: GraphPair): TransitionalSets {
  const trusted = trustObjects(graphs);
  const secretKeys = keysOfTrustSecrets(graphs);
  const united = (own: Manifest, old: Manifest, current: Manifest) => {
    const key = secretKeys.get(identity(own));
    return key === undefined ? withTrustOf(own, old, current) : withSecretRoots(own, old, current, key);
  };
  return {
    prepared: transitional(graphs.before.set, graphs.after.set, (own, other) =>
      trusted.has(identity(own)) ? united(own, own, other) : own,
    ),
    // The same trust in the same order, so that nothing of it is applied again.
    activated: transitional(graphs.after.set, graphs.before.set, (own, other) =>
      trusted.has(identity(own)) ? united(own, other, own) : own,
    ),
  };
}

/** The objects of one set, each united with its counterpart, and those of the other that do no harm. */
function transitional(
  own: ManifestSet,
  other: ManifestSet,
  unite: (manifest: Manifest, counterpart: Manifest) => Manifest,
): ManifestSet {
  const others = new Map(other.manifests.map((manifest) => [identity(manifest), manifest]));
  const present = new Set(own.manifests.map(identity));
  const manifests = own.manifests.map((manifest) => {
    const counterpart = others.get(identity(manifest));
    return counterpart === undefined ? manifest : unite(manifest, counterpart);
  });
  const idle = other.manifests.filter((manifest) => isIdle(manifest) && !present.has(identity(manifest)));
  return { manifests: [...manifests, ...idle], problems: [] };
}

/** The objects that trust is read from, by identity: what policies name, what Bundles collect, and the policies. */
function trustObjects(graphs: GraphPair): ReadonlySet<string> {
  const found = new Set<string>();
  for (const graph of [graphs.before, graphs.after]) {
    for (const { client, server } of edgesOf(graph)) {
      for (const { by, sources } of [client.trusts, server.trusts]) {
        const producers = sources.flatMap(({ object }) =>
          graph.productions.of(object).map((production) => production.by),
        );
        const objects = [...producers.map(referenceTo), ...sources.map(({ object }) => object)];
        const bundles = objects.flatMap((object) => (isOfKind(object, BUNDLE) ? (graph.index.find(object) ?? []) : []));
        const collected = bundles.flatMap((bundle) => graph.references.of(bundle).map(({ to }) => to));
        for (const object of [...objects, ...collected, ...(by === undefined ? [] : [referenceTo(by)])]) {
          found.add(identityOf(object));
        }
      }
    }
  }
  return found;
}

/**
 * The keys of Secrets that an end reads its roots from by itself. What a Secret holds beside them is left alone, and so is
 * one that a Bundle collects: another source of the Bundle does what is wanted there.
 */
function keysOfTrustSecrets(graphs: GraphPair): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const graph of [graphs.before, graphs.after]) {
    for (const { client, server } of edgesOf(graph)) {
      for (const { object, key } of [...client.trusts.sources, ...server.trusts.sources]) {
        const manifest = isOfKind(object, SECRET) ? graph.index.find(object) : undefined;
        const found = manifest && trustKey(manifest, key);
        if (found !== undefined) {
          keys.set(identityOf(object), found);
        }
      }
    }
  }
  return keys;
}

function withSecretRoots(manifest: Manifest, old: Manifest, current: Manifest, key: string): Manifest {
  const text = unitedPem(dataText(old, key) ?? '', dataText(current, key) ?? '');
  const isPlain = fieldAt(manifest.body, 'stringData', key) !== undefined;
  const value = isPlain ? text : Buffer.from(text, 'utf8').toString('base64');
  return { ...manifest, body: withField(manifest.body, [isPlain ? 'stringData' : 'data', key], value) };
}

/** An object that trusts what its old and its new version trust. */
function withTrustOf(manifest: Manifest, old: Manifest, current: Manifest): Manifest {
  const isKind = (kind: ObjectKind) => isOfKind(referenceTo(manifest), kind);
  if (isKind(CONFIG_MAP)) {
    return { ...manifest, body: { ...manifest.body, data: unitedData(old.body.data, current.body.data) } };
  }
  if (isKind(BUNDLE)) {
    return withList(manifest, old, current, ['spec', 'sources']);
  }
  if (isKind(BACKEND_TLS_POLICY)) {
    return withList(manifest, old, current, ['spec', 'validation', 'caCertificateRefs']);
  }
  return isKind(SERVICE)
    ? CA_ANNOTATIONS.reduce((united, key) => withNames(united, old, current, key), manifest)
    : manifest;
}

/** A list of names in an annotation: those of the old version, then those that only the new one has. */
function withNames(manifest: Manifest, old: Manifest, current: Manifest, key: string): Manifest {
  const names = [old, current].flatMap((version) => annotationOf(version, key)?.split(',') ?? []);
  const united = [...new Set(names.map((name) => name.trim()))].join(',');
  return united === ''
    ? manifest
    : { ...manifest, body: withField(manifest.body, ['metadata', 'annotations', key], united) };
}

function unitedData(old: JsonValue | undefined, current: JsonValue | undefined): JsonObject {
  const [before, after] = [old, current].map((value) => (isJsonObject(value) ? value : {}));
  const united = Object.entries(before ?? {}).map(([key, value]) => {
    const added = after?.[key];
    return [key, typeof value === 'string' && typeof added === 'string' ? unitedPem(value, added) : value];
  });
  return { ...after, ...Object.fromEntries(united) };
}

/** The text as it is, and below it the certificates that only the other text has. */
function unitedPem(own: string, other: string): string {
  const fingerprints = new Set(certificatesIn(own).map(({ fingerprint }) => fingerprint));
  const added = certificatesIn(other).filter(({ fingerprint }) => !fingerprints.has(fingerprint));
  const separator = own === '' || own.endsWith('\n') ? '' : '\n';
  return added.length === 0 ? own : own + separator + added.map(({ pem }) => pem).join('');
}

function certificatesIn(text: string): readonly Certificate[] {
  return readCertificates(text).certificates.map(({ certificate }) => certificate);
}

function withList(manifest: Manifest, old: Manifest, current: Manifest, path: readonly string[]): Manifest {
  const items = itemsOf(fieldAt(old.body, ...path));
  const added = itemsOf(fieldAt(current.body, ...path)).filter(
    (item) => !items.some((known) => isDeepStrictEqual(known, item)),
  );
  return { ...manifest, body: withField(manifest.body, path, [...items, ...added]) };
}

function withField(body: JsonObject, [name, ...rest]: readonly string[], value: JsonValue): JsonObject {
  if (name === undefined) {
    return body;
  }
  const field = body[name];
  return { ...body, [name]: rest.length === 0 ? value : withField(isJsonObject(field) ? field : {}, rest, value) };
}

function isIdle(manifest: Manifest): boolean {
  const { group, kind } = referenceTo(manifest);
  return IDLE_GROUPS.has(group) || (group === '' && IDLE_KINDS.has(kind));
}

function identity(manifest: Manifest): string {
  return identityOf(referenceTo(manifest));
}
