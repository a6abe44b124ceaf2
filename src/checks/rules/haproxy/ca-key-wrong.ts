import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldAt } from '../../../manifests/graph/json-fields';
import { formatReference } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { NO_SERVER_CA, type ServerCa, serverCasOf } from './_server-ca';

/** Authorities under a key that HAProxy does not read. */
export const caKeyWrong: Rule<CheckContext> = {
  id: 'haproxy/ca-key-wrong',
  severity: 'error',
  title: 'The Secret that server-ca names does not have the authority in tls.crt',
  why:
    'HAProxy Kubernetes Ingress Controller reads the authorities of server-ca from the key tls.crt. In a Secret of cert-manager ' +
    'that key holds the leaf, and the authority stands in ca.crt.',
  fix: 'Name a Secret that has the authority in tls.crt.',
  check({ index, graph }) {
    const named = serverCasOf(index);
    return named.length === 0
      ? notApplicable(NO_SERVER_CA)
      : resultOf(named.flatMap((serverCa) => [...withoutKey(serverCa, graph), ...leaf(serverCa, graph)]));
  },
};

function withoutKey({ manifest, path, secret }: ServerCa, graph: CheckContext['graph']): readonly RuleFinding[] {
  return hasKey(graph.keysOf(secret), 'tls.crt') !== 'no'
    ? []
    : [
        {
          manifest,
          path,
          message: `${formatReference(secret)} has no key tls.crt, where HAProxy looks for the authorities of server-ca`,
          fix: 'put the authorities under the key tls.crt of that Secret',
        },
      ];
}

function leaf({ manifest, path, secret }: ServerCa, graph: CheckContext['graph']): readonly RuleFinding[] {
  return graph.certificates
    .writtenTo(secret)
    .filter((certificate) => fieldAt(certificate.body, 'spec', 'isCA') !== true)
    .map((certificate) => ({
      manifest,
      path,
      message: `tls.crt of ${formatReference(secret)} is the leaf of ${formatKey(certificate.key)}; allowed is an authority`,
      fix: 'name a Secret of its own that has the authority, which stands in ca.crt there, under the key tls.crt',
    }));
}
