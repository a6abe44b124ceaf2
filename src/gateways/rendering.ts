import type { Finding } from '../manifests/finding';
import type { JsonObject } from '../manifests/manifest';

/** An object that the intent needs. */
export interface RenderedObject {
  /** PascalCase noun: the construct id of the object under the construct that asked for it. */
  readonly role: string;
  /**
   * Name of an object that several intents share; whoever comes second asks for the same content.
   * @default - the object belongs to one intent
   */
  readonly sharedAs?: string;
  /**
   * What to do where whoever comes second asks for other content.
   * @default - give both the same client certificate and the same TLS parameters
   */
  readonly sharedFix?: string;
  /**
   * What no second object of the kind may be about, where `spec.targetRefs` does not say it.
   * @default - the targets in `spec.targetRefs`
   */
  readonly claims?: readonly TargetClaim[];
  readonly manifest: JsonObject & {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: JsonObject;
  };
}

/** Something that one object of a kind may set TLS for. */
export interface TargetClaim {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /**
   * Number of the port that is meant.
   * @default - the target as a whole
   */
  readonly port?: number;
}

/** A change that an object of somebody else needs. */
export interface RenderedPatch {
  readonly target: PatchTarget;
  /** JSON merge patch. */
  readonly patch: JsonObject;
  /** Why, in one clause: what goes wrong without it. */
  readonly reason: string;
}

/** An object by group and kind: the version does not matter to a patch. */
export interface PatchTarget {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What a route must point at. */
export interface BackendRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
}

/** How one intent is told to one gateway. */
export interface Rendering {
  readonly objects: readonly RenderedObject[];
  readonly patches: readonly RenderedPatch[];
  /** What routes that use the backend must carry. */
  readonly routeAnnotations: Readonly<Record<string, string>>;
  readonly backendRef: BackendRef;
  /**
   * Kinds of route that may point there.
   * @default - all of the Gateway API
   */
  readonly routeKinds?: readonly string[];
  /**
   * What to do about routes of other kinds, by their kind.
   * @default - send the requests by one of `routeKinds`
   */
  readonly routeKindFixes?: Readonly<Record<string, string>>;
  /** What could not be established, and what the reader must know. */
  readonly notes: readonly RenderingNote[];
}

/** A remark on a rendering that becomes a finding on the construct. */
export type RenderingNote = Pick<Finding, 'rule' | 'severity' | 'message' | 'fix'>;

/** Names that a renderer may need before the objects exist. */
export interface RenderContext {
  /** The name of the object with this role, stable and unique in the app. */
  nameOf(role: string): string;
}
