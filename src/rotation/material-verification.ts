import {
  type Certificate,
  dnsNameCovers,
  type ExpectedName,
  isSignedBy,
  isValidAt,
  type Verifier,
  validatePath,
} from '../trust';
import { ACCEPTED, type Acceptance, type Side, type Verification } from './edge-state';
import {
  type Authority,
  describeAuthority,
  identityOfAuthority,
  isCertificate,
  keyOfMaterial,
  type PresentedMaterial,
  type TrustMaterial,
  type Unread,
} from './material';

/** How one end verifies its peer. */
export interface EndVerifier {
  readonly verifier: Verifier;
  /** @default - as the verifier does by itself */
  readonly partialChain?: boolean;
}

/** How material is verified. */
export interface MaterialVerificationOptions {
  /**
   * The instant to judge validity at.
   * @default - expiry is not judged
   */
  readonly now?: Date;
  readonly verifiers: { readonly [side in Side]: EndVerifier };
}

type Anchors = Extract<TrustMaterial, { readonly type: 'anchors' }>;
type Chain = Extract<PresentedMaterial, { readonly type: 'chain' }>;
type Issued = Extract<PresentedMaterial, { readonly type: 'issued' }>;

const ROLES = {
  client: { purpose: 'serverAuth', usage: 'server auth' },
  server: { purpose: 'clientAuth', usage: 'client auth' },
} as const;

/** Verifies what manifests tell about certificates: by path validation where the bytes are known, else by who issues. */
export function materialVerification(
  options: MaterialVerificationOptions,
): Verification<PresentedMaterial, TrustMaterial> {
  return (side, trusted, presented) => judge(side, trusted, presented, options);
}

function judge(
  side: Side,
  trusted: TrustMaterial,
  presented: PresentedMaterial,
  options: MaterialVerificationOptions,
): Acceptance {
  if (trusted.type === 'unusable') {
    return refused(trusted.reason, trusted.message);
  }
  switch (presented.type) {
    case 'several':
      return worstOf(presented.each.map((each) => judge(side, trusted, each, options)));
    case 'missing':
      return refused('missing-object', `${presented.title} is not there`);
    case 'none':
      return judgeNoCertificate(side, trusted);
    case 'unknown':
      return unknown('certificate-unknown', `nothing tells what ${presented.title} presents`);
    default:
      return trusted.type === 'unknown'
        ? unknown('trust-unknown', `nothing tells which roots ${trusted.title} accepts`)
        : judgeCertificate(side, trusted, presented, options);
  }
}

function worstOf(acceptances: readonly Acceptance[]): Acceptance {
  return (
    acceptances.find(({ verdict }) => verdict === 'refused') ??
    acceptances.find(({ verdict }) => verdict === 'unknown') ??
    ACCEPTED
  );
}

/**
 * A verification that lets pass what was unknown before a step and that the step cannot have broken: the same certificate
 * is presented, and all that was trusted still is. What works today is taken to go on, and nothing more.
 */
export function assumingBefore(
  verify: Verification<PresentedMaterial, TrustMaterial>,
  before: { readonly [side in Side]: { readonly trusts: TrustMaterial; readonly peerPresents: PresentedMaterial } },
): Verification<PresentedMaterial, TrustMaterial> {
  return (side, trusted, presented) => {
    const acceptance = verify(side, trusted, presented);
    const { trusts, peerPresents } = before[side];
    const isCarried =
      acceptance.verdict === 'unknown' &&
      keyOfMaterial(presented) === keyOfMaterial(peerPresents) &&
      includesTrust(trusted, trusts);
    return isCarried ? ACCEPTED : acceptance;
  };
}

function judgeNoCertificate(side: Side, trusted: Exclude<TrustMaterial, { readonly type: 'unusable' }>): Acceptance {
  if (side === 'client') {
    return refused('no-certificate', 'the backend presents no certificate');
  }
  // A backend of which nothing is said is taken not to ask for a certificate that nobody sends.
  return trusted.type === 'unknown'
    ? ACCEPTED
    : refused('no-certificate', 'the gateway presents no certificate, and the backend asks for one');
}

