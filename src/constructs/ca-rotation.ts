import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import type { RenderingNote } from '../gateways/rendering';
import type { Certificate } from '../trust';
import { createBundle } from './_ca-bundle';
import { CaRotationOrder } from './_ca-rotation-order';
import {
  type RotatedRoots,
  requireCrossCertificate,
  requireOverlap,
  requireRotatable,
  requireValid,
} from './_check-ca-rotation';
import { sayWhoIssues } from './_issues-under';
import { findStrayCertificates, requireCurrentIssuer } from './_stray-certificates';
import { CaDistribution } from './ca-distribution';
import { CaRotationPhase, issuesFromNew, stepsTo } from './ca-rotation-phase';
import type { GitOpsOrdering } from './git-ops-ordering';
import type { IIssuerRef } from './issuer-ref';
import { type PinnedAuthority, readOneCertificate, readPinnedAuthority } from './pinned-authority';
import { TrustAnchors } from './trust-anchors';
import { UpstreamTls } from './upstream-tls';
import { refusingFor, ValidationError } from './validation-error';

/** Certificates by which two CAs vouch for each other, as PEM text. */
export interface CrossCertificates {
  /**
   * The new CA, signed by the old one. Every certificate that the new CA issues must be sent with it. cert-manager has no
   * field for that; its CA issuer sends what stands in `tls.crt` of the CA's Secret, so put it there.
   */
  readonly newByOld: string;
  /**
   * The old CA, signed by the new one. Verifiers then need the old root no more, from the first step on.
   * @default - the old root stays trusted until it is retired
   */
  readonly oldByNew?: string;
}

/** Which CA replaces which, how far that is, and who must be told. */
export interface CaRotationProps {
  /** The CA that is replaced. */
  readonly oldCa: PinnedAuthority;
  /** The CA that replaces it: another key, and an issuer of its own. */
  readonly newCa: PinnedAuthority;
  /**
   * How far the rotation is. One step, one commit: wait after each until it has reached everybody.
   * @default - it has not begun: the old CA is trusted, and issues
   */
  readonly phase?: CaRotationPhase;
  /**
   * Gateways that verify by this trust. Those that cannot trust two CAs at once are refused before the rotation begins.
   * @default - none is looked at, as where backends verify the gateway by this trust
   */
  readonly gateways?: readonly GatewayImplementation[];
  /** @default CaDistribution.static() */
  readonly distribution?: CaDistribution;
  /**
   * Cross certificates, where the keys of both CAs are at hand. PREPARE may then be left out.
   * @default - the CAs do not vouch for each other
   */
  readonly crossCertificates?: CrossCertificates;
  /**
   * The GitOps tool that applies the manifests, and must keep an order where it meets several phases at once.
   * @default - no order is written
   */
  readonly ordering?: GitOpsOrdering;
  /**
   * The instant of the phase, to judge expiry at. Synthesis reads no clock.
   * @default - expiry is not judged
   */
  readonly now?: Date;
}

/** The rotations of each app: a Certificate may follow any of them. */
const ROTATIONS = new WeakMap<IConstruct, CaRotation[]>();

/**
 * The change from one CA to another without an outage: `trust` and `issuer` follow the phase, and the phase is the one
 * prop that each commit changes.
 *
 * | phase | `trust` | `issuer` |
 * |---|---|---|
 * | not begun | old | old |
 * | PREPARE | old and new | old |
 * | ACTIVATE | old and new | new |
 * | RETIRE | new | new |
 *
 * No shorter way is safe, and none of the phases can be merged; `upstream-tls rotation check` proves each commit. With
 * cross certificates PREPARE may be left out. A certificate that renews the old CA's, with its name and key, needs none of
 * this and is refused.
 *
 * A rotation is about one trust. Where a CA issues both for backends and for the gateway, make two: hand the one to
 * `trust` of the policy and to the Certificates of the backends, the other to `clientTrust` of `UpstreamMtls` and to
 * the Certificate of the gateway. Each is then retired by itself.
 *
 * A new `issuerRef` is what makes cert-manager issue anew; it does not where the Secret of a CA changes (cert-manager #2478).
 */
export class CaRotation extends Construct {
  readonly phase?: CaRotationPhase;
  /** @internal */
  readonly oldIssuer: IIssuerRef;
  /** @internal */
  readonly newIssuer: IIssuerRef;

