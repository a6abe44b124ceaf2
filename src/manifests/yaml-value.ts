import { type Alias, isAlias, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { setOwn } from './json-object';
import { MAX_ALIASED_VALUES, MAX_DEPTH } from './limits';
import { isJsonObject, type JsonObject, type JsonValue } from './manifest';
import { quoteKey, ReadFailure } from './read-failure';
import { resolveScalar } from './resolve-scalar';
import { tooDeep } from './yaml-tree';

/** A value as read, and what it weighs once its aliases are written out. */
interface Reading {
  readonly value: JsonValue;
  /** Values in it, itself included. */
  readonly size: number;
  /** Levels in it, itself included. */
  readonly depth: number;
}

/** A map in the making. */
interface OpenMap {
  readonly value: Record<string, JsonValue>;
  /** Keys that came from `<<` and that a later key may override. */
  readonly merged: Set<string>;
  size: number;
  depth: number;
}

const NULL: Reading = { value: null, size: 1, depth: 1 };

/**
 * Turns a YAML tree into the JSON that an API server would make of it (goyaml v2, then JSON): keys become text
 * (`8443:` is `"8443"`, `on:` is `"true"`), `<<` merges, aliases share the value of their anchor.
 *
 * Stricter than goyaml where it would guess or drop: keys that stand twice, keys with a fraction, and a `<<` after a
 * key that it overrides (goyaml lets the merged value win, YAML and later readers the explicit one).
 *
 * @throws ReadFailure for these, and for what has no JSON form: null, map and list keys, infinities, aliases of
 * nothing, of themselves, or of too much
 * @see https://github.com/kubernetes-sigs/yaml/blob/master/yaml.go (`convertToJSONableObject`)
 */
export function yamlToJson(root: ParsedNode): JsonValue {
  return new YamlValueReader().read(root, 0).value;
}

class YamlValueReader {
  /** Holds `undefined` while the anchored value itself is being read. */
  private readonly anchors = new Map<string, Reading | undefined>();
  private aliasedValues = 0;

  read(node: ParsedNode | null, depth: number): Reading {
    if (node === null) {
      return NULL;
    }
    if (isAlias(node)) {
      return this.readAlias(node, depth);
    }
    const { anchor } = node;
    if (anchor === undefined) {
      return this.readContent(node, depth);
    }
    this.anchors.set(anchor, undefined);
    const reading = this.readContent(node, depth);
    this.anchors.set(anchor, reading);
    return reading;
  }

  private readContent(node: Exclude<ParsedNode, Alias.Parsed>, depth: number): Reading {
    if (isScalar(node)) {
      return { value: scalarValue(node), size: 1, depth: 1 };
    }
    if (depth >= MAX_DEPTH) {
      throw tooDeep(node.range[0]);
    }
    return isSeq(node) ? this.readList(node, depth) : this.readMap(node, depth);
  }

  private readAlias(node: Alias.Parsed, depth: number): Reading {
    const offset = node.range[0];
    if (!this.anchors.has(node.source)) {
      throw new ReadFailure('an alias names an anchor that is not set before it', 'set the anchor first', offset);
    }
    const target = this.anchors.get(node.source);
    if (target === undefined) {
      throw new ReadFailure('an anchor holds an alias of itself', 'write the value out', offset);
    }
    this.aliasedValues += target.size;
    if (this.aliasedValues > MAX_ALIASED_VALUES) {
      throw new ReadFailure(
        `the aliases of the document stand for more than ${MAX_ALIASED_VALUES} values`,
        'write the values out',
        offset,
      );
    }
    if (depth + target.depth > MAX_DEPTH) {
      throw tooDeep(offset);
    }
    return target;
  }

  private readList(node: YAMLSeq.Parsed, depth: number): Reading {
    const value: JsonValue[] = [];
    let size = 1;
    let deepest = 0;
    for (const item of node.items) {
      const reading = this.read(item, depth + 1);
      value.push(reading.value);
      size += reading.size;
      deepest = Math.max(deepest, reading.depth);
    }
    return { value, size, depth: deepest + 1 };
  }

  private readMap(node: YAMLMap.Parsed, depth: number): Reading {
    const map: OpenMap = { value: {}, merged: new Set(), size: 1, depth: 0 };
    let merges = 0;
    for (const pair of node.items) {
      const { key, value } = pair;
      if (isMergeKey(key)) {
        merges += 1;
        if (merges > 1) {
          throw duplicateKey('<<', key.range[0]);
        }
        this.merge(map, value ?? key, depth);
      } else {
        this.addField(map, key, value, depth);
      }
    }
    return { value: map.value, size: map.size, depth: map.depth + 1 };
  }

  private addField(map: OpenMap, keyNode: ParsedNode, valueNode: ParsedNode | null, depth: number): void {
    const key = keyText(this.read(keyNode, depth + 1).value, keyNode);
    const reading = this.read(valueNode, depth + 1);
    if (Object.hasOwn(map.value, key) && !map.merged.delete(key)) {
      throw duplicateKey(key, keyNode.range[0]);
    }
    setOwn(map.value, key, reading.value);
    weigh(map, reading);
  }

  private merge(map: OpenMap, node: ParsedNode, depth: number): void {
    const sources = isSeq(node) ? node.items : [node];
    const explicit = new Set(Object.keys(map.value));
    // Backwards: of several merged maps, the first has precedence.
    for (const source of sources.toReversed()) {
      const reading = this.read(source, depth + 1);
      if (!isJsonObject(reading.value)) {
        throw new ReadFailure('a merge key `<<` holds no map', 'merge an alias of a map', source.range[0]);
      }
      mergeFields(map, reading.value, explicit, source.range[0]);
      weigh(map, reading);
    }
  }
}

function mergeFields(map: OpenMap, source: JsonObject, explicit: ReadonlySet<string>, offset: number): void {
  for (const [key, value] of Object.entries(source)) {
    if (explicit.has(key)) {
      throw new ReadFailure(
        `a merge key \`<<\` stands after the key ${quoteKey(key)} that it also holds, and readers differ in which wins`,
        'put `<<` first in its map',
        offset,
      );
    }
    setOwn(map.value, key, value ?? null);
    map.merged.add(key);
  }
}

function weigh(map: OpenMap, reading: Reading): void {
  map.size += reading.size;
  map.depth = Math.max(map.depth, reading.depth);
}

function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.source === '<<' && (key.type === 'PLAIN' || key.tag === 'tag:yaml.org,2002:merge');
}

function scalarValue(node: Scalar.Parsed): JsonValue {
  const resolved = resolveScalar(node.source, node.type === 'PLAIN', node.tag);
  if (!resolved.ok) {
    throw new ReadFailure(resolved.message, resolved.fix, node.range[0]);
  }
  return resolved.value;
}

function keyText(key: JsonValue, node: ParsedNode): string {
  if (typeof key === 'string') {
    return key;
  }
  if (typeof key === 'boolean' || Number.isSafeInteger(key)) {
    return String(key);
  }
  const kind = key === null ? 'null' : typeof key === 'number' ? 'a number' : Array.isArray(key) ? 'a list' : 'a map';
  throw new ReadFailure(`a key is ${kind}, and JSON keys are text`, 'quote the key', node.range[0]);
}

function duplicateKey(key: string, offset: number): ReadFailure {
  return new ReadFailure(`the key ${quoteKey(key)} stands twice in one map`, 'keep one of them', offset);
}
