/** Computes each value once: many policies may share one target. */
export function remember<Key, Value>(textOf: (key: Key) => string, compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return (key) => {
    const text = textOf(key);
    const entry = known.get(text) ?? { value: compute(key) };
    known.set(text, entry);
    return entry.value;
  };
}