  private readonly canaryNamespaces: readonly string[];
  private readonly canaryPhase?: CaRotationPhase;
  private readonly trusts: { readonly main: TrustAnchors; readonly canary: TrustAnchors };
  private readonly rotationOrder?: CaRotationOrder;

  /**
   * @throws ValidationError if no safe way leads from one CA to the other, none is needed, a certificate is not the one
   * that is pinned, or a gateway cannot trust both
   */
  constructor(scope: Construct, id: string, props: CaRotationProps) {
    super(scope, id);
    const { oldCa, newCa, phase, distribution = CaDistribution.static() } = props;
    const bundle = distribution.options;
    this.phase = phase;
    this.oldIssuer = oldCa.issuer;
    this.newIssuer = newCa.issuer;
    this.canaryNamespaces = bundle?.canaryNamespaces ?? [];
    this.canaryPhase = bundle?.canaryPhase ?? phase;
    this.requireIssuers();
    this.requireCanaryAhead();
    const roots = refusingFor(this, () => this.readRoots(props));
    const overlap = refusingFor(this, () => this.readOverlap(props, roots));
    const notes = refusingFor(this, () => requireOverlap(props.gateways ?? [], overlap, bundle?.name));
    this.rotationOrder = props.ordering && new CaRotationOrder(this, props.ordering, phase);
    this.trusts = this.distribute(distribution, roots, overlap);
    sayWhoIssues(this, oldCa.issuer, [roots.old]);
    // With newByOld, what the new CA issues leads to the old root as well.
    sayWhoIssues(this, newCa.issuer, props.crossCertificates === undefined ? [roots.new] : [roots.new, roots.old]);
    this.findLater(notes, props.crossCertificates !== undefined);
  }

  /** The roots to accept in this phase. Where canary namespaces go first, see `trustIn`. */
  get trust(): TrustAnchors {
    return this.trusts.main;
  }

  /** Who issues in this phase. Where canary namespaces go first, see `issuerIn`. */
  get issuer(): IIssuerRef {
    return this.issuerAt(this.phase);
  }

  /** The roots to accept for backends of a namespace. */
  trustIn(namespace: string): TrustAnchors {
    return this.canaryNamespaces.includes(namespace) ? this.trusts.canary : this.trusts.main;
  }

  /** Who issues for a namespace. */
  issuerIn(namespace: string | undefined): IIssuerRef {
    return this.issuerAt(this.phaseIn(namespace));
  }

  /**
   * Puts what the rotation changes into its order: Certificates, Issuers, and everything else as what carries the trust.
   * All objects below each construct are meant; name the policies, and for Kong, whose ConfigMaps policies share, the
   * chart. Argo CD reads the order from the objects; Flux does not, and goes by their folders.
   *
   * @throws ValidationError if a Certificate is issued by another issuer, no ordering was given, or an object has a wave
   */
  order(...constructs: readonly IConstruct[]): void {
    if (this.rotationOrder === undefined) {
      throw new ValidationError(this, {
        rule: 'schema/invalid-value',
        message: 'constructs are handed over to be ordered, and the rotation has no ordering',
        fix: 'give it one: ordering: GitOpsOrdering.argoCd() or GitOpsOrdering.flux(...)',
      });
    }
    for (const object of constructs.flatMap(objectsBelow)) {
      const { namespace } = object.metadata;
      requireCurrentIssuer(this, object, this.issuerIn(namespace));
      this.rotationOrder.add(object, this.phaseIn(namespace));
    }
  }

  private phaseIn(namespace: string | undefined): CaRotationPhase | undefined {
    return namespace !== undefined && this.canaryNamespaces.includes(namespace) ? this.canaryPhase : this.phase;
  }

  private issuerAt(phase: CaRotationPhase | undefined): IIssuerRef {
    return issuesFromNew(phase) ? this.newIssuer : this.oldIssuer;
  }

  /** cert-manager issues anew where `issuerRef` changes, and only there. */
  private requireIssuers(): void {
    const [old, current] = [this.oldIssuer, this.newIssuer];
    if (
      old.name === current.name &&
      old.kind === current.kind &&
      old.group === current.group &&
      old.namespace === current.namespace
    ) {
      throw new ValidationError(this, {
        rule: 'rotation/ca-secret-in-place',
        message: `old and new CA both issue by ${old.kind} ${old.name}: cert-manager does not issue anew when the CA of an issuer changes (cert-manager #2478)`,
        fix: 'make a second issuer for the new CA',
      });
    }
  }

