import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCa, type Identity, issue, keyPem, toPem } from '../../trust/pki';

export const CONTROL_PLANE_ID = '6f1b2c4e-0d1a-4b7c-9a55-3f0c2f7e9d10';
const LICENSES_PATH = `/kic/api/control-planes/${CONTROL_PLANE_ID}/v1/licenses`;
const SECRET_PATH = '/api/v1/namespaces/kong/secrets/edge-license';
const TOKEN = 'token-of-the-service-account';
const SCRIPT = join(__dirname, '../../../src/constructs/license-sync/sync-license.cjs');

/** How a stand-in answers; `hang` never does. Half way it may `stall`, or `cut` the connection. */
export type Answer = { readonly status: number; readonly body: string; readonly halfway?: 'stall' | 'cut' } | 'hang';

export interface SyncRun {
  readonly exitCode: number | null;
  readonly output: string;
}

export interface StoredSecret {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
}

/** The license API behind mutual TLS and an API server that holds one Secret, both on loopback. */
export class StandIns {
  static async start(): Promise<StandIns> {
    const standIns = new StandIns();
    const [konnectPort, kubernetesPort] = await Promise.all([listen(standIns.konnect), listen(standIns.kubernetes)]);
    standIns.ports = { konnect: konnectPort, kubernetes: kubernetesPort };
    return standIns;
  }

  /** Answers of the license API, one a request; the last one stays. */
  licenseAnswers: readonly Answer[] = [];
  /** What the API server answers a PATCH with before it is applied, one a request; then all are applied. */
  patchRefusals: readonly Answer[] = [];
  /** The same for a GET. */
  readRefusals: readonly Answer[] = [];
  /** How many answers to a PATCH are lost once it is applied. */
  lostPatchAnswers = 0;
  /** Called when a PATCH has arrived; `before` it is applied or `after`, with the answer still to be sent. */
  onPatch?: (when: 'before' | 'after') => void;
  secret: StoredSecret | undefined;
  /** Every method and path that was asked for, in order. */
  readonly requests: string[] = [];
  /** Every text that the key of the license ever held. */
  readonly held: string[] = [];

  private readonly folder = mkdtempSync(join(tmpdir(), 'upstream-tls-sync-'));
  private readonly konnectRoot = createCa({ commonName: 'konnect root' });
  private readonly clusterRoot = createCa({ commonName: 'cluster root' });
  private readonly konnect: Server;
  private readonly kubernetes: Server;
  private ports = { konnect: 0, kubernetes: 0 };
  private readonly children = new Set<ChildProcess>();

  private constructor() {
    const clientRoot = createCa({ commonName: 'client root' });
    this.konnect = serve(this.konnectRoot, (request, response) => this.answerLicense(request, response), {
      ca: pemOf(clientRoot),
      requestCert: true,
      rejectUnauthorized: true,
    });
    this.kubernetes = serve(this.clusterRoot, (request, response) => this.answerKubernetes(request, response));
    this.write('konnect-root.pem', pemOf(this.konnectRoot));
    this.write('ca.crt', pemOf(this.clusterRoot));
    this.write('token', TOKEN);
    this.writeClientCertificate(clientRoot);
  }

  /** Has the client present a certificate under a root that the license API does not know. */
  distrustClient(): void {
    this.writeClientCertificate(createCa({ commonName: 'another root' }));
  }

  /** Puts a text into the Secret as someone else would. */
  hold(text: string | undefined): void {
    this.secret = {
      metadata: {
        resourceVersion: String(Number(this.secret?.metadata.resourceVersion ?? '0') + 1),
        labels: { a: 'b' },
      },
      ...(text === undefined ? {} : { data: { license: Buffer.from(text).toString('base64') } }),
    };
  }

  /** The license that the Secret holds. */
  heldText(): string | undefined {
    const encoded = this.secret?.data?.license;
    return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
  }