function judgeCertificate(
  side: Side,
  trusted: Anchors,
  presented: Chain | Issued,
  options: MaterialVerificationOptions,
): Acceptance {
  return presented.type === 'chain'
    ? judgeChain(side, trusted, presented, options)
    : judgeIssued(side, trusted, presented, options);
}

function judgeChain(
  side: Side,
  { anchors, opaque, names }: Anchors,
  { leaf, intermediates }: Chain,
  { now, verifiers }: MaterialVerificationOptions,
): Acceptance {
  const { verifier, partialChain } = verifiers[side];
  const known = anchors.filter(isCertificate);
  const judgeAt = (at: Date) =>
    validatePath({
      leaf,
      intermediates,
      anchors: known,
      at,
      purpose: ROLES[side].purpose,
      names,
      verifier,
      partialChain,
    });
  const result = now === undefined ? judgeAtAnyTime(judgeAt, leaf, [...intermediates, ...known]) : judgeAt(now);
  if (result.ok) {
    return ACCEPTED;
  }
  const unread = [...anchors.filter((anchor) => !isCertificate(anchor)).map(describeAuthority), ...titlesOf(opaque)];
  const needsAnchor = ['no-issuer', 'self-signed-not-trusted', 'bad-signature'].includes(result.reason);
  return needsAnchor && unread.length > 0
    ? unknown('anchors-unknown', `${result.message}; ${list(unread)} may hold it, which the manifests do not tell`)
    : refused(result.reason, result.message);
}

/** Expiry is not judged without an instant: it is enough that the path is valid once, which is when the last of it begins. */
function judgeAtAnyTime(
  judgeAt: (at: Date) => ReturnType<typeof validatePath>,
  leaf: Certificate,
  others: readonly Certificate[],
): ReturnType<typeof validatePath> {
  const beginnings = others.map(({ notBefore }) => notBefore.getTime());
  const instants = new Set([leaf.notBefore.getTime(), ...beginnings.filter((time) => isValidAt(leaf, new Date(time)))]);
  const atFirst = judgeAt(leaf.notBefore);
  if (atFirst.ok) {
    return atFirst;
  }
  const later = [...instants].map((time) => judgeAt(new Date(time)));
  return later.find(({ ok }) => ok) ?? atFirst;
}

function judgeIssued(
  side: Side,
  { anchors, opaque, names }: Anchors,
  presented: Issued,
  { now, verifiers }: MaterialVerificationOptions,
): Acceptance {
  const wrong = wrongUsage(side, presented) ?? wrongName(presented, names);
  if (wrong !== undefined) {
    return wrong;
  }
  const identities = new Set(presented.authorities.map(identityOfAuthority));
  const matching = anchors.filter((anchor) => identities.has(identityOfAuthority(anchor)));
  if (matching.length > 0) {
    return judgeAnchors(presented, matching, anchors, verifiers[side], now);
  }
  const isDecided = opaque.length === 0 && areComparable(presented.authorities, anchors);
  const found = `${presented.title} is issued by ${describeAuthorities(presented.authorities)}`;
  const wanted = `trusted ${anchors.length + opaque.length === 1 ? 'is' : 'are'} ${list([...anchors.map(describeAuthority), ...titlesOf(opaque)])}`;
  return isDecided
    ? refused('no-issuer', `${found}; ${wanted}`)
    : unknown('anchors-unknown', `${found}; ${wanted}; the manifests do not tell whether that is one of them`);
}

/** Bytes compare with bytes and names with names: between the two, nothing can be said. */
function areComparable(authorities: readonly Authority[], anchors: readonly Authority[]): boolean {
  return new Set([...authorities, ...anchors].map(isCertificate)).size <= 1 && authorities.length > 0;
}

