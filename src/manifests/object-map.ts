import type { ObjectReference } from './index-set';

/**
 * Values by the object that they belong to. Sets of manifests are looked up in millions of times, so that no text is made
 * of a reference, and nothing is hashed but the texts that the manifests hold already.
 */
export class ObjectMap<Value> {
  private readonly groups = new Map<string, Map<string, Map<string | undefined, Map<string, Value>>>>();

  get({ group, kind, namespace, name }: ObjectReference): Value | undefined {
    return this.groups.get(group)?.get(kind)?.get(namespace)?.get(name);
  }

  /** The value that is there; where there is none, it is made and kept. */
  getOrMake(object: ObjectReference, make: () => Value): Value {
    const known = this.get(object);
    if (known !== undefined) {
      return known;
    }
    const made = make();
    this.set(object, made);
    return made;
  }

  set({ group, kind, namespace, name }: ObjectReference, value: Value): void {
    const kinds = entryOf(this.groups, group);
    entryOf(entryOf(kinds, kind), namespace).set(name, value);
  }
}

/** Several values for one object, in the order added. */
export class ObjectMultiMap<Value> {
  private readonly lists = new ObjectMap<Value[]>();

  add(object: ObjectReference, value: Value): void {
    const list = this.lists.get(object);
    if (list === undefined) {
      this.lists.set(object, [value]);
    } else {
      list.push(value);
    }
  }

  /** None for an unknown object. */
  get(object: ObjectReference): readonly Value[] {
    return this.lists.get(object) ?? NONE;
  }
}

const NONE: readonly never[] = Object.freeze([]);

function entryOf<Key, InnerKey, Value>(maps: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  const known = maps.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = new Map<InnerKey, Value>();
  maps.set(key, made);
  return made;
}
