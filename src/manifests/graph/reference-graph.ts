import { indexManifests, type ManifestIndex, type ObjectReference } from '../index-set';
import type { Manifest, ManifestSet } from '../manifest';
import { ObjectMap } from '../object-map';
import { Bundles } from './bundles';
import { Certificates } from './certificates';
import { controllerNamespacesIn } from './controller-namespaces';
import { type DataKeys, keysIn, mergeKeys, UNKNOWN_KEYS } from './data-keys';
import { type GatewayDirectory, NO_GATEWAYS } from './gateway-directory';
import { Gateways } from './gateways';
import { Grants } from './grants';
import { MultiMap } from './multi-map';
import { Namespaces } from './namespaces';
import { CONFIG_MAP, isOfKind, SECRET } from './object-kinds';
import { Policies } from './policies';
import type { Production } from './production';
import { Productions } from './productions';
import { type Reference, referenceTo } from './reference';
import type { ControllerNamespaces } from './reference-field';
import { References } from './references';
import type { Resolution } from './resolution';
import { Routes } from './routes';
import { TlsSettings } from './tls-settings';

/** What the graph is told beyond the manifests. */
export interface ReferenceGraphOptions {
  /**
   * The manifests by name.
   * @default - indexed anew
   */
  readonly index?: ManifestIndex;
  /**
   * cert-manager's `--cluster-resource-namespace`: where the Secrets of ClusterIssuers stand.
   * @default - as its Deployment in the set states it, else `cert-manager`
   */
  readonly clusterResourceNamespace?: string;
  /**
   * trust-manager's `--trust-namespace`: where the sources of Bundles stand.
   * @default - as its Deployment in the set states it, else `cert-manager`
   */
  readonly trustNamespace?: string;
  /**
   * Which implementations stand behind controllers, classes and kinds of route.
   * @default - none is known
   */
  readonly directory?: GatewayDirectory;
}

/**
 * Who refers to whom in a set of manifests, and what the controllers behind them make of it. To be made once for a set:
 * each part is built when first asked for, in time linear in the set, and answers do not change. Fields that are missing
 * or of the wrong type refer to nothing; nothing here throws.
 *
 * An object that states no namespace goes where whoever applies it says. It is found by references that state none
 * either, and by no others.
 */
export class ReferenceGraph {
  readonly index: ManifestIndex;
  /** Every reference, by the object that holds it and by the object it names. */
  readonly references: References;
  /** What controllers make. */
  readonly productions: Productions;
  readonly namespaces: Namespaces;
  readonly gateways: Gateways;
  readonly routes: Routes;
  readonly policies: Policies;
  readonly tlsSettings: TlsSettings;
  readonly certificates: Certificates;
  readonly bundles: Bundles;
  readonly grants: Grants;

  private readonly resolutions = new ObjectMap<Resolution>();
  private readonly keys = new ObjectMap<DataKeys>();
  /** By kind alone: most kinds are never asked for. */
  private readonly names = new ObjectMap<MultiMap<Manifest>>();

  constructor(
    readonly set: ManifestSet,
    options: ReferenceGraphOptions = {},
  ) {
    const index = options.index ?? indexManifests(set);
    const stated = controllerNamespacesIn(index);
    const controllers: ControllerNamespaces = {
      clusterResourceNamespace: options.clusterResourceNamespace ?? stated.clusterResourceNamespace,
      trustNamespace: options.trustNamespace ?? stated.trustNamespace,
    };
    this.index = index;
    this.references = new References(set, controllers);
    this.namespaces = new Namespaces(index);
    this.bundles = new Bundles(index, this.references, this.namespaces, controllers);
    this.productions = new Productions(set, index, this.references, this.bundles, this.namespaces, controllers);
    const { directory = NO_GATEWAYS } = options;
    this.gateways = new Gateways(index, this.references, directory);
    this.routes = new Routes(index, this.references, this.gateways, directory);
    this.policies = new Policies(index, this.references);
    this.tlsSettings = new TlsSettings(this.references, this.policies, (reference) => index.find(reference));
    this.certificates = new Certificates(index, this.references, this.productions);
    this.grants = new Grants(index);
  }