  private requireCanaryAhead(): void {
    const ahead = stepsTo(this.canaryPhase) - stepsTo(this.phase);
    if (ahead < 0 || ahead > 1) {
      throw new ValidationError(this, {
        rule: 'rotation/phases-merged',
        message: `canaryPhase is ${this.canaryPhase} and phase is ${this.phase ?? 'not begun'}; the canary namespaces may be in the same phase or in the next`,
        fix: 'move one of them, a phase with each commit',
      });
    }
  }

  private readRoots({ oldCa, newCa, gateways = [], phase, now }: CaRotationProps): RotatedRoots {
    const roots = {
      old: readPinnedAuthority(oldCa, 'the old CA', 'rotation/anchor-retired-early'),
      new: readPinnedAuthority(newCa, 'the new CA', 'rotation/bad-new-ca'),
    };
    requireRotatable(roots, gateways);
    if (now !== undefined) {
      requireValid(roots, phase, now);
    }
    return roots;
  }

  /** What is trusted while both CAs issue, in an order that stays, so that ACTIVATE changes no trust. */
  private readOverlap({ crossCertificates, now }: CaRotationProps, roots: RotatedRoots): readonly Certificate[] {
    if (crossCertificates === undefined) {
      return [roots.old, roots.new];
    }
    const { newByOld, oldByNew } = crossCertificates;
    const crossedNew = readOneCertificate(newByOld, 'newByOld');
    requireCrossCertificate(crossedNew, roots.new, roots.old, now, 'newByOld');
    if (oldByNew === undefined) {
      return [roots.old, roots.new];
    }
    const crossedOld = readOneCertificate(oldByNew, 'oldByNew');
    requireCrossCertificate(crossedOld, roots.old, roots.new, now, 'oldByNew');
    return [crossedOld, roots.new];
  }

  private distribute(distribution: CaDistribution, roots: RotatedRoots, overlap: readonly Certificate[]) {
    const trusted = (phase: CaRotationPhase | undefined) =>
      phase === undefined ? [roots.old] : phase === CaRotationPhase.RETIRE ? [roots.new] : overlap;
    const options = distribution.options;
    if (options === undefined) {
      const trust = TrustAnchors.pem(
        trusted(this.phase)
          .map(({ pem }) => pem)
          .join(''),
      );
      return { main: trust, canary: trust };
    }
    const write = (canary: boolean, phase: CaRotationPhase | undefined): TrustAnchors => {
      const bundle = createBundle(this, options, trusted(phase), canary);
      this.rotationOrder?.add(bundle, phase, canary);
      return TrustAnchors.bundle(bundle);
    };
    const main = write(false, this.phase);
    return { main, canary: this.canaryNamespaces.length === 0 ? main : write(true, this.canaryPhase) };
  }

  private findLater(notes: readonly RenderingNote[], isCrossed: boolean): void {
    const rotations: CaRotation[] = ROTATIONS.get(this.node.root) ?? [];
    rotations.push(this);
    ROTATIONS.set(this.node.root, rotations);
    const crossNote: RenderingNote = {
      rule: 'rotation/anchor-not-distributed',
      severity: 'info',
      message: `without PREPARE, each certificate that ${this.newIssuer.kind} ${this.newIssuer.name} issues must be sent with the cross certificate newByOld, or those who trust the old CA alone refuse it`,
      fix: 'put newByOld into tls.crt of the Secret of the new CA, and look at what one certificate is sent with before ACTIVATE',
    };
    UpstreamTls.of(this).addFindings((manifests) => [
      ...[...notes, ...(isCrossed ? [crossNote] : [])].map((note) => ({
        ...note,
        path: '',
        constructPath: this.node.path,
      })),
      ...findStrayCertificates(this, manifests, this, rotations),
    ]);
  }
}

/** The objects of a part of the tree, but for those of rotations, which have their place already. */
function objectsBelow(construct: IConstruct): readonly ApiObject[] {
  const isOfRotation = (object: IConstruct) => object.node.scopes.some((scope) => scope instanceof CaRotation);
  return construct.node
    .findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .filter((object) => !isOfRotation(object));
}