function judgeAnchors(
  { title }: Issued,
  anchors: readonly Authority[],
  trusted: readonly Authority[],
  { verifier, partialChain }: EndVerifier,
  now: Date | undefined,
): Acceptance {
  const takesIntermediates = partialChain ?? verifier !== 'openssl';
  const suitable = anchors.filter(
    (anchor) => !isCertificate(anchor) || anchor.selfSigned || takesIntermediates || leadsToRoot(anchor, trusted),
  );
  if (suitable.length === 0) {
    const message = `${title} leads to ${describeAuthorities(anchors)}, which is no root, and the verifier wants one`;
    return refused('anchor-not-self-signed', message);
  }
  const valid = suitable.filter((anchor) => !isCertificate(anchor) || now === undefined || isValidAt(anchor, now));
  return valid.length > 0
    ? ACCEPTED
    : refused('expired', `${title} is issued by ${describeAuthorities(suitable)}, which is not valid at that time`);
}

/** Whether a trusted root is above it, as above the cross certificate of a CA that is replaced. */
function leadsToRoot(anchor: Certificate, trusted: readonly Authority[]): boolean {
  return trusted.some((root) => isCertificate(root) && root.selfSigned && isSignedBy(anchor, root));
}

const EXTENDED_USAGES = new Set(['server auth', 'client auth', 'any']);

function wrongUsage(side: Side, { title, usages }: Issued): Acceptance | undefined {
  const stated = usages.filter((usage) => EXTENDED_USAGES.has(usage));
  const { usage } = ROLES[side];
  return stated.length === 0 || stated.includes(usage)
    ? undefined
    : refused('extended-key-usage', `${title} is asked for with ${list(stated)}, and ${usage} is needed`);
}

function wrongName(
  { title, dnsNames, uris }: Issued,
  names: readonly ExpectedName[] | undefined,
): Acceptance | undefined {
  const covers = (name: ExpectedName) =>
    name.type === 'URI' ? uris.includes(name.uri) : dnsNames.some((dnsName) => dnsNameCovers(dnsName, name.hostname));
  if (names === undefined || names.some(covers)) {
    return undefined;
  }
  const wanted = names.map((name) => JSON.stringify(name.type === 'URI' ? name.uri : name.hostname));
  const held = [...dnsNames, ...uris].slice(0, 5).map((name) => JSON.stringify(name));
  return refused(
    'name-mismatch',
    `${title} is asked for with ${held.length === 0 ? 'no names' : `the names ${list(held)}`}, and ${wanted.join(' or ')} is needed`,
  );
}

/** Whether all that `smaller` trusts is trusted by `larger` too, under no stricter conditions. */
function includesTrust(larger: TrustMaterial, smaller: TrustMaterial): boolean {
  if (larger.type !== 'anchors' || smaller.type !== 'anchors') {
    return keyOfMaterial(larger) === keyOfMaterial(smaller);
  }
  const anchors = new Set(larger.anchors.map(identityOfAuthority));
  return (
    smaller.anchors.every((anchor) => anchors.has(identityOfAuthority(anchor))) &&
    smaller.opaque.every(({ id }) => larger.opaque.some((source) => source.id === id)) &&
    JSON.stringify(larger.names) === JSON.stringify(smaller.names)
  );
}

function describeAuthorities(authorities: readonly Authority[]): string {
  return authorities.length === 0
    ? 'nobody that the manifests name'
    : authorities.map(describeAuthority).join(' below ');
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.join(', ');
}

function titlesOf(sources: readonly Unread[]): readonly string[] {
  return sources.map(({ title }) => title);
}

function refused(reason: string, message: string): Acceptance {
  return { verdict: 'refused', reason, message };
}

function unknown(reason: string, message: string): Acceptance {
  return { verdict: 'unknown', reason, message };
}
