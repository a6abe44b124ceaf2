// Hot reload, as gateways and backends do it: a folder is watched, and a file that is replaced is read again.
import { createHash } from 'node:crypto';
import { readFileSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Reads all files of a folder that are wanted, and again whatever is replaced; tells the parent process what it has. */
export function watchFiles(folder, names, onChange) {
  // A parent that is gone takes its processes with it.
  process.once('disconnect', () => process.exit());
  const contents = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  onChange(contents);
  watch(folder, (_event, name) => {
    if (contents.has(name)) {
      const content = readFileSync(join(folder, name), 'utf8');
      contents.set(name, content);
      onChange(contents);
      process.send({ loaded: digestOf(content) });
    }
  });
}

/** By what a parent process knows which content has been loaded. */
export function digestOf(content) {
  return createHash('sha256').update(content).digest('hex');
}
