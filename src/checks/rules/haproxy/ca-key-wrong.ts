import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldAt } from '../../../manifests/graph/json-fields';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { SERVER_CA, serverCaObjects } from './_server-ca';

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
    const annotated = serverCaObjects(index);
    if (annotated.length === 0) {
      return notApplicable(`no Service, Ingress or ConfigMap has the annotation ${SERVER_CA}`);
    }
    const references = annotated
      .flatMap((manifest) => graph.references.of(manifest))
      .filter(({ path }) => path.at(-1) === SERVER_CA);
    return resultOf(references.flatMap((reference) => [...withoutKey(reference, graph), ...leaf(reference, graph)]));
  },
};

function withoutKey({ from, path, to }: Reference, graph: CheckContext['graph']): readonly RuleFinding[] {
  return hasKey(graph.keysOf(to), 'tls.crt') !== 'no'
    ? []
    : [
        {
          manifest: from,
          path,
          message: `${formatReference(to)} has no key tls.crt, where HAProxy looks for the authorities of server-ca`,
          fix: 'put the authorities under the key tls.crt of that Secret',
        },
      ];
}

function leaf({ from, path, to }: Reference, graph: CheckContext['graph']): readonly RuleFinding[] {
  return graph.certificates
    .writtenTo(to)
    .filter((certificate) => fieldAt(certificate.body, 'spec', 'isCA') !== true)
    .map((certificate) => ({
      manifest: from,
      path,
      message: `tls.crt of ${formatReference(to)} is the leaf of ${formatKey(certificate.key)}; allowed is an authority`,
      fix: 'name a Secret of its own that has the authority, which stands in ca.crt there, under the key tls.crt',
    }));
}
