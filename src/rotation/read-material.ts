import type { BundleSource } from '../manifests/graph/bundles';
import { ISSUES_UNDER_ANNOTATION } from '../manifests/graph/certificate-fields';
import { annotationOf, fieldAt, itemsOf, nonEmpty } from '../manifests/graph/json-fields';
import { BUNDLE, CERTIFICATE, CONFIG_MAP, isOfKind, SECRET } from '../manifests/graph/object-kinds';
import { formatReference, identityOf, referenceTo } from '../manifests/graph/reference';
import type { ObjectReference } from '../manifests/index-set';
import type { Manifest } from '../manifests/manifest';
import type { Certificate } from '../trust';
import { dataText, trustText } from './data-text';
import { type Authority, isCertificate, type PresentedMaterial, type Unread } from './material';
import type { LocatedProduction, Version, Wired, World } from './world';

/** What one object adds to the trust of an endpoint. */
export interface TrustSource {
  readonly anchors: readonly Authority[];
  readonly opaque: readonly Unread[];
  /** Objects that should be read and are not there. */
  readonly missing: readonly string[];
}

/** A CA below a CA below a CA is enough; issuers that lead in a circle end here. */
const MAX_ISSUERS = 8;

const NOTHING: TrustSource = { anchors: [], opaque: [], missing: [] };

/** Reads the roots that an object holds: a ConfigMap, a Secret, or what makes one. */
export function readTrust(
  world: World,
  object: ObjectReference,
  key: string | undefined,
  wiring: Wired,
  within: ReadonlySet<string> = new Set(),
): TrustSource {
  if (isOfKind(object, BUNDLE)) {
    return readBundle(world, object, wiring, within);
  }
  const located = world.locate(object, wiring);
  if (located.state === 'missing') {
    return { ...NOTHING, missing: [formatReference(object)] };
  }
  if (located.state === 'external') {
    return opaque(object);
  }
  const { manifest, productions } = located;
  const text = manifest && textOfTrust(manifest, key);
  if (text !== undefined) {
    return { ...NOTHING, anchors: world.certificates.read(text) };
  }
  const sources = productions.map((production) => readProducedTrust(world, object, key, production, within));
  return sources.length === 0 ? opaque(object, manifest) : merge(sources);
}

/** Reads what is presented from a Secret, or from the object that makes one. */
export function readPresented(world: World, object: ObjectReference, wiring: Wired): PresentedMaterial {
  const title = formatReference(object);
  const located = world.locate(object, wiring);
  if (located.state === 'missing') {
    return { type: 'missing', title };
  }
  if (located.state === 'external') {
    return { type: 'unknown', id: identityOf(object), title };
  }
  const { manifest, productions, version } = located;
  if (manifest !== undefined && isOfKind(object, CERTIFICATE)) {
    return readIssued(world, manifest, version);
  }
  const issued = productions.find(({ by }) => isOfKind(referenceTo(by), CERTIFICATE));
  // A Secret that was exported from the cluster shows what the Certificate came to before it is changed.
  const isReissued = issued?.version === 'after' && world.isChanged(referenceTo(issued.by));
  const [leaf, ...intermediates] =
    manifest === undefined || isReissued ? [] : certificatesUnder(world, manifest, 'tls.crt');
  if (leaf !== undefined) {
    return { type: 'chain', leaf, intermediates };
  }
  if (issued !== undefined) {
    return readIssued(world, issued.by, issued.version);
  }
  const [production] = productions;
  return { type: 'unknown', ...unread(object, production?.by ?? manifest) };
}

function readIssued(world: World, certificate: Manifest, version: Version): PresentedMaterial {
  return {
    type: 'issued',
    title: formatReference(referenceTo(certificate)),
    authorities: authoritiesAbove(world, certificate, version),
    usages: textsAt(certificate, 'usages'),
    // The common name is no name of a server.
    dnsNames: textsAt(certificate, 'dnsNames'),
    uris: textsAt(certificate, 'uris'),
  };
}

