import type { ObjectKind } from '../manifests/graph/object-kinds';
import type { Verifier } from '../trust';
import type { CapabilityTable } from './capabilities';
import type { GatewayMetrics } from './metrics';

/** One kind of Gateway that an implementation runs. */
export interface GatewayDataPlane {
  /** The name in messages. */
  readonly title: string;
  /** `controllerName` of its GatewayClasses, as installed by default; empty where it has no class of its own. */
  readonly controllerNames: readonly string[];
  /** The versions that its table tells apart, as a user states them, oldest first. */
  readonly versions: readonly string[];
  readonly table: CapabilityTable;
}

/** Gateways of an implementation that can do other things than its others. */
export interface GatewayVariant extends GatewayDataPlane {
  /**
   * What makes a Gateway one of these: its parameters, or those of its class, are of that kind and have the field.
   * @default - its classes tell
   */
  readonly parameters?: { readonly kind: ObjectKind; readonly field: readonly string[] };
}

/** How an implementation reads a BackendTLSPolicy, as far as that is the same in all its versions. */
export interface PolicyReading {
  /**
   * Keys of a ConfigMap or Secret that it looks for roots under, in its order. Not told by version: what some version reads
   * is not called missing.
   * @default - ca.crt, which the Gateway API names
   */
  readonly caKeys?: readonly string[];
  /**
   * Whether it takes the only key of an object with one key for the roots, whatever its name.
   * @default false
   */
  readonly takesOnlyKey?: boolean;
  /**
   * Whether it takes the group `core` for the core group in targets.
   * @default false
   */
  readonly takesGroupCore?: boolean;
  /**
   * Whether one HTTPRoute brings the policy to the Service, so that other kinds of route to it have it too.
   * @default false
   */
  readonly appliesToService?: boolean;
}

/** A gateway implementation that the library knows: all that is known of it beside how it renders. */
export interface GatewayEntry extends GatewayDataPlane {
  /** The name on the command line. */
  readonly name: string;
  /**
   * Where the controller names are from.
   * @default - there is none
   */
  readonly controllerEvidence?: string;
  /**
   * `controller` of its IngressClasses, as installed by default. Two implementations may share a name.
   * @default - none is known
   */
  readonly ingressControllers?: readonly string[];
  /**
   * GatewayClasses that its controller or its installation creates under a name of its own, so that they are missing from
   * most sets of manifests.
   * @default - none is known
   */
  readonly builtInClasses?: readonly string[];
  /**
   * Kinds of route that it alone reads, whatever their class.
   * @default - none but those of the Gateway API
   */
  readonly routeKinds?: readonly ObjectKind[];
  /** @default - as the Gateway API says */
  readonly policyReading?: PolicyReading;
  /**
   * How it chooses by itself to speak TLS to a port, without a policy; what it verifies then is another question.
   * @default - it speaks TLS where it is told alone
   */
  readonly choosesTls?: string;
  /**
   * The TLS library that verifies backends.
   * @default - not known: the strictest is assumed
   */
  readonly verifier?: Verifier;
  /**
   * Other Gateways of the same implementation and version, which can do other things.
   * @default - none
   */
  readonly variants?: readonly GatewayVariant[];
  /**
   * What it tells Prometheus of the TLS to backends.
   * @default - not established
   */
  readonly metrics?: GatewayMetrics;
  /**
   * Settings that bound how long a connection to a backend lives, and so how long it keeps the certificate that it was
   * opened with.
   * @default - not established
   */
  readonly connectionLimits?: string;
  /**
   * What else a user must know.
   * @default - nothing
   */
  readonly note?: string;
}