  /** What a reference comes to: its first choice, or the first alternative that is there. */
  resolve(reference: Reference): Resolution {
    if (reference.alternatives.length === 0 && reference.namespaceRule !== 'unsaid') {
      return this.resolveObject(reference.to);
    }
    const choices = [reference.to, ...reference.alternatives];
    const find = (choice: ObjectReference) =>
      reference.namespaceRule === 'unsaid' ? this.resolveAnywhere(choice) : this.resolveObject(choice);
    return choices.map(find).find(({ state }) => state !== 'unresolved') ?? find(reference.to);
  }

  /** What an object of that name comes to. */
  resolveObject(target: ObjectReference): Resolution {
    return this.resolutions.getOrMake(target, () => this.findObject(target));
  }

  /**
   * The data keys of a ConfigMap or Secret: those in its manifest together with those that controllers write. Nothing is
   * known where it is unresolved, or of another kind.
   */
  keysOf(target: ObjectReference): DataKeys {
    return this.keys.getOrMake(target, () => this.readKeys(this.resolveObject(target)));
  }

  /** All objects of that kind and name, in whatever namespace, in the order read. */
  named(target: Pick<ObjectReference, 'group' | 'kind' | 'name'>): readonly Manifest[] {
    const { group, kind } = target;
    return this.names.getOrMake({ group, kind, name: '' }, () => this.indexNames(group, kind)).get(target.name);
  }

  /** Where objects name KongPlugins and KongClusterPlugins: object by object, by annotation, then in filters. */
  attachedPlugins(): readonly Reference[] {
    return this.references
      .all()
      .filter(
        ({ purpose, to }) => purpose === 'plugin' || (purpose === 'filter' && to.group === 'configuration.konghq.com'),
      );
  }

  /** Annotations by which the backends behind a Service present a certificate. `port` is the port's name. */
  servedBy(service: ObjectReference): readonly Reference[] {
    return this.references.to(service).filter(({ purpose }) => purpose === 'serves');
  }

  /** Annotations by which the backends behind a Service accept client certificates. `port` is the port's name. */
  clientTrustOf(service: ObjectReference): readonly Reference[] {
    return (
      this.references
        .to(service)
        .filter(({ purpose }) => purpose === 'verifies-clients-of')
        // A Bundle means the Services where it writes.
        .filter(
          ({ from, namespaceRule }) =>
            namespaceRule !== 'unsaid' || this.bundles.reaches(from, service.namespace) !== 'no',
        )
    );
  }

  private findObject(target: ObjectReference): Resolution {
    const manifest = this.index.find(target);
    const productions = this.productions.of(target);
    return resolutionOf(target, manifest, productions);
  }

  /** In whatever namespace: objects of the set first. */
  private resolveAnywhere(choice: ObjectReference): Resolution {
    const manifest = this.named(choice).at(-1);
    const productions = this.productions.named(choice);
    const target = manifest === undefined ? productions.find(({ creates }) => creates)?.target : referenceTo(manifest);
    return target === undefined ? { state: 'unresolved', target: choice } : this.resolveObject(target);
  }

  private readKeys(resolution: Resolution): DataKeys {
    const { target, state } = resolution;
    if (state === 'unresolved' || !(isOfKind(target, SECRET) || isOfKind(target, CONFIG_MAP))) {
      return UNKNOWN_KEYS;
    }
    const written = state === 'present' ? [keysIn(resolution.manifest)] : [];
    const isSure = written.length > 0 || resolution.productions.some(({ certain }) => certain);
    return mergeKeys([...written, ...resolution.productions.map((production) => keysFrom(production, isSure))]);
  }

  private indexNames(group: string, kind: string): MultiMap<Manifest> {
    const names = new MultiMap<Manifest>();
    for (const manifest of this.index.ofKind(group, kind)) {
      names.add(manifest.key.name, manifest);
    }
    return names;
  }
}

function resolutionOf(
  target: ObjectReference,
  manifest: Manifest | undefined,
  productions: readonly Production[],
): Resolution {
  if (manifest !== undefined) {
    return { state: 'present', target, manifest, productions };
  }
  return productions.some(({ creates }) => creates)
    ? { state: 'produced', target, productions }
    : { state: 'unresolved', target };
}

/** The keys that a production adds to an object; only perhaps where the object is there without it. */
function keysFrom({ keys, certain }: Production, isThereAnyway: boolean): DataKeys {
  return certain || !isThereAnyway
    ? keys
    : { certain: new Set(), possible: new Set([...keys.certain, ...keys.possible]), complete: keys.complete };
}
