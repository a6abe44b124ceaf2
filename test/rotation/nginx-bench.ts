import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { EndpointState, Side } from '../../src/rotation/edge-state';
import { keyPem } from '../trust/pki';
import {
  type KeyedChain,
  type KeyedState,
  type KeyedTrust,
  type MutualVerdict,
  SERVER_NAME,
  type TlsVersion,
} from './mutual-handshake';

type Endpoint = EndpointState<KeyedChain, KeyedTrust>;

const VERDICTS: Readonly<Record<number, MutualVerdict>> = {
  200: 'ok',
  // NGINX completes the handshake and answers with this where it does not accept the client certificate.
  400: 'refused by server',
  502: 'refused by client',
};

/** Whether there is an `nginx` to run. */
export function isNginxInstalled(): boolean {
  return spawnSync('nginx', ['-v']).status === 0;
}

/**
 * One NGINX that is gateway and backend at once, over sockets in a folder of its own: each state of a gateway is a
 * location that proxies to each state of a backend.
 */
export class NginxBench {
  private constructor(
    private readonly folder: string,
    private readonly process: ChildProcess,
    private readonly clients: readonly Endpoint[],
    private readonly servers: readonly Endpoint[],
  ) {}

  static async open(states: readonly KeyedState[]): Promise<NginxBench> {
    const clients = distinct(states.map(({ client }) => client));
    const servers = distinct(states.map(({ server }) => server));
    const folder = mkdtempSync(join(tmpdir(), 'nginx-bench-'));
    mkdirSync(join(folder, 'logs'));
    const configuration = new Configuration(folder, clients, servers);
    writeFileSync(join(folder, 'nginx.conf'), configuration.write());
    const process = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'logs/error.log'], { stdio: 'ignore' });
    const bench = new NginxBench(folder, process, clients, servers);
    await bench.waitUntilListening();
    return bench;
  }

  async close(): Promise<void> {
    this.process.kill('SIGTERM');
    if (this.process.exitCode === null) {
      await new Promise((resolve) => this.process.once('exit', resolve));
    }
    rmSync(this.folder, { recursive: true });
  }

  verdict({ client, server }: KeyedState, version: TlsVersion): Promise<MutualVerdict> {
    const path = locationOf(version, indexOf(this.clients, client), indexOf(this.servers, server));
    return new Promise((resolve, reject) => {
      const call = request({ socketPath: join(this.folder, 'front'), path, agent: false }, (response) => {
        response.resume();
        const verdict = VERDICTS[response.statusCode ?? 0];
        response.on('end', () =>
          verdict === undefined ? reject(new Error(`NGINX answered ${response.statusCode}`)) : resolve(verdict),
        );
      });
      call.on('error', reject);
      call.end();
    });
  }

  private async waitUntilListening(): Promise<void> {
    while (!existsSync(join(this.folder, 'front'))) {
      if (this.process.exitCode !== null) {
        throw new Error(`NGINX ended with exit code ${this.process.exitCode}`);
      }
      await setTimeout(10);
    }
  }
}

class Configuration {
  constructor(
    private readonly folder: string,
    private readonly clients: readonly Endpoint[],
    private readonly servers: readonly Endpoint[],
  ) {}

  write(): string {
    return [
      // One process, which is that of the test's own user: workers of another could not enter the folder.
      'daemon off; master_process off; pid nginx.pid;',
      'events { worker_connections 512; }',
      'http {',
      'access_log off; proxy_ssl_session_reuse off; ssl_session_cache off; ssl_session_tickets off;',
      ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name}_temp;`),
      ...this.servers.map((server, index) => this.backend(server, index)),
      `server { listen unix:${join(this.folder, 'front')};`,
      ...this.clients.flatMap((client, index) => this.gateway(client, index)),
      '}',
      '}',
    ].join('\n');
  }

  private backend(endpoint: Endpoint, index: number): string {
    const { certificate, key, trusted } = this.files('server', endpoint, index);
    return `server {
      listen unix:${join(this.folder, `backend-${index}`)} ssl; ssl_protocols TLSv1.2 TLSv1.3;
      ssl_certificate ${certificate}; ssl_certificate_key ${key};
      ssl_verify_client on; ssl_verify_depth 5; ssl_client_certificate ${trusted};
      return 200;
    }`;
  }

  private gateway(endpoint: Endpoint, index: number): readonly string[] {
    const { certificate, key, trusted } = this.files('client', endpoint, index);
    return (['TLSv1.2', 'TLSv1.3'] as const).flatMap((version) =>
      this.servers.map(
        (_, server) => `location = ${locationOf(version, index, server)} {
          proxy_pass https://unix:${join(this.folder, `backend-${server}`)}:/; proxy_ssl_protocols ${version};
          proxy_ssl_certificate ${certificate}; proxy_ssl_certificate_key ${key};
          proxy_ssl_verify on; proxy_ssl_verify_depth 5; proxy_ssl_trusted_certificate ${trusted};
          proxy_ssl_name ${SERVER_NAME}; proxy_ssl_server_name on;
        }`,
      ),
    );
  }

  private files(side: Side, { presents, trusts }: Endpoint, index: number) {
    const write = (name: string, content: string) => {
      const file = join(this.folder, `${side}-${index}.${name}`);
      writeFileSync(file, content, { mode: 0o600 });
      return file;
    };
    return {
      certificate: write('crt', [presents.leaf, ...presents.sent].map(({ pem }) => pem).join('')),
      key: write('key', keyPem(presents.leaf)),
      trusted: write('ca', trusts.anchors.map(({ pem }) => pem).join('')),
    };
  }
}

function locationOf(version: TlsVersion, client: number, server: number): string {
  return `/${version}/${client}/${server}`;
}

function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.filter((endpoint, index) => indexOf(endpoints, endpoint) === index);
}

function indexOf(endpoints: readonly Endpoint[], { presents, trusts }: Endpoint): number {
  return endpoints.findIndex((candidate) => candidate.presents === presents && candidate.trusts === trusts);
}