/** The CAs that a Certificate is issued under, from the one that signs upward. Empty where it signs itself. */
function authoritiesAbove(world: World, certificate: Manifest, version: Version, depth = 0): readonly Authority[] {
  const graph = world.graphAt(version);
  const reference = graph.certificates.issuerOf(certificate);
  if (reference === undefined || depth > MAX_ISSUERS) {
    return [];
  }
  const issuer = world.await(reference.to, world.wiringOf(referenceTo(certificate), version));
  if (issuer.state !== 'found' || issuer.manifest === undefined) {
    return [issuerItself(reference.to)];
  }
  if (fieldAt(issuer.manifest.body, 'spec', 'selfSigned') !== undefined) {
    return [];
  }
  const caSecret = world.graphAt(issuer.version).certificates.caSecretOf(issuer.manifest)?.to;
  const above =
    caSecret === undefined
      ? [issuerItself(reference.to, issuer.manifest)]
      : authoritiesIn(world, caSecret, world.wiringOf(reference.to, issuer.version), depth + 1);
  // The Secret of a CA holds its key, so that it is hardly ever among the manifests.
  const stated = world.certificates.read(annotationOf(issuer.manifest, ISSUES_UNDER_ANNOTATION) ?? '');
  return stated.length > 0 && !above.some(isCertificate) ? stated : above;
}

/** The CA whose certificate and key a Secret holds, then those above it. */
function authoritiesIn(world: World, secret: ObjectReference, wiring: Wired, depth: number): readonly Authority[] {
  const located = world.await(secret, wiring);
  if (located.state !== 'found') {
    return [kept(secret)];
  }
  const certificates = located.manifest === undefined ? [] : certificatesUnder(world, located.manifest, 'tls.crt');
  if (certificates.length > 0 && located.manifest !== undefined) {
    return [...certificates, ...certificatesUnder(world, located.manifest, 'ca.crt')];
  }
  const issued = located.productions.find(({ by }) => isOfKind(referenceTo(by), CERTIFICATE));
  return issued === undefined
    ? [kept(secret, located.productions[0]?.by)]
    : [kept(secret, issued.by), ...authoritiesAbove(world, issued.by, issued.version, depth)];
}

function readProducedTrust(
  world: World,
  object: ObjectReference,
  key: string | undefined,
  { by, version }: LocatedProduction,
  within: ReadonlySet<string>,
): TrustSource {
  const producer = referenceTo(by);
  if (isOfKind(producer, BUNDLE)) {
    return readBundle(world, producer, world.wiringOf(producer, version), within);
  }
  if (!isOfKind(producer, CERTIFICATE)) {
    return opaque(object, by);
  }
  const above = authoritiesAbove(world, by, version);
  const isCa = fieldAt(by.body, 'spec', 'isCA') === true;
  const own = isCa ? [kept(object, by)] : [];
  // cert-manager keeps one CA in `ca.crt`: the highest that it knows.
  const anchor = key === 'tls.crt' && isCa ? own[0] : [...own, ...above].at(-1);
  return anchor === undefined ? opaque(object, by) : { ...NOTHING, anchors: [anchor] };
}

/**
 * What trust-manager writes for a Bundle: without repetitions, and sorted by SHA-256.
 *
 * @param within Bundles that this one is read for; one that collects what it writes adds nothing to itself
 */
function readBundle(world: World, object: ObjectReference, wiring: Wired, within: ReadonlySet<string>): TrustSource {
  if (within.has(object.name)) {
    return NOTHING;
  }
  const located = world.locate(object, wiring);
  if (located.state !== 'found' || located.manifest === undefined) {
    return located.state === 'missing' ? { ...NOTHING, missing: [formatReference(object)] } : opaque(object);
  }
  const { manifest, version } = located;
  const current = collect(world, manifest, version, within);
  const old = version === 'after' ? world.graphAt('before').index.find(object) : undefined;
  // trust-manager leaves what it wrote before as long as a source that the Bundle names is not there.
  return current.missing.length > 0 && old !== undefined ? collect(world, old, 'before', within) : current;
}

function collect(world: World, bundle: Manifest, version: Version, within: ReadonlySet<string>): TrustSource {
  const wiring = world.wiringOf(referenceTo(bundle), version);
  const inner = new Set([...within, bundle.key.name]);
  const sources = world.graphAt(version).bundles.sourcesOf(bundle);
  const { anchors, ...rest } = merge(sources.map((source) => readBundleSource(world, bundle, source, wiring, inner)));
  return { ...rest, anchors: [...anchors].sort(byFingerprint) };
}

