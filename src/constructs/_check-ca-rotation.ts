import type { GatewayImplementation } from '../gateways/gateway-implementation';
import { Refusal } from '../gateways/refusal';
import type { RenderingNote } from '../gateways/rendering';
import { unknownNote } from '../gateways/wording';
import { type Certificate, describeCertificate, isSelfIssued, sameKey, validatePath } from '../trust';
import { CaRotationPhase } from './ca-rotation-phase';

/** The roots of a rotation. */
export interface RotatedRoots {
  readonly old: Certificate;
  readonly new: Certificate;
}

/** Refuses roots between which no safe way leads, or none is needed. */
export function requireRotatable(roots: RotatedRoots, gateways: readonly GatewayImplementation[]): void {
  requireOtherKey(roots);
  requireUnambiguous(roots);
  requireSigningCa(roots.new);
  requireRoot(roots.new, gateways);
}

/** A certificate for the same name and key stands for the other at once: there is nothing to wait for. */
function requireOtherKey(roots: RotatedRoots): void {
  if (roots.old.fingerprint === roots.new.fingerprint) {
    throw new Refusal({
      rule: 'rotation/same-key-renewal',
      message: `old and new CA are one certificate, ${describeCertificate(roots.old)}`,
      fix: 'give the certificate of the CA that is to replace it',
    });
  }
  if (sameKey(roots.old, roots.new)) {
    throw new Refusal({
      rule: 'rotation/same-key-renewal',
      message: `the new CA has the name and the key of the old one, ${describeCertificate(roots.old)}: either accepts what the other has issued, so this is a renewal and needs no phases`,
      fix: 'trust the new certificate in place of the old one in a single commit, TrustAnchors.pem(...), while both are valid, and keep the issuer',
    });
  }
}

/** OpenSSL takes the first CA of a name and never goes back, unless key identifiers tell them apart. */
function requireUnambiguous(roots: RotatedRoots): void {
  const bare = [roots.old, roots.new].find(({ subjectKeyId }) => subjectKeyId === undefined);
  if (roots.old.subject.canonical === roots.new.subject.canonical && bare !== undefined) {
    throw new Refusal({
      rule: 'rotation/ambiguous-path',
      message: `old and new CA share the name ${JSON.stringify(roots.old.subject.text)}, and ${describeCertificate(bare)} has no subject key identifier: verifiers take the wrong one of the two`,
      fix: 'make the new CA under another name, with its year for example',
    });
  }
}

function requireSigningCa(root: Certificate): void {
  if (root.keyUsage?.includes('keyCertSign') === false) {
    throw new Refusal({
      rule: 'rotation/bad-new-ca',
      message: `the new CA, ${describeCertificate(root)}, may not sign certificates: its keyUsage lacks keyCertSign`,
      fix: 'make the CA anew with keyCertSign',
    });
  }
}

function requireRoot(root: Certificate, gateways: readonly GatewayImplementation[]): void {
  if (root.selfSigned) {
    return;
  }
  const strict = gateways.find((gateway) => gateway.capability('partialChain').value !== 'accepted');
  if (gateways.length === 0 || strict !== undefined) {
    throw new Refusal({
      rule: 'rotation/partial-chain-anchor',
      message: `the new CA, ${describeCertificate(root)}, is an intermediate, and ${strict === undefined ? 'no gateway is named that takes one as anchor' : `${strict} is not known to take one as anchor (${strict.capability('partialChain').evidence})`}`,
      fix: 'give the root above it',
    });
  }
}

/** Refuses CAs that are not valid when the phase begins. */
export function requireValid(roots: RotatedRoots, phase: CaRotationPhase | undefined, now: Date): void {
  const { notBefore, notAfter } = roots.new;
  if (notBefore > now || notAfter < now) {
    throw new Refusal({
      rule: 'rotation/validity-gap',
      message: `the new CA, ${describeCertificate(roots.new)}, is valid from ${notBefore.toISOString()} to ${notAfter.toISOString()}, and not at ${now.toISOString()}`,
      fix: notBefore > now ? 'begin the rotation when it is valid' : 'give the certificate of a CA that is valid',
    });
  }
  if (phase !== CaRotationPhase.RETIRE && roots.old.notAfter < now) {
    throw new Refusal({
      rule: 'rotation/validity-gap',
      message: `the old CA, ${describeCertificate(roots.old)}, ended at ${roots.old.notAfter.toISOString()}: nobody accepts what it issued any more, so there is nothing left to keep working`,
      fix: 'set phase to CaRotationPhase.RETIRE',
    });
  }
}

