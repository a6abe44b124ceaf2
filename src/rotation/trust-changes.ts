import { formatReference } from '../manifests/graph/reference';
import { type Certificate, formatFingerprint, sameKey } from '../trust';
import type { Side } from './edge-state';
import { describeEdge } from './edges';
import type { EdgeJudgment } from './judge-edge';
import { type Authority, identityOfAuthority, isCertificate, type TrustMaterial } from './material';

/** A CA as it is told in an audit. */
export interface AuditedAuthority {
  /** The subject of the certificate, or where the CA is kept. */
  readonly title: string;
  /**
   * SHA-256, as OpenSSL writes it.
   * @default - the manifests do not hold the certificate
   */
  readonly fingerprint?: string;
  /** @default - the manifests do not hold the certificate */
  readonly notAfter?: Date;
}

/** How the trust of one end of some hops changes. */
export interface TrustChange {
  /** Which ends: the gateways, or the backends. */
  readonly side: Side;
  /** The objects that the roots come from, before and after. */
  readonly objects: readonly string[];
  /** The hops. */
  readonly edges: readonly string[];
  readonly added: readonly AuditedAuthority[];
  readonly removed: readonly AuditedAuthority[];
  /** The same key and name in another certificate. */
  readonly renewed: readonly { readonly from: AuditedAuthority; readonly to: AuditedAuthority }[];
}

/** Which CAs are added to, removed from and renewed in a trust. */
export interface AnchorChanges {
  readonly added: readonly Authority[];
  readonly removed: readonly Authority[];
  readonly renewed: readonly { readonly from: Certificate; readonly to: Certificate }[];
}

/** Compares two trusts CA by CA; a CA that neither set knows by its bytes cannot be seen to be renewed. */
export function compareAnchors(before: TrustMaterial, after: TrustMaterial): AnchorChanges {
  const [old, current] = [anchorsOf(before), anchorsOf(after)];
  const left = new Set(old.map(keyOf));
  const right = new Set(current.map(keyOf));
  const gone = old.filter((anchor) => !right.has(keyOf(anchor)));
  const come = current.filter((anchor) => !left.has(keyOf(anchor)));
  const renewed = gone.filter(isCertificate).flatMap((from) => {
    const to = current.filter(isCertificate).find((candidate) => sameKey(from, candidate));
    return to === undefined ? [] : [{ from, to }];
  });
  const keys = (anchors: readonly Authority[]) => new Set(anchors.map(identityOfAuthority));
  return {
    added: come.filter((anchor) => !keys(old).has(identityOfAuthority(anchor))),
    removed: gone.filter((anchor) => !keys(current).has(identityOfAuthority(anchor))),
    renewed,
  };
}

/** All changes of trust, those of the same objects together. */
export function trustChanges(judgments: readonly EdgeJudgment[]): readonly TrustChange[] {
  const found = new Map<string, { change: TrustChange; edges: string[] }>();
  for (const { edgeStep, halves } of judgments) {
    for (const { verifier, trusts } of halves) {
      const changes = trusts.before === trusts.after ? undefined : compareAnchors(trusts.before, trusts.after);
      if (changes === undefined || changes.added.length + changes.removed.length + changes.renewed.length === 0) {
        continue;
      }
      const change = {
        side: verifier,
        objects: objectsOf(edgeStep.edge.before[verifier].trusts, edgeStep.edge.after[verifier].trusts),
        edges: [],
        added: changes.added.map(audit),
        removed: changes.removed.map(audit),
        renewed: changes.renewed.map(({ from, to }) => ({ from: audit(from), to: audit(to) })),
      };
      const key = JSON.stringify(change);
      const entry = found.get(key) ?? { change, edges: [] };
      entry.edges.push(describeEdge(edgeStep.edge.after));
      found.set(key, entry);
    }
  }
  return [...found.values()].map(({ change, edges }) => ({ ...change, edges }));
}

function objectsOf(
  ...wirings: readonly { readonly sources: readonly { readonly object: Parameters<typeof formatReference>[0] }[] }[]
) {
  return [...new Set(wirings.flatMap(({ sources }) => sources.map(({ object }) => formatReference(object))))];
}

function audit(authority: Authority): AuditedAuthority {
  return isCertificate(authority)
    ? { title: authority.subject.text, fingerprint: formatFingerprint(authority), notAfter: authority.notAfter }
    : { title: authority.title };
}

/** The CAs of a trust. */
export function anchorsOf(trust: TrustMaterial): readonly Authority[] {
  return trust.type === 'anchors' ? trust.anchors : [];
}

function keyOf(authority: Authority): string {
  return isCertificate(authority) ? authority.fingerprint : authority.id;
}