function readBundleSource(
  world: World,
  bundle: Manifest,
  source: BundleSource,
  wiring: Wired,
  within: ReadonlySet<string>,
): TrustSource {
  switch (source.type) {
    case 'named':
      return source.reference === undefined
        ? NOTHING
        : readTrust(world, source.reference.to, source.key, wiring, within);
    case 'selected':
      return merge(
        selectedNow(world, bundle, source).map((object) => readTrust(world, object, source.key, 'both', within)),
      );
    case 'inline': {
      const entry = itemsOf(fieldAt(bundle.body, 'spec', 'sources'))[Number(source.path.at(-1))];
      return { ...NOTHING, anchors: world.certificates.read(nonEmpty(fieldAt(entry, 'inLine')) ?? '') };
    }
    case 'default-cas':
      return { ...NOTHING, opaque: [{ id: 'default CAs', title: 'the default CAs of trust-manager' }] };
    case 'unreadable':
      return NOTHING;
  }
}

/** What a selector matches in this world. An object that is not there is no error: it adds nothing. */
function selectedNow(world: World, bundle: Manifest, { path }: BundleSource): readonly ObjectReference[] {
  const selectedAt = (version: Version) => {
    const sources = world.graphAt(version).bundles.sourcesOf(bundle);
    const selected = sources.find((source) => source.path[2] === path[2])?.selected ?? [];
    return new Map(selected.map((manifest) => [identityOf(referenceTo(manifest)), referenceTo(manifest)]));
  };
  const selected = { before: selectedAt('before'), after: selectedAt('after') };
  return [...new Map([...selected.before, ...selected.after])]
    .filter(([identity, object]) => selected[world.versionOf(object)].has(identity))
    .map(([, object]) => object);
}

function byFingerprint(left: Authority, right: Authority): number {
  const [a, b] = [left, right].map((each) => (isCertificate(each) ? each.fingerprint : each.id));
  return (a ?? '') < (b ?? '') ? -1 : Number(a !== b);
}

function merge(sources: readonly TrustSource[]): TrustSource {
  return {
    anchors: sources.flatMap(({ anchors }) => anchors),
    opaque: sources.flatMap((source) => source.opaque),
    missing: sources.flatMap(({ missing }) => missing),
  };
}

function opaque(object: ObjectReference, by?: Manifest): TrustSource {
  return { ...NOTHING, opaque: [unread(object, by)] };
}

function unread(object: ObjectReference, by: Manifest | undefined): Unread {
  return { id: JSON.stringify([identityOf(object), by?.body.spec ?? null]), title: formatReference(object) };
}

/** The fields of a CA Certificate that make another CA of it when they change. */
const CA_FIELDS = ['issuerRef', 'commonName', 'literalSubject', 'subject', 'privateKey'];

function kept(secret: ObjectReference, by?: Manifest): Authority {
  const fields = CA_FIELDS.map((field) => fieldAt(by?.body, 'spec', field) ?? null);
  return { id: JSON.stringify([identityOf(secret), ...fields]), title: `the CA in ${formatReference(secret)}` };
}

function issuerItself(issuer: ObjectReference, manifest?: Manifest): Authority {
  return {
    id: JSON.stringify([identityOf(issuer), manifest?.body.spec ?? null]),
    title: `the CA of ${formatReference(issuer)}`,
  };
}

function textOfTrust(manifest: Manifest, key: string | undefined): string | undefined {
  const object = referenceTo(manifest);
  if (isOfKind(object, CONFIG_MAP) || isOfKind(object, SECRET)) {
    return trustText(manifest, key);
  }
  return object.kind === 'ClusterTrustBundle' ? nonEmpty(fieldAt(manifest.body, 'spec', 'trustBundle')) : undefined;
}

function certificatesUnder(world: World, manifest: Manifest, key: string): readonly Certificate[] {
  return world.certificates.read(dataText(manifest, key) ?? '');
}

function textsAt({ body }: Manifest, field: string): readonly string[] {
  return itemsOf(fieldAt(body, 'spec', field)).flatMap((value) => nonEmpty(value) ?? []);
}
