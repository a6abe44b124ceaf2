import type { ManifestIndex } from '../index-set';
import { isJsonObject, type JsonObject } from '../manifest';
import { fieldAt } from './json-fields';
import type { KnownLabels } from './label-selector';
import { NAMESPACE } from './object-kinds';

/** The label that an API server gives each namespace: its name. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** The labels of namespaces, as selectors see them. */
export class Namespaces {
  private readonly known = new Map<string, KnownLabels>();

  constructor(private readonly index: ManifestIndex) {}

  /**
   * What is known of a namespace's labels: all where its manifest is in the set, its name alone where it is not, and
   * nothing where the namespace is left to whoever applies the objects.
   */
  labelsOf(namespace: string | undefined): KnownLabels {
    if (namespace === undefined) {
      return { values: new Map(), complete: false };
    }
    const known = this.known.get(namespace) ?? this.readLabels(namespace);
    this.known.set(namespace, known);
    return known;
  }

  private readLabels(name: string): KnownLabels {
    const manifest = this.index.find({ ...NAMESPACE, name });
    const values = new Map(manifest === undefined ? [] : labelEntries(manifest.body));
    return { values: values.set(NAME_LABEL, name), complete: manifest !== undefined };
  }
}

/** The labels of an object that are strings, as an API server wants them. */
export function labelEntries(body: JsonObject): readonly (readonly [key: string, value: string])[] {
  const labels = fieldAt(body, 'metadata', 'labels');
  return isJsonObject(labels)
    ? Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    : [];
}
