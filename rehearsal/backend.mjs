// A backend: HTTPS with client certificates, both its certificate and the roots that it accepts reloaded hot.
import { createServer } from 'node:https';
import { basename } from 'node:path';
import { FILES } from './topology.mjs';
import { watchFiles } from './watch-files.mjs';

const [, , folder, name] = process.argv;
const [identity, roots] = [FILES.backendIdentity(name), FILES.backendRoots(name)].map((path) => basename(path));

const server = createServer({ requestCert: true, rejectUnauthorized: true }, (_request, response) =>
  response.end('ok'),
);
// No connection is to end for another reason than the one that is rehearsed.
server.keepAliveTimeout = 600_000;
watchFiles(folder, [identity, roots], (files) => {
  const pem = files.get(identity);
  server.setSecureContext({ cert: pem, key: pem, ca: files.get(roots) });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
