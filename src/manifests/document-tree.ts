import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { JsonReader } from './json-reader';
import { type FieldPath, isJsonObject, type JsonValue } from './manifest';
import type { ParsedDocument } from './parse-documents';
import { resolveScalar } from './resolve-scalar';
import { lineFinder } from './text-position';
import { parseYamlTree } from './yaml-tree';

/** Where the fields of one document stand. */
export interface DocumentTree {
  /** The line of the document's text, counted from 1, that a field or its nearest parent that is there begins on. */
  lineOf(path: FieldPath): number;
  /** The scalar at a path as it stands there without quotes and tag; nothing where something else stands there. */
  writtenAt(path: FieldPath): string | undefined;
}

/**
 * Parses documents again to find their fields, and keeps the last tree only: trees weigh far more than their text, and
 * whoever asks goes through the objects in order.
 */
export class DocumentTreeCache {
  private document: ParsedDocument | undefined;
  private tree: DocumentTree | undefined;

  treeOf(document: ParsedDocument): DocumentTree {
    if (this.tree === undefined || this.document !== document) {
      this.tree = parseTree(document);
      this.document = document;
    }
    return this.tree;
  }
}

function parseTree({ text, format, offset }: ParsedDocument): DocumentTree {
  const lineOf = lineFinder(text);
  if (format === 'json') {
    const offsetOf = jsonFields(text, offset);
    return { lineOf: (path) => lineOf(offsetOf(path)), writtenAt: () => undefined };
  }
  const entryAt = yamlFields(text);
  return {
    lineOf: (path) => lineOf(entryAt(path).offset),
    writtenAt: (path) => {
      const { node, isWhole } = entryAt(path);
      return isWhole && isScalar(node) && node.type === 'PLAIN' && node.tag === undefined ? node.source : undefined;
    },
  };
}

interface FoundEntry extends YamlEntry {
  /** Whether the path leads no further. */
  readonly isWhole: boolean;
}

function yamlFields(text: string): (path: FieldPath) => FoundEntry {
  const root = parseYamlTree(text);
  return (path) => {
    let found: YamlEntry = { node: root, offset: root?.range[0] ?? 0 };
    for (const segment of path) {
      const entry = found.node === null ? undefined : yamlEntry(found.node, segment);
      if (entry === undefined) {
        return { ...found, isWhole: false };
      }
      found = entry;
    }
    return { ...found, isWhole: true };
  };
}

interface YamlEntry {
  readonly node: ParsedNode | null;
  readonly offset: number;
}

function yamlEntry(node: ParsedNode, segment: string | number): YamlEntry | undefined {
  if (isSeq(node) && typeof segment === 'number') {
    const item = node.items[segment];
    return item === undefined ? undefined : { node: item, offset: item.range[0] };
  }
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && keyOf(key) === segment);
    return pair === undefined ? undefined : { node: pair.value, offset: pair.key.range[0] };
  }
  return undefined;
}

function keyOf(key: Extract<ParsedNode, { source: string }>): string | undefined {
  if (!isScalar(key)) {
    return undefined;
  }
  const resolved = resolveScalar(key.source, key.type === 'PLAIN', key.tag);
  return resolved.ok ? String(resolved.value) : undefined;
}

function jsonFields(text: string, start: number): (path: FieldPath) => number {
  const entries = new Map<object, Map<string | number, number>>();
  const root = new JsonReader(text, start, (container, key, offset) => {
    const offsets = entries.get(container) ?? new Map<string | number, number>();
    entries.set(container, offsets.set(key, offset));
  }).readValue();
  return (path) => {
    let value: JsonValue | undefined = root;
    let offset = start;
    for (const segment of path) {
      const next: number | undefined =
        typeof value === 'object' && value !== null ? entries.get(value)?.get(segment) : undefined;
      if (next === undefined) {
        return offset;
      }
      offset = next;
      value = jsonEntry(value, segment);
    }
    return offset;
  };
}

function jsonEntry(value: JsonValue | undefined, segment: string | number): JsonValue | undefined {
  if (Array.isArray(value)) {
    return typeof segment === 'number' ? value[segment] : undefined;
  }
  return isJsonObject(value) && typeof segment === 'string' ? value[segment] : undefined;
}
