import type { ManifestIndex, ObjectReference } from '../index-set';
import type { Manifest } from '../manifest';
import type { GatewayDirectory } from './gateway-directory';
import { annotationOf, fieldAt, fieldOf, itemsOf, nonEmpty, textOf } from './json-fields';
import { GATEWAY, INGRESS_CLASS, isOfKind, LISTENER_SETS } from './object-kinds';
import { type Reference, type ReferencePurpose, referenceTo } from './reference';
import type { References } from './references';

const DEFAULT_CLASS_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';
/** An API server refuses Gateways with more. */
const MAX_LISTENERS = 64;

const LEGACY_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** The Gateways and Ingress classes of a set, and the implementations behind them. */
export class Gateways {
  private defaultIngressClass: { readonly manifest: Manifest | undefined } | undefined;

  constructor(
    private readonly index: ManifestIndex,
    private readonly references: References,
    private readonly directory: GatewayDirectory,
  ) {}

  /** All Gateways, in the order read. */
  all(): readonly Manifest[] {
    return this.index.ofKind(GATEWAY.group, GATEWAY.kind);
  }

  /** The class of a Gateway, if it is in the set. */
  classOf(gateway: Manifest): Manifest | undefined {
    const [reference] = this.referencesOf(gateway, 'gateway-class');
    return reference && this.index.find(reference.to);
  }

  /**
   * The implementations that may serve a Gateway or an Ingress class: one as a rule, several where the controller's name
   * is shared, none where it is unknown. Names are those of the command line.
   */
  implementationsOf(gateway: ObjectReference): readonly string[] {
    const manifest = this.index.find(gateway);
    if (isOfKind(gateway, INGRESS_CLASS)) {
      const controller = manifest && nonEmpty(fieldAt(manifest.body, 'spec', 'controller'));
      return this.directory.ingressControllers.get(controller ?? '') ?? [];
    }
    if (manifest === undefined || !isOfKind(gateway, GATEWAY)) {
      return [];
    }
    const gatewayClass = this.classOf(manifest);
    if (gatewayClass !== undefined) {
      const controller = nonEmpty(fieldAt(gatewayClass.body, 'spec', 'controllerName'));
      return this.directory.gatewayControllers.get(controller ?? '') ?? [];
    }
    return this.directory.builtInClasses.get(textOf(fieldOf(manifest.body, 'spec'), 'gatewayClassName') ?? '') ?? [];
  }

  /** The certificates that a Gateway presents to all backends. */
  clientCertificatesOf(gateway: Manifest): readonly Reference[] {
    return this.referencesOf(gateway, 'client-certificate');
  }

  /** The vendor settings of a Gateway: its own, then those of its class. */
  parametersOf(gateway: Manifest): readonly Reference[] {
    const gatewayClass = this.classOf(gateway);
    const own = this.referencesOf(gateway, 'parameters');
    return gatewayClass === undefined ? own : [...own, ...this.referencesOf(gatewayClass, 'parameters')];
  }

  /** The Gateway that a route's parent leads to: itself, or that of a ListenerSet; undefined for other parents. */
  gatewayOfParent(parent: ObjectReference): ObjectReference | undefined {
    if (isOfKind(parent, GATEWAY)) {
      return parent;
    }
    if (!LISTENER_SETS.some((kind) => isOfKind(parent, kind))) {
      return undefined;
    }
    const listenerSet = this.index.find(parent);
    const [reference] = listenerSet === undefined ? [] : this.referencesOf(listenerSet, 'parent');
    return reference !== undefined && isOfKind(reference.to, GATEWAY) ? reference.to : undefined;
  }

  /**
   * The class of an Ingress: by field, by the older annotation, or the default of the set. An annotation names a class
   * that need not exist as an object.
   */
  classOfIngress(ingress: Manifest): ObjectReference | undefined {
    const name =
      nonEmpty(fieldAt(ingress.body, 'spec', 'ingressClassName')) ?? annotationOf(ingress, LEGACY_CLASS_ANNOTATION);
    if (name !== undefined) {
      return { ...INGRESS_CLASS, name };
    }
    this.defaultIngressClass ??= {
      manifest: this.index
        .ofKind(INGRESS_CLASS.group, INGRESS_CLASS.kind)
        .find((candidate) => annotationOf(candidate, DEFAULT_CLASS_ANNOTATION) === 'true'),
    };
    const { manifest } = this.defaultIngressClass;
    return manifest && referenceTo(manifest);
  }

  /** The listeners of a Gateway that a route's parent reference selects, by section name and port. */
  listenersOf(gateway: Manifest, { sectionName, port }: Pick<Reference, 'sectionName' | 'port'>): readonly Listener[] {
    return itemsOf(fieldAt(gateway.body, 'spec', 'listeners'))
      .slice(0, MAX_LISTENERS)
      .map(readListener)
      .filter(
        (listener) =>
          (sectionName === undefined || listener.name === sectionName) &&
          (port === undefined || listener.port === port),
      );
  }

  private referencesOf(manifest: Manifest, purpose: ReferencePurpose): readonly Reference[] {
    return this.references.of(manifest).filter((reference) => reference.purpose === purpose);
  }
}

/** A listener, as far as backend TLS depends on it. */
export interface Listener {
  readonly name?: string;
  readonly port?: number;
  readonly protocol?: string;
  /** `Terminate` or `Passthrough`; `Terminate` where there is TLS and no mode. */
  readonly tlsMode?: string;
}

function readListener(value: Parameters<typeof fieldOf>[0]): Listener {
  const port = fieldOf(value, 'port');
  const tls = fieldOf(value, 'tls');
  return {
    name: textOf(value, 'name'),
    port: typeof port === 'number' ? port : undefined,
    protocol: textOf(value, 'protocol'),
    tlsMode: tls === undefined ? undefined : (textOf(tls, 'mode') ?? 'Terminate'),
  };
}
