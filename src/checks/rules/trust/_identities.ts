import { fieldOf } from '../../../manifests/graph/json-fields';
import { SECRET } from '../../../manifests/graph/object-kinds';
import { referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import type { Purpose } from '../../../trust';
import { isPresentedPair } from '../_presented-pair';
import { certificatesOf, type PemText, type PlacedCertificate, pemTextsOf } from './_pem-texts';

/** A certificate that someone presents, with what is sent beside it. */
export interface Identity {
  readonly secret: Manifest;
  readonly leaf: PlacedCertificate;
  readonly intermediates: readonly PlacedCertificate[];
  /** What it is presented for, as far as the set tells. */
  readonly purposes: ReadonlySet<Purpose>;
}

const TLS_CERTIFICATE = 'tls.crt';
const identities = new WeakMap<ReferenceGraph, readonly Identity[]>();

/** The certificates of all Secrets that are presented or meant to be: those of TLS type, and those that are named for it. */
export function identitiesOf(graph: ReferenceGraph): readonly Identity[] {
  const known =
    identities.get(graph) ??
    graph.index.ofKind(SECRET.group, SECRET.kind).flatMap((secret) => identityIn(graph, secret) ?? []);
  identities.set(graph, known);
  return known;
}

/** The certificate that a Secret holds, if it stands in the set. */
export function identityAt(graph: ReferenceGraph, secret: ObjectReference): Identity | undefined {
  const manifest = graph.index.find(secret);
  return manifest === undefined ? undefined : identityIn(graph, manifest);
}

/** The text of the certificates of the CAs that issuers sign with, each Secret once. */
export function issuerTextsOf(graph: ReferenceGraph): readonly PemText[] {
  return graph.index
    .ofKind(SECRET.group, SECRET.kind)
    .filter((secret) => isIssuerCa(graph, secret))
    .flatMap((secret) => certificateTextOf(secret) ?? []);
}

function identityIn(graph: ReferenceGraph, secret: Manifest): Identity | undefined {
  const text = certificateTextOf(secret);
  const [leaf, ...intermediates] = text === undefined ? [] : certificatesOf(text);
  const purposes = purposesOf(graph, secret);
  const isPresented = purposes.size > 0 || fieldOf(secret.body, 'type') === 'kubernetes.io/tls';
  return leaf === undefined || !isPresented || isIssuerCa(graph, secret)
    ? undefined
    : { secret, leaf, intermediates, purposes };
}

function certificateTextOf(secret: Manifest): PemText | undefined {
  return pemTextsOf(secret).find(({ key }) => key === TLS_CERTIFICATE);
}

function purposesOf(graph: ReferenceGraph, secret: Manifest): ReadonlySet<Purpose> {
  const named = graph.references
    .to(referenceTo(secret))
    .flatMap((reference): readonly Purpose[] => (isPresentedPair(reference) ? ['clientAuth'] : []));
  const serves = graph.references.of(secret).some(({ purpose }) => purpose === 'serves');
  return new Set<Purpose>([...named, ...(serves ? (['serverAuth'] as const) : [])]);
}

function isIssuerCa(graph: ReferenceGraph, secret: Manifest): boolean {
  return graph.references.to(referenceTo(secret)).some(({ purpose }) => purpose === 'issuer-ca');
}
