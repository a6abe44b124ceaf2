// A gateway: a proxy that presents a certificate to its backends, with a bundle of roots for each, all reloaded hot.
// The path of a request says which backend is meant, and whether an open connection may serve it: /ledger/new, /ledger/open.
import { createServer } from 'node:http';
import { Agent, request as send } from 'node:https';
import { basename } from 'node:path';
import { createSecureContext } from 'node:tls';
import { BACKENDS, FILES, hostnameOf } from './topology.mjs';
import { watchFiles } from './watch-files.mjs';

const [, , folder, ...ports] = process.argv;
const identity = basename(FILES.gatewayIdentity);
const rootsOf = (backend) => basename(FILES.gatewayRoots(backend));

/** Connections outlive what they were opened with, as in gateways; Node's own agent would part them by certificate. */
class LastingAgent extends Agent {
  getName({ port }) {
    return String(port);
  }
}

// Sessions are not resumed, since that would pass over the verification.
const agents = {
  new: new Agent({ keepAlive: false, maxCachedSessions: 0 }),
  open: new LastingAgent({ keepAlive: true, maxCachedSessions: 0 }),
};

const contexts = new Map();
watchFiles(folder, [identity, ...BACKENDS.map(rootsOf)], (files) => {
  const pem = files.get(identity);
  for (const backend of BACKENDS) {
    contexts.set(backend, createSecureContext({ cert: pem, key: pem, ca: files.get(rootsOf(backend)) }));
  }
});

const server = createServer((incoming, response) => {
  const [, backend, connection] = incoming.url.split('/');
  const upstream = send(
    {
      host: '127.0.0.1',
      port: ports[BACKENDS.indexOf(backend)],
      servername: hostnameOf(backend),
      secureContext: contexts.get(backend),
      agent: agents[connection],
    },
    (answer) => {
      response.writeHead(answer.statusCode);
      answer.pipe(response);
    },
  );
  upstream.on('error', ({ code }) => response.writeHead(502).end(code));
  upstream.end();
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
