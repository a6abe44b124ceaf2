import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { createCa, type Identity, issue, keyPem, testKey } from './pki';

/** What one TLS handshake is made of. */
export interface HandshakeQuery {
  readonly leaf: Identity;
  readonly sent: readonly Identity[];
  readonly anchors: readonly Identity[];
  readonly purpose: 'clientAuth' | 'serverAuth';
  readonly partialChain?: boolean;
  readonly tlsVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** PEM texts. */
  readonly crls?: readonly string[];
}

/** What the verifier in the handshake came to: `ok`, or the error code of OpenSSL. */
export type HandshakeVerdict = string;

const SERVER_NAME = 'bench.test';

/** Two TLS endpoints of Node on loopback; one of them verifies the other for each query. */
export class HandshakeBench {
  private context = tls.createSecureContext();

  private constructor(
    private readonly server: tls.Server,
    private readonly other: Identity,
    private readonly otherCa: Identity,
  ) {}

  static async open(): Promise<HandshakeBench> {
    const otherCa = createCa({ commonName: 'bench ca', key: testKey('bench ca') });
    const other = issue(otherCa, { commonName: 'bench', key: testKey('bench') });
    const server = tls.createServer({
      requestCert: true,
      rejectUnauthorized: false,
      // The context comes this way because a server of Node 20 drops `allowPartialTrustChain` from its own options.
      SNICallback: (_, done) => done(null, bench.context),
    });
    const bench = new HandshakeBench(server, other, otherCa);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return bench;
  }

  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }

  /** Shakes hands once. Queries must not overlap: they share the server. */
  async verdict(query: HandshakeQuery): Promise<HandshakeVerdict> {
    const presenter = { cert: chainPem([query.leaf, ...query.sent]), key: keyPem(query.leaf), ca: this.otherCa.pem };
    const verifier = {
      cert: this.other.pem,
      key: keyPem(this.other),
      ca: query.anchors.map((anchor) => anchor.pem),
      allowPartialTrustChain: query.partialChain ?? false,
      ...(query.crls === undefined ? {} : { crl: [...query.crls] }),
    };
    const isServerVerified = query.purpose === 'serverAuth';
    this.context = tls.createSecureContext(isServerVerified ? presenter : verifier);
    const abandon = new AbortController();
    const accepted: Promise<[tls.TLSSocket]> = onceAs(this.server, 'secureConnection', abandon.signal);
    accepted.catch(() => {
      // Without a connection there is nothing to wait for; the client below tells why there is none.
    });
    const client = tls.connect({
      secureContext: tls.createSecureContext({
        ...(isServerVerified ? verifier : presenter),
        minVersion: query.tlsVersion ?? 'TLSv1.3',
        maxVersion: query.tlsVersion ?? 'TLSv1.3',
      }),
      host: '127.0.0.1',
      port: portOf(this.server),
      servername: SERVER_NAME,
      rejectUnauthorized: false,
      // Names are not part of path validation; Node compares them after the handshake.
      checkServerIdentity: () => undefined,
    });
    try {
      const [[server]] = await Promise.all([accepted, once(client, 'secureConnect')]);
      return verdictOf(isServerVerified ? client : server);
    } catch (error) {
      // With TLS 1.2 a key that may not sign cannot even take part in the handshake.
      return String(codeOf(error));
    } finally {
      abandon.abort();
      client.destroy();
    }
  }
}

function onceAs<T extends unknown[]>(emitter: NodeJS.EventEmitter, event: string, signal: AbortSignal): Promise<T> {
  return once(emitter, event, { signal }) as Promise<T>;
}

function portOf(server: tls.Server): number {
  return (server.address() as AddressInfo).port;
}

function chainPem(identities: readonly Identity[]): string {
  return identities.map((identity) => identity.pem).join('');
}

function verdictOf(socket: tls.TLSSocket): HandshakeVerdict {
  return socket.authorized ? 'ok' : String(codeOf(socket.authorizationError));
}

// On a client `authorizationError` is the code, on a server the error message or code, depending on the side.
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
