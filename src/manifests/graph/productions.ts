import type { ManifestIndex, ObjectReference } from '../index-set';
import { isJsonObject, type Manifest, type ManifestSet } from '../manifest';
import { ObjectMultiMap } from '../object-map';
import type { Bundles } from './bundles';
import { accountKeyProductions, certificateProductions, shimProductions } from './certificate-secret';
import { externalSecretProductions, externalSecretTarget, sealedSecretProductions } from './external-secret';
import { fieldAt, fieldOf, itemsOf, textOf } from './json-fields';
import { anyOf, readLabelSelector } from './label-selector';
import { MultiMap } from './multi-map';
import type { Namespaces } from './namespaces';
import {
  CERTIFICATE,
  CLUSTER_EXTERNAL_SECRET,
  CLUSTER_ISSUER,
  EXTERNAL_SECRET,
  GATEWAY,
  INGRESS,
  ISSUER,
  LISTENER_SETS,
  SEALED_SECRET,
} from './object-kinds';
import type { Production } from './production';
import { identityOf, inWhateverNamespace, type Ternary } from './reference';
import type { ControllerNamespaces } from './reference-field';
import type { References } from './references';

/** Kinds from which controllers make others, whatever their group: most objects are of none. */
const PRODUCING_KINDS: ReadonlySet<string> = new Set(
  [CERTIFICATE, INGRESS, GATEWAY, ...LISTENER_SETS, ISSUER, CLUSTER_ISSUER, EXTERNAL_SECRET, SEALED_SECRET].map(
    ({ kind }) => kind,
  ),
);

/** The objects that controllers make from the objects of the set. */
export class Productions {
  private index:
    | {
        readonly exact: ObjectMultiMap<Production>;
        readonly byName: ObjectMultiMap<Production>;
        readonly all: readonly Production[];
      }
    | undefined;
  private clusterWide: MultiMap<Manifest> | undefined;

  constructor(
    private readonly set: ManifestSet,
    private readonly manifests: ManifestIndex,
    private readonly references: References,
    private readonly bundles: Bundles,
    private readonly namespaces: Namespaces,
    private readonly controllers: ControllerNamespaces,
  ) {}

  /** What makes an object or adds to it, in the order read. */
  of(target: ObjectReference): readonly Production[] {
    this.index ??= this.indexProductions();
    const exact = this.index.exact.get(target);
    const spread = [...this.bundles.productionsOf(target), ...this.spreadBySelector(target)];
    return spread.length === 0 ? exact : [...exact, ...spread];
  }

  /**
   * What makes objects of that kind and name, in whatever namespace. Objects that are spread over selected namespaces
   * (by Bundles and ClusterExternalSecrets) are not among them, as their namespaces are not listed anywhere.
   */
  named(target: Pick<ObjectReference, 'group' | 'kind' | 'name'>): readonly Production[] {
    this.index ??= this.indexProductions();
    return this.index.byName.get(inWhateverNamespace(target));
  }

  /** All productions but those that are spread over selected namespaces, in the order read. */
  all(): readonly Production[] {
    this.index ??= this.indexProductions();
    return this.index.all;
  }

  private indexProductions() {
    const all = this.set.manifests
      .filter(({ key }) => PRODUCING_KINDS.has(key.kind))
      .flatMap((manifest) => this.productionsBy(manifest));
    const exact = new ObjectMultiMap<Production>();
    const byName = new ObjectMultiMap<Production>();
    for (const production of all) {
      exact.add(production.target, production);
      byName.add(inWhateverNamespace(production.target), production);
    }
    return { exact, byName, all };
  }

  private productionsBy(manifest: Manifest): readonly Production[] {
    const references = this.references.of(manifest);
    const issuers = references.filter(({ purpose }) => purpose === 'issuer');
    return [
      ...certificateProductions(manifest, this.manifests, issuers),
      ...shimProductions(manifest, references),
      ...accountKeyProductions(manifest, this.controllers.clusterResourceNamespace),
      ...externalSecretProductions(manifest),
      ...sealedSecretProductions(manifest),
    ];
  }

  /** A ClusterExternalSecret makes the same ExternalSecret in each namespace that it selects. */
  private spreadBySelector(target: ObjectReference): readonly Production[] {
    this.clusterWide ??= this.indexClusterWide();
    const { namespace, name } = target;
    return this.clusterWide.get(name).flatMap((manifest) => {
      const reaches = this.reaches(manifest, namespace);
      const spec = fieldAt(manifest.body, 'spec', 'externalSecretSpec');
      return reaches === 'no'
        ? []
        : externalSecretTarget(spec, manifest, namespace, externalName(manifest), reaches === 'yes').filter(
            (production) => identityOf(production.target) === identityOf(target),
          );
    });
  }

  private indexClusterWide(): MultiMap<Manifest> {
    const map = new MultiMap<Manifest>();
    for (const manifest of this.manifests.ofKind(CLUSTER_EXTERNAL_SECRET.group, CLUSTER_EXTERNAL_SECRET.kind)) {
      const target = fieldAt(manifest.body, 'spec', 'externalSecretSpec', 'target');
      map.add(textOf(target, 'name') ?? externalName(manifest), manifest);
    }
    return map;
  }

  private reaches({ body }: Manifest, namespace: string | undefined): Ternary {
    const spec = fieldOf(body, 'spec');
    const selectors = [fieldOf(spec, 'namespaceSelector'), ...itemsOf(fieldOf(spec, 'namespaceSelectors'))];
    const labels = this.namespaces.labelsOf(namespace);
    const isListed = namespace !== undefined && itemsOf(fieldOf(spec, 'namespaces')).includes(namespace);
    return anyOf([
      isListed ? 'yes' : 'no',
      ...selectors.filter(isJsonObject).map((selector) => readLabelSelector(selector)(labels)),
    ]);
  }
}

function externalName({ key, body }: Manifest): string {
  return textOf(fieldOf(body, 'spec'), 'externalSecretName') ?? key.name;
}
