/** Several values under one key, in the order added. */
export class MultiMap<Value> {
  private readonly lists = new Map<string, Value[]>();

  add(key: string, value: Value): void {
    const list = this.lists.get(key);
    if (list === undefined) {
      this.lists.set(key, [value]);
    } else {
      list.push(value);
    }
  }

  /** None for an unknown key. */
  get(key: string): readonly Value[] {
    return this.lists.get(key) ?? NONE;
  }
}

const NONE: readonly never[] = Object.freeze([]);
