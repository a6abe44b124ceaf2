import { closeSync, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { MAX_FILE_BYTES } from './limits';
import type { ManifestSet } from './manifest';
import { type ManifestInput, readManifests } from './read-manifests';

/** The name under which standard input stands in findings. */
export const STDIN_FILE = '<stdin>';

/** How manifests are loaded. */
export interface LoadOptions {
  /**
   * What the path `-` stands for.
   * @default - the path `-` is refused
   */
  readonly stdin?: Uint8Array;
  /**
   * Called before each file is read, with its path.
   * @default - nobody is told
   */
  readonly onFile?: (file: string) => void;
}

/** Thrown where a path that the user names cannot be read at all. */
export class UnreadablePathError extends Error {
  override readonly name = 'UnreadablePathError';
}

const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;
const CHUNK_BYTES = 64 * 1024;

/**
 * Reads files, folders and standard input. Folders are read to the bottom in sorted order: `*.yaml`, `*.yml` and
 * `*.json`, but nothing hidden and no `node_modules`. Links are followed, and each file is read once, however many
 * paths lead to it.
 *
 * @throws UnreadablePathError where a path does not exist, may not be read, or is `-` without standard input, and where
 * there is no file at all below the paths: nothing would be found in the wrong folder, as if all were well there
 */
export function loadManifests(paths: readonly string[], options: LoadOptions = {}): ManifestSet {
  return readManifests(inputsAt(paths, options));
}

function* inputsAt(paths: readonly string[], { stdin, onFile }: LoadOptions): Generator<ManifestInput> {
  const seen = new Set<string>();
  let files = 0;
  for (const path of paths) {
    if (path === '-') {
      files += 1;
      yield { file: STDIN_FILE, content: requireStdin(stdin) };
      continue;
    }
    for (const file of filesAt(path, seen)) {
      files += 1;
      onFile?.(file);
      yield { file, content: readBytes(file) };
    }
  }
  requireFile(files, paths);
}

function requireFile(files: number, paths: readonly string[]): void {
  if (files === 0 && paths.length > 0) {
    throw new UnreadablePathError(
      `there is no *.yaml, *.yml or *.json file in ${paths.map((path) => `"${path}"`).join(', ')}; give the folder of the manifests, or a file of any name`,
    );
  }
}

function requireStdin(stdin: Uint8Array | undefined): Uint8Array {
  if (stdin === undefined) {
    throw new UnreadablePathError('path "-" stands for standard input, and there is none; pipe the manifests in');
  }
  return stdin;
}

/** The file that a path names, whatever its name, or the manifest files of the folder. */
function* filesAt(path: string, seen: Set<string>): Generator<string> {
  const { real, isFolder } = resolve(path);
  if (seen.has(real)) {
    return;
  }
  seen.add(real);
  if (!isFolder) {
    yield path;
    return;
  }
  for (const name of namesIn(path)) {
    if (isWanted(name)) {
      yield* entryAt(`${path.replace(/\/+$/, '')}/${name}`, seen);
    }
  }
}

/** Like `filesAt`, but a file must be a regular one with the name of a manifest. */
function* entryAt(path: string, seen: Set<string>): Generator<string> {
  const named = MANIFEST_FILE.test(path);
  // A link that leads nowhere is passed over, unless it has the name of a manifest: then something is missing.
  const stat = accessing(path, () => statSync(path, { throwIfNoEntry: named }));
  if (stat?.isDirectory() || (stat?.isFile() && named)) {
    yield* filesAt(path, seen);
  }
}

function isWanted(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

function resolve(path: string): { readonly real: string; readonly isFolder: boolean } {
  return accessing(path, () => ({ real: realpathSync(path), isFolder: statSync(path).isDirectory() }));
}

/** Sorted by code unit: the order must not depend on the locale. */
function namesIn(folder: string): readonly string[] {
  return accessing(folder, () => readdirSync(folder).toSorted());
}

/** Reads a file, device or pipe, and stops one byte past the limit, so that the reader sees that there is more. */
function readBytes(path: string): Uint8Array {
  return accessing(path, () => {
    const descriptor = openSync(path, 'r');
    try {
      return readAll(descriptor, fstatSync(descriptor).size);
    } finally {
      closeSync(descriptor);
    }
  });
}

function readAll(descriptor: number, expected: number): Uint8Array {
  const most = MAX_FILE_BYTES + 1;
  let buffer = Buffer.allocUnsafe(Math.min(expected + 1, most));
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, null);
    length += read;
    if (read === 0 || length >= most) {
      return buffer.subarray(0, length);
    }
    if (length === buffer.length) {
      buffer = Buffer.concat([buffer], Math.min(buffer.length * 2 + CHUNK_BYTES, most));
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; give a file, a folder, or "-" for standard input',
  EACCES: 'may not be read; allow it, or leave the path out',
  EPERM: 'may not be read; allow it, or leave the path out',
  ELOOP: 'is a link that leads to itself; give what it should lead to',
  ENAMETOOLONG: 'is too long a name; give a file or a folder',
  ENOTDIR: 'goes through a file as if it were a folder; give a file or a folder',
};

function accessing<T>(path: string, access: () => T): T {
  try {
    return access();
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error)) {
      throw error;
    }
    const reason =
      REASONS[String(error.code)] ?? `cannot be read (${error.code}); give a file, a folder, or "-" for standard input`;
    throw new UnreadablePathError(`path ${JSON.stringify(path)} ${reason}`, { cause: error });
  }
}