  /** Runs the script to its end, or until it is killed. */
  async run(environment: Readonly<Record<string, string>> = {}): Promise<SyncRun> {
    const child = this.spawn(environment);
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    }
    const exitCode = await new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
    this.children.delete(child);
    return { exitCode, output: chunks.join('') };
  }

  /** Kills the running script, as a node that goes down would. */
  killAll(): void {
    for (const child of this.children) {
      child.kill('SIGKILL');
    }
  }

  async stop(): Promise<void> {
    this.killAll();
    await Promise.all([close(this.konnect), close(this.kubernetes)]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Stops the license API alone. */
  async stopKonnect(): Promise<void> {
    await close(this.konnect);
  }

  /** Stops the API server alone. */
  async stopKubernetes(): Promise<void> {
    await close(this.kubernetes);
  }

  private spawn(environment: Readonly<Record<string, string>>): ChildProcess {
    const child = spawn(process.execPath, [SCRIPT], {
      env: {
        NODE_EXTRA_CA_CERTS: join(this.folder, 'konnect-root.pem'),
        KONNECT_ADDRESS: `https://localhost:${this.ports.konnect}`,
        KONNECT_CONTROL_PLANE_ID: CONTROL_PLANE_ID,
        CLIENT_CERTIFICATE_FILE: join(this.folder, 'tls.crt'),
        CLIENT_KEY_FILE: join(this.folder, 'tls.key'),
        KUBERNETES_SERVICE_HOST: 'localhost',
        KUBERNETES_SERVICE_PORT: String(this.ports.kubernetes),
        SERVICE_ACCOUNT_FOLDER: this.folder,
        SECRET_NAMESPACE: 'kong',
        SECRET_NAME: 'edge-license',
        SECRET_KEY: 'license',
        ATTEMPTS: '3',
        FIRST_DELAY_MS: '1',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.children.add(child);
    return child;
  }

  private answerLicense(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${request.method} ${request.url}`);
    const [answer, ...rest] = this.licenseAnswers;
    this.licenseAnswers = rest.length === 0 ? this.licenseAnswers : rest;
    send(response, request.url === LICENSES_PATH && answer !== undefined ? answer : { status: 404, body: '{}' });
  }

  private answerKubernetes(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${request.method} ${request.url}`);
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      send(response, { status: 401, body: '{}' });
    } else if (request.url !== SECRET_PATH || this.secret === undefined) {
      send(response, { status: 404, body: '{}' });
    } else if (request.method === 'GET') {
      const [refusal, ...rest] = this.readRefusals;
      this.readRefusals = rest;
      send(response, refusal ?? { status: 200, body: JSON.stringify(this.secret) });
    } else if (request.method === 'PATCH') {
      this.answerPatch(request, response);
    } else {
      send(response, { status: 405, body: '{}' });
    }
  }

  private answerPatch(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [refusal, ...rest] = this.patchRefusals;
      this.patchRefusals = rest;
      this.onPatch?.('before');
      if (refusal !== undefined) {
        send(response, refusal);
        return;
      }
      const answer = this.apply(request, JSON.parse(Buffer.concat(chunks).toString('utf8')));
      this.onPatch?.('after');
      const isLost = this.lostPatchAnswers > 0;
      this.lostPatchAnswers -= 1;
      send(response, isLost ? 'hang' : answer);
    });
  }

  /** A merge patch as the API server applies it: whole or not at all. */
  private apply(request: IncomingMessage, patch: StoredSecret): Answer {
    const { secret } = this;
    if (request.headers['content-type'] !== 'application/merge-patch+json') {
      return { status: 415, body: '{}' };
    }
    if (secret === undefined || patch.metadata.resourceVersion !== secret.metadata.resourceVersion) {
      return { status: 409, body: '{}' };
    }
    this.secret = {
      metadata: {
        ...secret.metadata,
        annotations: { ...secret.metadata.annotations, ...patch.metadata.annotations },
        resourceVersion: String(Number(secret.metadata.resourceVersion) + 1),
      },
      data: { ...secret.data, ...patch.data },
    };
    this.held.push(this.heldText() ?? '');
    return { status: 200, body: JSON.stringify(this.secret) };
  }

  private writeClientCertificate(root: Identity): void {
    const client = issue(root, { commonName: 'sync', extendedKeyUsage: ['clientAuth'] });
    this.write('tls.crt', pemOf(client));
    this.write('tls.key', keyPem(client));
  }

  private write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content, { mode: 0o600 });
  }
}

function serve(root: Identity, listener: RequestListener, options: ServerOptions = {}): Server {
  const identity = issue(root, { dns: ['localhost'], extendedKeyUsage: ['serverAuth'] });
  return createServer({ key: keyPem(identity), cert: pemOf(identity), ...options }, listener);
}

function pemOf({ der }: Identity): string {
  return toPem('CERTIFICATE', der);
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') {
    return;
  }
  const { status, body, halfway } = answer;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  if (halfway === undefined) {
    response.end(body);
    return;
  }
  response.write(body.slice(0, body.length / 2), () => {
    if (halfway === 'cut') {
      response.socket?.destroy();
    }
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve((server.address() as AddressInfo).port)));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
