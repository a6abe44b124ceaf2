import { decodeText } from './decode-text';
import { JsonReader } from './json-reader';
import type { JsonValue, MisreadScalar, ReadProblem } from './manifest';
import { ReadFailure } from './read-failure';
import { type DocumentText, splitDocuments } from './split-documents';
import { countLineFeeds, positionAt } from './text-position';
import { mayHoldTemplate, templateInBrokenText, templateInValue } from './unrendered-template';
import { parseYamlTree } from './yaml-tree';
import { yamlToJson } from './yaml-value';

/** One document that could be parsed, with what it takes to find its fields again. */
export interface ParsedDocument {
  readonly value: JsonValue;
  readonly misread: readonly MisreadScalar[];
  readonly format: 'json' | 'yaml';
  /** The text that the document stands in. */
  readonly text: string;
  /** Where in `text` the value begins. */
  readonly offset: number;
  /** Line of the file that `text` begins on, counted from 1. */
  readonly line: number;
}

/** The documents of a file in which there is nothing, but comments at most. */
export interface EmptyInFile {
  /** How many there are. */
  readonly empty: number;
  /** Line of the file that the first one begins on, counted from 1. */
  readonly line: number;
}

/** What parsing one file comes to, in its order; empty documents last. */
export type Parsed = ParsedDocument | DocumentProblem | EmptyInFile;

/** One document that could not be parsed. */
export interface DocumentProblem extends Pick<ReadProblem, 'rule' | 'message' | 'fix'> {
  /** Line of the file, counted from 1. */
  readonly line: number;
}

/**
 * Parses the content of one file into JSON values, as kubectl does: text that begins with `{` is a stream of JSON, all
 * other text is YAML documents. Empty documents hold no value; they are told of once, at the end.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/master/pkg/util/yaml/decoder.go (`YAMLOrJSONDecoder`)
 */
export function* parseDocuments(content: Uint8Array | string): Generator<Parsed> {
  const decoded = decodeText(content);
  if (!decoded.ok) {
    yield { rule: 'manifests/unreadable', message: decoded.message, fix: decoded.fix, line: decoded.line };
    return;
  }
  yield* looksLikeJson(decoded.text) ? parseJsonStream(decoded.text) : parseYamlDocuments(decoded.text);
}

/** `{{` begins template text. */
function looksLikeJson(text: string): boolean {
  return /^\s*\{(?!\{)/.test(text);
}

function* parseJsonStream(text: string): Generator<Parsed> {
  const reader = new JsonReader(text);
  let end = 0;
  let line = 1;
  for (let count = 0; !reader.atEnd; count += 1) {
    const start = reader.position;
    line += countLineFeeds(text, end, start);
    const value = attempt(() => reader.readValue());
    if (value instanceof ReadFailure) {
      const failure = problem('manifests/unreadable', value, text, 1);
      yield* count === 0 ? flowMapOr(failure, text) : [failure];
      return;
    }
    end = reader.position;
    // Cut out, because whoever looks for a field reads the text of its document again.
    yield* withoutTemplates({ value, misread: [], format: 'json', text: text.slice(start, end), offset: 0, line });
    line += countLineFeeds(text, start, end);
  }
}

/** Text that begins with `{` and is no JSON may be a YAML flow map, which kubectl 1.32 and later fall back to. */
function* flowMapOr(jsonFailure: DocumentProblem, text: string): Generator<Parsed> {
  const documents = parseYamlDocuments(text);
  const first = documents.next();
  if (first.done || ('rule' in first.value && first.value.rule === 'manifests/unreadable')) {
    yield jsonFailure;
  } else {
    yield first.value;
    yield* documents;
  }
}

function* parseYamlDocuments(text: string): Generator<Parsed> {
  const empty: { line?: number; count: number } = { count: 0 };
  const addEmpty = (line: number): void => {
    empty.line ??= line;
    empty.count += 1;
  };
  let isFirst = true;
  let blank: number | undefined;
  for (const document of splitDocuments(text)) {
    // Blank text after the last separator is no document, and is known to be that only when nothing follows.
    if (blank !== undefined) {
      addEmpty(blank);
      blank = undefined;
    }
    const results = [...parseYamlDocument(document)];
    yield* results;
    if (results.length === 0 && document.text.trim() !== '') {
      addEmpty(document.line);
    } else if (results.length === 0 && !isFirst) {
      // Nor is blank text before the first separator.
      blank = document.line;
    }
    isFirst = false;
  }
  if (empty.line !== undefined) {
    yield { empty: empty.count, line: empty.line };
  }
}

function* parseYamlDocument(document: DocumentText): Generator<ParsedDocument | DocumentProblem> {
  const { text, line } = document;
  const parsed = document.failure ?? attempt(() => parseYaml(document));
  if (parsed instanceof ReadFailure) {
    const template = mayHoldTemplate(text) ? templateInBrokenText(text, parsed.offset) : undefined;
    yield template === undefined
      ? problem('manifests/unreadable', parsed, text, line)
      : problem('manifests/unrendered-template', template, text, line);
  } else if (parsed.value !== null) {
    yield* withoutTemplates(parsed);
  }
}

function parseYaml({ text, line }: DocumentText): ParsedDocument {
  const root = parseYamlTree(text);
  const content = root === null ? { value: null, misread: [] } : yamlToJson(root);
  return { ...content, format: 'yaml', text, offset: root?.range[0] ?? 0, line };
}

function* withoutTemplates(document: ParsedDocument): Generator<ParsedDocument | DocumentProblem> {
  const { text, value, offset, line } = document;
  const template = mayHoldTemplate(text) ? templateInValue(text, offset, value) : undefined;
  yield template === undefined ? document : problem('manifests/unrendered-template', template, text, line);
}

function attempt<T>(read: () => T): T | ReadFailure {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadFailure) {
      return error;
    }
    throw error;
  }
}

function problem(rule: ReadProblem['rule'], failure: ReadFailure, text: string, firstLine: number): DocumentProblem {
  const position = positionAt(text, failure.offset);
  const line = firstLine + position.line - 1;
  return { rule, message: `line ${line}, column ${position.column}: ${failure.message}`, fix: failure.fix, line };
}
