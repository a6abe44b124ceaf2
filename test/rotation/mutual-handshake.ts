import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import type { EdgeState, Side } from '../../src/rotation/edge-state';
import { createCa, type Identity, keyPem, testKey } from '../trust/pki';

/** A certificate with its key, and what is sent along. */
export interface KeyedChain {
  readonly leaf: Identity;
  readonly sent: readonly Identity[];
}

export interface KeyedTrust {
  readonly anchors: readonly Identity[];
}

export type KeyedState = EdgeState<KeyedChain, KeyedTrust>;

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

/** `ok`, or the end that did not accept its peer. */
export type MutualVerdict = 'ok' | `refused by ${Side}`;

/** The name under which clients look for the server. */
export const SERVER_NAME = 'ledger.test';

/**
 * Two TLS endpoints of Node on loopback, each of which enforces its verification of the other. A handshake counts only if
 * a byte went both ways: with TLS 1.3 a client is done before the server has looked at its certificate.
 */
export class MutualHandshakeBench {
  private readonly contexts = { client: new Map(), server: new Map() };
  private context = tls.createSecureContext();

  private constructor(private readonly server: tls.Server) {}

  static async open(): Promise<MutualHandshakeBench> {
    const server = tls.createServer(
      { requestCert: true, rejectUnauthorized: true, SNICallback: (_, done) => done(null, bench.context) },
      (socket) => {
        socket.on('error', () => {
          // The client is gone because it did not accept the server; it says so itself.
        });
        socket.on('data', () => socket.end('!'));
      },
    );
    const bench = new MutualHandshakeBench(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return bench;
  }

  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }

  /** Shakes hands once. Handshakes must not overlap: they share the server. */
  async verdict(state: KeyedState, version: TlsVersion): Promise<MutualVerdict> {
    this.context = this.contextOf('server', state);
    const client = tls.connect({
      secureContext: this.contextOf('client', state),
      minVersion: version,
      maxVersion: version,
      host: '127.0.0.1',
      port: (this.server.address() as AddressInfo).port,
      servername: SERVER_NAME,
      rejectUnauthorized: true,
    });
    try {
      return await verdictOf(client);
    } finally {
      client.destroy();
    }
  }

  /** Reading keys and certificates takes longer than the handshake. */
  private contextOf(side: Side, state: KeyedState): tls.SecureContext {
    const { presents, trusts } = state[side];
    const ofChain: Map<KeyedTrust, tls.SecureContext> = this.contexts[side].get(presents) ?? new Map();
    this.contexts[side].set(presents, ofChain);
    const context = ofChain.get(trusts) ?? tls.createSecureContext(contextOptions(presents, trusts));
    ofChain.set(trusts, context);
    return context;
  }
}

/**
 * Sent along by everybody and of use to nobody. OpenSSL completes a leaf that is configured alone from the endpoint's own
 * trust (no SSL_MODE_NO_AUTO_CHAIN in Node), so that a cross certificate there would be sent too; NGINX does not do so.
 */
const stray = createCa({ commonName: 'stray', key: testKey('stray') });

function contextOptions({ leaf, sent }: KeyedChain, { anchors }: KeyedTrust): tls.SecureContextOptions {
  return {
    cert: [leaf, ...sent, stray].map(({ pem }) => pem).join(''),
    key: keyPem(leaf),
    ca: anchors.map(({ pem }) => pem),
  };
}

function verdictOf(client: tls.TLSSocket): Promise<MutualVerdict> {
  return new Promise((resolve) => {
    client.once('secureConnect', () => client.write('?'));
    client.once('data', () => resolve('ok'));
    // Node gives the client's own refusal as an error of verification, that of the server as the end of the connection.
    client.once('error', () => resolve(client.authorizationError === null ? 'refused by server' : 'refused by client'));
    client.once('close', () => resolve('refused by server'));
  });
}
