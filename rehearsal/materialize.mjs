// Makes files of manifests: what each end of each hop reads, as the library finds it out.
import { createRequire } from 'node:module';
import { FILES } from './topology.mjs';

const require = createRequire(import.meta.url);
const { edgesOf } = require('../lib/src/rotation/edges.js');
const { graphOf } = require('../lib/src/gateways/gateway-directory.js');
const { formatReference } = require('../lib/src/manifests/graph/reference.js');

/**
 * The files that a set of manifests comes to, by path. `title` is how `rotation check` calls the arrival of the content.
 *
 * @param keys private keys by certificate, since manifests have none
 */
export function filesOf(set, keys) {
  const graph = graphOf(set);
  const files = new Map();
  for (const { backend, client, server } of edgesOf(graph)) {
    const add = (path, side, { sources }, key) => {
      const [{ object }] = sources;
      const text = textOf(graph.index.find(object), key);
      const title = `${formatReference(object)}, at the ${side}`;
      files.set(path, { title, content: key === 'tls.crt' ? text + keys.get(text) : text });
    };
    add(FILES.gatewayIdentity, 'gateway', client.presents, 'tls.crt');
    add(FILES.gatewayRoots(backend.name), 'gateway', client.trusts, 'ca.crt');
    add(FILES.backendIdentity(backend.name), 'backend', server.presents, 'tls.crt');
    add(FILES.backendRoots(backend.name), 'backend', server.trusts, 'ca.crt');
  }
  return files;
}

function textOf({ key: { kind }, body }, key) {
  return kind === 'Secret' ? Buffer.from(body.data[key], 'base64').toString('utf8') : body.data[key];
}
