// NGINX as the gateway: it is told to reload whenever one of its files is replaced, which it does gracefully.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BACKENDS, FILES, hostnameOf } from './topology.mjs';

const LONGEST_RELOAD = 10_000;

/** The version of an installed NGINX, else undefined. */
export function nginxVersion() {
  const { status, stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  return status === 0 ? /nginx\/(\S+)/.exec(stderr)?.[1] : undefined;
}

/** Starts NGINX in a folder of its own, with the same paths as the gateway of Node.js. */
export async function startNginx(folder, backendPorts) {
  const port = await freePort();
  const home = join(folder, 'nginx');
  mkdirSync(join(home, 'logs'), { recursive: true });
  let generation = 0;
  const configure = () => {
    generation += 1;
    writeFileSync(join(home, 'nginx.conf'), configuration(folder, port, backendPorts, generation));
  };
  configure();
  const child = spawn('nginx', ['-p', home, '-c', 'nginx.conf', '-e', 'logs/error.log'], { stdio: 'ignore' });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  await until(() => generationAt(port), generation, ended);
  return {
    port,
    async reload() {
      configure();
      child.kill('SIGHUP');
      await until(() => generationAt(port), generation, ended);
    },
    async stop() {
      end();
      await exit;
      process.off('exit', end);
    },
  };
}

function configuration(folder, port, backendPorts, generation) {
  const identity = join(folder, FILES.gatewayIdentity);
  return `
    daemon off; pid nginx.pid; worker_processes 1;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    events { worker_connections 1024; }
    http {
      access_log off; proxy_ssl_session_reuse off; proxy_http_version 1.1;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name}_temp;`).join(' ')}
      proxy_ssl_certificate ${identity}; proxy_ssl_certificate_key ${identity};
      proxy_ssl_verify on; proxy_ssl_verify_depth 5; proxy_ssl_server_name on;
      ${BACKENDS.map((name, at) => `upstream ${name} { server 127.0.0.1:${backendPorts[at]} max_fails=0; keepalive 16; }`).join('\n')}
      server {
        listen 127.0.0.1:${port};
        location = /generation { return 200 "${generation}"; }
        ${BACKENDS.map((name, at) => locations(folder, name, backendPorts[at])).join('\n')}
      }
    }
  `;
}

function locations(folder, name, backendPort) {
  const tls = `proxy_ssl_name ${hostnameOf(name)}; proxy_ssl_trusted_certificate ${join(folder, FILES.gatewayRoots(name))};`;
  return `
    location = /${name}/new { proxy_pass https://127.0.0.1:${backendPort}/; proxy_set_header Connection close; ${tls} }
    location = /${name}/open { proxy_pass https://${name}/; proxy_set_header Connection ""; ${tls} }
  `;
}

/** The configuration that new connections get, or undefined where nobody listens yet. */
function generationAt(port) {
  return new Promise((resolve) => {
    const call = send({ host: '127.0.0.1', port, path: '/generation', agent: false }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text) => resolve(Number(text)));
    });
    // Not up yet: asked again until the time is over.
    call.on('error', () => resolve(undefined));
    call.end();
  });
}

async function until(ask, wanted, ended) {
  const end = Date.now() + LONGEST_RELOAD;
  while ((await ask()) !== wanted) {
    if (ended() || Date.now() > end) {
      throw new Error(`NGINX did not come to use its configuration within ${LONGEST_RELOAD} ms`);
    }
    await sleep(5);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
