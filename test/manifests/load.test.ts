import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_FILE_BYTES } from '../../src/manifests/limits';
import { loadManifests, UnreadablePathError } from '../../src/manifests/load';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, name = path): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `apiVersion: v1\nkind: A\nmetadata: {name: "${name}"}\n`);
  return file;
}

function namesAt(...paths: readonly string[]): readonly string[] {
  const { manifests, problems } = loadManifests(paths);
  expect(problems).toEqual([]);
  return manifests.map(({ key }) => key.name);
}

test('a folder gives its manifests to the bottom, sorted, without hidden ones and node_modules', () => {
  for (const path of [
    'b.yml',
    'a/z.yaml',
    'a/B.YAML',
    'c.json',
    'c.txt',
    '.git/x.yaml',
    '.x.yaml',
    'node_modules/x.yaml',
  ]) {
    write(path);
  }
  expect(namesAt(folder)).toEqual(['a/B.YAML', 'a/z.yaml', 'b.yml', 'c.json']);
});

test('a file that is named is read whatever its name, and findings show the path as it was given', () => {
  const file = write('.hidden.txt');
  expect(loadManifests([file]).manifests.map(({ source }) => source)).toEqual([{ file, line: 1 }]);
});

test('the files of a folder are shown below the path as it was given', () => {
  write('a/b.yaml');
  expect(loadManifests([`${folder}//`]).manifests[0]?.source?.file).toBe(`${folder}/a/b.yaml`);
});

test('a file that several paths and links lead to is read once, and links in a circle end', () => {
  const file = write('a/b.yaml');
  symlinkSync(file, join(folder, 'a/link.yaml'));
  symlinkSync(folder, join(folder, 'a/up'));
  expect(namesAt(folder, file, folder)).toEqual(['a/b.yaml']);
});

test('a link to a folder outside is followed', () => {
  write('outside/b.yaml');
  mkdirSync(join(folder, 'inside'));
  symlinkSync(join(folder, 'outside'), join(folder, 'inside/link'));
  expect(namesAt(join(folder, 'inside'))).toEqual(['outside/b.yaml']);
});

test('a file over the limit is a problem, and what lies beyond the limit is not read', () => {
  const file = write('big.yaml');
  truncateSync(file, MAX_FILE_BYTES + 2);
  expect(loadManifests([file])).toMatchObject({
    manifests: [],
    problems: [{ message: `line 1, column 1: the file has more than ${MAX_FILE_BYTES} bytes, the most that is read` }],
  });
});

test('the path - is standard input', () => {
  const stdin = Buffer.from('apiVersion: v1\nkind: A\n');
  expect(loadManifests(['-'], { stdin }).manifests[0]?.source).toEqual({ file: '<stdin>', line: 1 });
});

test('who asks is told of each file before it is read', () => {
  const told: string[] = [];
  write('a.yaml');
  write('b.yaml');
  loadManifests([folder], { onFile: (file) => told.push(file.slice(folder.length)) });
  expect(told).toEqual(['/a.yaml', '/b.yaml']);
});

/** Does work as a user who may not read everything, which root may. */
function unprivileged<T>(work: () => T): T {
  if (process.geteuid?.() !== 0) {
    return work();
  }
  process.seteuid?.(65534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('a path that cannot be read is refused', () => {
  test.each<[string, (path: string) => void, string]>([
    ['missing', () => {}, 'does not exist; give a file, a folder, or "-" for standard input'],
    ['circle', (path) => symlinkSync(path, path), 'is a link that leads to itself; give what it should lead to'],
  ])('%s', (name, make, reason) => {
    const path = join(folder, name);
    make(path);
    const load = () => loadManifests([path]);
    expect(load).toThrow(UnreadablePathError);
    expect(load).toThrow(`path ${JSON.stringify(path)} ${reason}`);
  });

  test.each([
    ['a file', 'locked.yaml', 'locked.yaml'],
    ['a folder', 'locked', 'locked'],
    ['a file in a folder', 'outer/locked.yaml', 'outer'],
    ['a folder in a folder', 'outer/locked', 'outer'],
  ])('%s that its user may not read', (_name, locked, named) => {
    write(locked.endsWith('.yaml') ? locked : `${locked}/a.yaml`);
    chmodSync(folder, 0o755);
    chmodSync(join(folder, locked), 0);
    const message = unprivileged(() => {
      try {
        return `read ${loadManifests([join(folder, named)]).manifests.length}`;
      } catch (error) {
        return String(error);
      }
    });
    chmodSync(join(folder, locked), 0o755);
    expect(message).toBe(
      `UnreadablePathError: path ${JSON.stringify(join(folder, locked))} may not be read; allow it, or leave the path out`,
    );
  });

  test('a link in a folder that has the name of a manifest and leads nowhere', () => {
    symlinkSync(join(folder, 'gone'), join(folder, 'a.yaml'));
    expect(() => loadManifests([folder])).toThrow(`path ${JSON.stringify(join(folder, 'a.yaml'))} does not exist`);
  });

  test('folders without a file that has the name of a manifest', () => {
    const paths = [join(folder, 'none'), join(folder, 'other')];
    for (const path of paths) {
      mkdirSync(path);
    }
    writeFileSync(join(folder, 'other', 'README.md'), 'kind: ConfigMap');
    expect(() => loadManifests(paths)).toThrow(
      new UnreadablePathError(
        `there is no *.yaml, *.yml or *.json file in "${paths[0]}", "${paths[1]}"; give the folder of the manifests, or a file of any name`,
      ),
    );
    expect(loadManifests([])).toMatchObject({ manifests: [], problems: [] });
  });

  test('- without standard input', () => {
    expect(() => loadManifests(['-'])).toThrow(
      'path "-" stands for standard input, and there is none; pipe the manifests in',
    );
  });
});
