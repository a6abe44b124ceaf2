import type { ManifestIndex, ObjectReference } from '../index-set';
import { type FieldPath, isJsonObject, type JsonValue, type Manifest } from '../manifest';
import { type DataKeys, dataKeys } from './data-keys';
import { fieldAt, fieldAtPath, fieldOf, itemsOf, nonEmpty, optional, textOf } from './json-fields';
import { type LabelSelector, readLabelSelector } from './label-selector';
import { labelEntries, type Namespaces } from './namespaces';
import { BUNDLE, CONFIG_MAP, SECRET } from './object-kinds';
import type { Production } from './production';
import type { Reference, Ternary } from './reference';
import type { ControllerNamespaces } from './reference-field';
import type { References } from './references';

/** One entry of a Bundle's `sources`. */
export interface BundleSource {
  readonly path: FieldPath;
  readonly type: 'named' | 'selected' | 'inline' | 'default-cas' | 'unreadable';
  /** The object that a `named` source names. */
  readonly reference?: Reference;
  /** The objects of the set that a `selected` source matches, in the trust namespace. The cluster may have more. */
  readonly selected: readonly Manifest[];
  /**
   * The key that is read.
   * @default - none is named: all keys, or not a named or selected source
   */
  readonly key?: string;
}

/** An object that a Bundle has trust-manager write into each selected namespace. */
export interface BundleTarget {
  readonly path: FieldPath;
  /** A ConfigMap or Secret. */
  readonly kind: 'ConfigMap' | 'Secret';
  /** The key of the PEM bundle. */
  readonly key: string;
  /** All keys, those of keystores included. */
  readonly keys: DataKeys;
}

/**
 * The Bundles of trust-manager, with what they collect and where they write it. ClusterBundles are left out: up to
 * trust-manager 0.24 no controller reads them.
 */
export class Bundles {
  private readonly selectors = new Map<Manifest, LabelSelector | undefined>();

  constructor(
    private readonly index: ManifestIndex,
    private readonly references: References,
    private readonly namespaces: Namespaces,
    private readonly controllers: ControllerNamespaces,
  ) {}

  /** The Bundle of that name. Targets have the name of their Bundle. */
  named(name: string): Manifest | undefined {
    return this.index.find({ ...BUNDLE, name });
  }

  sourcesOf(bundle: Manifest): readonly BundleSource[] {
    const references = this.references.of(bundle).filter(({ purpose }) => purpose === 'bundle-source');
    const byEntry = new Map(references.map((reference) => [reference.path[2], reference]));
    return itemsOf(fieldAt(bundle.body, 'spec', 'sources')).map((source, index) =>
      this.readSource(source, ['spec', 'sources', index], byEntry.get(index)),
    );
  }

  /** Whether a `selected` source takes an object that a controller makes, by the labels that it gives to it. */
  selects(
    bundle: Manifest,
    { path }: BundleSource,
    object: ObjectReference,
    labels: ReadonlyMap<string, string>,
  ): boolean {
    const field = object.kind === SECRET.kind ? 'secret' : 'configMap';
    const selector = fieldAtPath(bundle.body, [...path, field, 'selector']);
    return (
      isJsonObject(selector) &&
      object.namespace === this.controllers.trustNamespace &&
      readLabelSelector(selector)({ values: labels, complete: true }) === 'yes'
    );
  }

  targetsOf(bundle: Manifest): readonly BundleTarget[] {
    const target = fieldAt(bundle.body, 'spec', 'target');
    const extra = ['jks', 'pkcs12'].flatMap(
      (format) => textOf(fieldAt(target, 'additionalFormats', format), 'key') ?? [],
    );
    return (
      [
        ['configMap', 'ConfigMap'],
        ['secret', 'Secret'],
      ] as const
    ).flatMap(([field, kind]) => {
      const key = textOf(fieldOf(target, field), 'key');
      return key === undefined ? [] : [{ path: ['spec', 'target', field], kind, key, keys: dataKeys([key, ...extra]) }];
    });
  }

  /**
   * Whether a Bundle writes into a namespace. One without selector writes into all of them.
   */
  reaches(bundle: Manifest, namespace: string | undefined): Ternary {
    const selector = this.selectorOf(bundle);
    return selector === undefined ? 'yes' : selector(this.namespaces.labelsOf(namespace));
  }

  /** The Bundle that makes the object, if one does or may. */
  productionsOf({ group, kind, namespace, name }: ObjectReference): readonly Production[] {
    const bundle = group === '' && (kind === 'ConfigMap' || kind === 'Secret') ? this.named(name) : undefined;
    const target = bundle && this.targetsOf(bundle).find((candidate) => candidate.kind === kind);
    if (bundle === undefined || target === undefined) {
      return [];
    }
    const reaches = this.reaches(bundle, namespace);
    const object = { group, kind, ...optional('namespace', namespace), name };
    return reaches === 'no'
      ? []
      : [{ by: bundle, target: object, keys: target.keys, creates: true, certain: reaches === 'yes' }];
  }

  private selectorOf(bundle: Manifest): LabelSelector | undefined {
    if (!this.selectors.has(bundle)) {
      const selector = fieldAt(bundle.body, 'spec', 'target', 'namespaceSelector');
      this.selectors.set(bundle, selector === undefined || selector === null ? undefined : readLabelSelector(selector));
    }
    return this.selectors.get(bundle);
  }

  private readSource(source: JsonValue, path: FieldPath, reference: Reference | undefined): BundleSource {
    for (const [field, kind] of [
      ['configMap', CONFIG_MAP],
      ['secret', SECRET],
    ] as const) {
      const value = fieldOf(source, field);
      const selector = fieldOf(value, 'selector');
      if (reference !== undefined && reference.path[3] === field) {
        return { path, type: 'named', reference, selected: [], ...optional('key', reference.key) };
      }
      if (isJsonObject(selector)) {
        const selected = this.select(kind, readLabelSelector(selector));
        return { path, type: 'selected', selected, ...optional('key', textOf(value, 'key')) };
      }
    }
    if (nonEmpty(fieldOf(source, 'inLine')) !== undefined) {
      return { path, type: 'inline', selected: [] };
    }
    return { path, type: fieldOf(source, 'useDefaultCAs') === true ? 'default-cas' : 'unreadable', selected: [] };
  }

  private select({ group, kind }: { group: string; kind: string }, selector: LabelSelector): readonly Manifest[] {
    return this.index.ofKind(group, kind).filter(({ key, body }) => {
      const labels = { values: new Map(labelEntries(body)), complete: true };
      return key.namespace === this.controllers.trustNamespace && selector(labels) === 'yes';
    });
  }
}
