import { type Alias, isAlias, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { setOwn } from './json-object';
import { MAX_ALIASED_VALUES, MAX_DEPTH, MAX_MISREAD_SCALARS } from './limits';
import { isJsonObject, type JsonObject, type JsonValue, type MisreadScalar } from './manifest';
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

/** What a document holds. */
export interface YamlContent {
  readonly value: JsonValue;
  /** The first of them; empty in nearly every document. */
  readonly misread: readonly MisreadScalar[];
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
export function yamlToJson(root: ParsedNode): YamlContent {
  const reader = new YamlValueReader();
  return { value: reader.read(root, 0).value, misread: reader.misread };
}

class YamlValueReader {
  readonly misread: MisreadScalar[] = [];
  /** The way to the value that is being read; what lies beyond its depth is left over from others. */
  private readonly path: (string | number)[] = [];
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
      return { value: this.readScalar(node, depth), size: 1, depth: 1 };
    }
    if (depth >= MAX_DEPTH) {
      throw tooDeep(node.range[0]);
    }
    return isSeq(node) ? this.readList(node, depth) : this.readMap(node, depth);
  }

  private readScalar(node: Scalar.Parsed, depth: number): JsonValue {
    const value = scalarValue(node);
    if (typeof value === 'number' && isOctal(node.source, value)) {
      this.note(depth, { isKey: false, written: node.source, value });
    }
    return value;
  }

  private note(depth: number, scalar: Omit<MisreadScalar, 'path'>): void {
    if (this.misread.length < MAX_MISREAD_SCALARS) {
      this.misread.push({ ...scalar, path: this.path.slice(0, depth) });
    }
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
      this.path[depth] = value.length;
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
    const key = this.readKey(keyNode, depth);
    const reading = this.read(valueNode, depth + 1);
    if (Object.hasOwn(map.value, key) && !map.merged.delete(key)) {
      throw duplicateKey(key, keyNode.range[0]);
    }
    setOwn(map.value, key, reading.value);
    weigh(map, reading);
  }

  private readKey(node: ParsedNode, depth: number): string {
    const isPlainScalar = isScalar(node) && node.anchor === undefined;
    const value = isPlainScalar ? scalarValue(node) : this.read(node, depth + 1).value;
    const key = keyText(value, node);
    this.path[depth] = key;
    if ((typeof value === 'boolean' || typeof value === 'number') && isScalar(node) && node.source !== key) {
      this.note(depth + 1, { isKey: true, written: node.source, value });
    }
    return key;
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

/** Whether a number has another value than its digits: YAML 1.1 takes `0443` for 291. Other bases show themselves. */
function isOctal(text: string, value: number): boolean {
  return text.length > 1 && /^[-+]?0[0-7_]+$/.test(text) && Number(text.replaceAll('_', '')) !== value;
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
