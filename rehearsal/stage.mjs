// The processes of one rehearsal, and the files that they read.
import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNginx } from './nginx.mjs';
import { BACKENDS } from './topology.mjs';
import { digestOf } from './watch-files.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
/** Milliseconds between two requests. */
const INTERVAL = 4;
/** Milliseconds after which a process that has not loaded a file is taken for stuck. */
const LONGEST_LOAD = 10_000;

/** Two backends and a gateway, with a client under load. Everything is gone when it is closed. */
export class Stage {
  static async open(gateway, files) {
    const stage = new Stage(mkdtempSync(join(tmpdir(), 'rehearsal-')));
    try {
      await stage.#start(gateway, files);
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  #folder;
  #children = [];
  #watchers = new Map();
  #files = new Map();
  #nginx;
  #client;

  constructor(folder) {
    this.#folder = folder;
    process.once('exit', this.#removeKeys);
  }

  /** Also where the rehearsal is interrupted: private keys stand in the folder. */
  #removeKeys = () => rmSync(this.#folder, { recursive: true, force: true });

  async #start(gateway, files) {
    for (const [path, { content }] of files) {
      mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
      this.#write(path, content);
    }
    const ports = await Promise.all(BACKENDS.map((name) => this.#serve('backend.mjs', name, [name])));
    const port =
      gateway === 'nginx' ? await this.#startNginx(ports) : await this.#serve('gateway.mjs', 'gateway', ports);
    this.#client = this.#fork('client.mjs', [port, INTERVAL]);
    await answerOf(this.#client);
  }

  /** What stands in a file. */
  contentOf(path) {
    return this.#files.get(path);
  }

  /** Replaces a file, and waits until its reader has loaded it. */
  async replace(path, content) {
    const reader = this.#watchers.get(dirname(path));
    const loaded = reader && this.#loadedBy(reader, digestOf(content), path);
    this.#write(path, content);
    await (reader === undefined ? this.#nginx.reload() : loaded);
  }

  /** Ends the load, and says what became of it: requests sent, and failures by their reason. */
  async finish() {
    const answer = answerOf(this.#client);
    this.#client.send('stop');
    return answer;
  }

  async close() {
    for (const child of this.#children) {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
      }
    }
    await this.#nginx?.stop();
    this.#removeKeys();
    process.off('exit', this.#removeKeys);
  }

  async #startNginx(ports) {
    this.#nginx = await startNginx(this.#folder, ports);
    return this.#nginx.port;
  }

  async #serve(program, name, args) {
    const child = this.#fork(program, [join(this.#folder, name), ...args]);
    this.#watchers.set(name, child);
    const { port } = await answerOf(child);
    return port;
  }

  #fork(program, args) {
    const child = fork(join(HERE, program), args.map(String));
    this.#children.push(child);
    return child;
  }

  async #loadedBy(reader, digest, path) {
    try {
      // Listens from the first turn on, before the file is written.
      for await (const [{ loaded }] of on(reader, 'message', { signal: AbortSignal.timeout(LONGEST_LOAD) })) {
        if (loaded === digest) {
          return;
        }
      }
    } catch (cause) {
      throw new Error(`${path} was not loaded within ${LONGEST_LOAD} ms`, { cause });
    }
  }

  /** In one step, as kubelets do it: no reader sees half a file. */
  #write(path, content) {
    const file = join(this.#folder, path);
    writeFileSync(`${file}.new`, content, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    this.#files.set(path, content);
  }
}

/** The next message of a process. One that ends instead has said why on standard error. */
async function answerOf(child) {
  const [answer] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [])]);
  if (answer === undefined) {
    throw new Error(`${child.spawnargs[1]} ended with exit code ${child.exitCode}`);
  }
  return answer;
}