/**
 * Refuses gateways that cannot trust two CAs at once in the shape in which they would be given them.
 *
 * @returns what is not known of the others
 */
export function requireOverlap(
  gateways: readonly GatewayImplementation[],
  overlap: readonly Certificate[],
  bundle: string | undefined,
): readonly RenderingNote[] {
  return gateways.flatMap((gateway) => {
    if (bundle !== undefined) {
      // Kong knows best why it cannot read the target of a Bundle.
      gateway.checkCaReference({ kind: 'ConfigMap', name: bundle, source: 'Bundle' }, undefined);
    }
    const references =
      bundle === undefined
        ? gateway.renderCas(overlap, undefined, { nameOf: (role) => role.toLowerCase() }).references.length
        : 1;
    return references === 1 ? requireSeveralInOne(gateway) : requireSeveralReferences(gateway, references);
  });
}

function requireSeveralInOne(gateway: GatewayImplementation): readonly RenderingNote[] {
  const { value, evidence, notApplicable } = gateway.capability('btp.caPems');
  if (notApplicable === true || value === 'many') {
    return [];
  }
  if (value === 'unknown') {
    return [unknownNote(gateway, 'whether it reads both CAs of one object', evidence)];
  }
  throw overlapRefusal(gateway, `takes one certificate in an object, and not two (${evidence})`);
}

function requireSeveralReferences(gateway: GatewayImplementation, count: number): readonly RenderingNote[] {
  const { value, evidence, notApplicable } = gateway.capability('btp.maxCaRefs');
  if (notApplicable === true || value === 'all') {
    return [];
  }
  if (value === 'unknown') {
    return [unknownNote(gateway, `whether it reads all of ${count} objects with CAs`, evidence)];
  }
  throw overlapRefusal(gateway, `reads one object with CAs, and not ${count} (${evidence})`);
}

function overlapRefusal(gateway: GatewayImplementation, why: string): Refusal {
  return new Refusal({
    rule: 'rotation/dual-trust-shape',
    message: `${gateway} cannot trust the old and the new CA at the same time: it ${why}`,
    fix: 'name the implementation where a portable one is given, or put a second gateway beside this one, with the new CA, and move the routes to it',
  });
}

/** Refuses a cross certificate that is not `subject` once more, signed by `issuer`. */
export function requireCrossCertificate(
  cross: Certificate,
  subject: Certificate,
  issuer: Certificate,
  now: Date | undefined,
  role: string,
): void {
  if (!sameKey(cross, subject) || isSelfIssued(cross)) {
    throw crossRefusal(
      `${role} is ${describeCertificate(cross)}; wanted is one with the name and the key of ${describeCertificate(subject)}, signed by ${describeCertificate(issuer)}`,
    );
  }
  const pathLength = issuer.basicConstraints?.pathLength;
  if (pathLength === 0) {
    throw crossRefusal(
      `${role} stands between ${describeCertificate(issuer)} and the certificates below it, and the path length 0 of that CA allows none there`,
    );
  }
  // Go's rules: they do not ask a CA certificate, which stands for the leaf here, for the key usage of a leaf.
  const at = now ?? new Date(Math.max(cross.notBefore.getTime(), issuer.notBefore.getTime()));
  const result = validatePath({
    leaf: cross,
    intermediates: [],
    anchors: [issuer],
    at,
    purpose: 'serverAuth',
    verifier: 'go',
  });
  if (!result.ok) {
    throw crossRefusal(`${role} leads to no path: ${result.message}`);
  }
}

function crossRefusal(message: string): Refusal {
  return new Refusal({
    rule: 'rotation/bad-new-ca',
    message,
    fix: 'sign the name and the key of the one CA with the other, as a CA with keyCertSign and room in the path length',
  });
}
