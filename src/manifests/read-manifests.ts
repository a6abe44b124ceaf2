import { DocumentTreeCache } from './document-tree';
import { MAX_PROBLEMS_PER_FILE } from './limits';
import type { EmptyDocuments, FieldPath, Manifest, ManifestSet, MisreadScalar, ReadProblem, Source } from './manifest';
import { objectsIn } from './manifest-objects';
import { type ParsedDocument, parseDocuments } from './parse-documents';
import { positionAt } from './text-position';

/** One file of manifests. */
export interface ManifestInput {
  /** The path as the user gave it, or `<stdin>`. */
  readonly file: string;
  /** UTF-8 bytes, or text. */
  readonly content: Uint8Array | string;
}

/**
 * Reads manifests as kubectl and an API server do: YAML 1.1 or JSON, many documents to a file, `List` kinds taken
 * apart. What cannot be read becomes a problem with its line and column: content never throws, and nothing is skipped in
 * silence.
 *
 * Pure. Inputs are drawn one at a time, so that they can come from a generator.
 */
export function readManifests(inputs: Iterable<ManifestInput>): ManifestSet {
  const manifests: Manifest[] = [];
  const problems: ReadProblem[] = [];
  const emptyDocuments: EmptyDocuments[] = [];
  const trees = new DocumentTreeCache();
  for (const input of inputs) {
    let inFile = 0;
    for (const result of readFile(input, trees)) {
      if ('body' in result) {
        manifests.push(result);
      } else if ('count' in result) {
        emptyDocuments.push(result);
      } else if (inFile < MAX_PROBLEMS_PER_FILE) {
        problems.push(result);
        inFile += 1;
      } else {
        problems.push(tooManyProblems(result.source));
        break;
      }
    }
  }
  return { manifests, problems, ...(emptyDocuments.length === 0 ? {} : { emptyDocuments }) };
}

function* readFile(
  { file, content }: ManifestInput,
  trees: DocumentTreeCache,
): Generator<Manifest | ReadProblem | EmptyDocuments> {
  for (const document of parseDocuments(content)) {
    if ('rule' in document) {
      const { line, ...problem } = document;
      yield { ...problem, source: { file, line } };
    } else if ('empty' in document) {
      yield { count: document.empty, source: { file, line: document.line } };
    } else {
      yield* readDocument(file, document, trees);
    }
  }
}

function* readDocument(
  file: string,
  document: ParsedDocument,
  trees: DocumentTreeCache,
): Generator<Manifest | ReadProblem> {
  const sourceAt = (path: FieldPath): Source => ({
    file,
    line: document.line - 1 + trees.treeOf(document).lineOf(path),
  });
  for (const object of objectsIn(document.value)) {
    const { path } = object;
    const source = path.length === 0 ? { file, line: beginOf(document) } : sourceAt(path);
    if ('message' in object) {
      yield {
        rule: 'manifests/unreadable',
        message: `line ${source.line}: ${object.message}`,
        fix: object.fix,
        source,
      };
    } else {
      const misread = misreadBelow(document, path);
      yield {
        key: object.key,
        body: object.body,
        source,
        locate: (field) => sourceAt([...path, ...field]),
        written: (field) => trees.treeOf(document).writtenAt([...path, ...field]),
        ...(misread.length === 0 ? {} : { misread }),
      };
    }
  }
}

/** Paths count from the object. */
function misreadBelow({ misread }: ParsedDocument, object: FieldPath): readonly MisreadScalar[] {
  return misread
    .filter(({ path }) => object.every((segment, index) => path[index] === segment))
    .map((scalar) => ({ ...scalar, path: scalar.path.slice(object.length) }));
}

function beginOf({ text, offset, line }: ParsedDocument): number {
  return line - 1 + positionAt(text, offset).line;
}

function tooManyProblems(source: Source): ReadProblem {
  return {
    rule: 'manifests/unreadable',
    message: `line ${source.line}: the file has more than ${MAX_PROBLEMS_PER_FILE} documents that cannot be read, the rest was not read`,
    fix: 'mend the first ones, or leave the file out of the check',
    source,
  };
}
