import { formatReference } from '../manifests/graph/reference';
import type { Side } from './edge-state';
import type { Edge } from './edges';
import type { HalfChange, HalfFailure } from './judge-edge';
import { type Authority, describeAuthority, type PresentedMaterial, type TrustMaterial } from './material';

/** Names an end of a hop. */
export function describeEnd(edge: Edge, side: Side): string {
  if (side === 'server') {
    return `the backend of ${formatReference(edge.backend)}`;
  }
  const gateway =
    edge.gateway === undefined ? `the gateway before ${formatReference(edge.backend)}` : formatReference(edge.gateway);
  return edge.connector ?? gateway;
}

/** Tells how half of a handshake fails: who trusts whom, who presents what, and what comes of it. */
export function tellFailure(edge: Edge, half: HalfChange, failure: HalfFailure): string {
  const { verifier, trusts, presents, isTrustNew, isCertificateNew, acceptance } = failure;
  const presenter = verifier === 'client' ? 'server' : 'client';
  const isUnderWay = failure.applied.length > 0;
  const trusting = phase(isUnderWay && half.trusts.before !== half.trusts.after, isTrustNew);
  const presenting = phase(isUnderWay && half.presents.before !== half.presents.after, isCertificateNew);
  return (
    `${describeEnd(edge, verifier)} ${trusting}trusts ${describeTrust(trusts)} ` +
    `while ${describeEnd(edge, presenter)} ${presenting}presents ${describePresented(presents)}: ` +
    `${isUnknownCa(failure) ? 'unknown CA' : acceptance.message} (${acceptance.reason})`
  );
}

/** Whether all there is to say has been said by whose certificate is presented and what is trusted. */
function isUnknownCa({ acceptance, presents }: HalfFailure): boolean {
  const isDirect = presents.type === 'issued' || (presents.type === 'chain' && presents.intermediates.length === 0);
  return acceptance.reason === 'no-issuer' && isDirect;
}

/** Names the CA at the top of what is presented, as far as it is known. */
export function describeTopAuthority(presented: PresentedMaterial): string {
  switch (presented.type) {
    case 'chain':
      return `CA ${JSON.stringify((presented.intermediates.at(-1) ?? presented.leaf).issuer.text)}`;
    case 'issued':
      return describeIssuer(presented.authorities.slice(-1));
    default:
      return 'the CA above it';
  }
}

/** Names the objects that an end takes its trust from. */
export function describeTrustObjects(edge: Edge, side: Side): string {
  const titles = edge[side].trusts.sources.map(({ object }) => formatReference(object));
  return titles.length === 0 ? `the trust of ${describeEnd(edge, side)}` : listShort([...new Set(titles)]);
}

/** Describes what is trusted. */
export function describeTrust(trust: TrustMaterial): string {
  switch (trust.type) {
    case 'anchors': {
      const titles = [
        ...trust.anchors.map(describeAuthority),
        ...trust.opaque.map(({ title }) => `what ${title} holds`),
      ];
      return titles.length === 0 ? 'nothing' : listShort([...new Set(titles)]);
    }
    case 'unusable':
      return 'nothing';
    case 'unknown':
      return 'roots that the manifests do not tell';
  }
}

/** Describes what is presented. */
export function describePresented(presented: PresentedMaterial): string {
  switch (presented.type) {
    case 'chain':
      return `a certificate issued by ${JSON.stringify(presented.leaf.issuer.text)}`;
    case 'issued':
      return `${presented.title}, issued by ${describeIssuer(presented.authorities)}`;
    case 'several':
      return `one of: ${listShort(presented.each.map(describePresented))}`;
    case 'none':
      return 'no certificate';
    case 'missing':
      return presented.title;
    case 'unknown':
      return 'a certificate that the manifests do not tell';
  }
}

function describeIssuer([issuer]: readonly Authority[]): string {
  return issuer === undefined ? 'itself' : describeAuthority(issuer);
}

function phase(changes: boolean, isNew: boolean): string {
  return changes ? (isNew ? 'already ' : 'still ') : '';
}

const MOST_SHOWN = 5;

function listShort(items: readonly string[]): string {
  const rest = items.length - MOST_SHOWN;
  const shown = items.slice(0, MOST_SHOWN).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
