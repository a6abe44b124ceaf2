import { ENVOY_GATEWAY_BACKEND, ENVOY_PROXY } from '../../../manifests/graph/object-kinds';
import { crossesNamespace, formatReference, type Reference } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

const EFFECTS: Readonly<Record<string, string>> = {
  Backend: 'the Backend is not accepted and routes to it get no answer from a backend',
  EnvoyProxy: 'routes to backends with TLS answer 500 (InvalidBackendTLS)',
};

/** The field has a namespace, which only a Gateway may use. */
export const certOtherNamespace: Rule<CheckContext> = {
  id: 'envoy-gateway/cert-other-namespace',
  severity: 'error',
  title: 'A Backend or EnvoyProxy names a client certificate in another namespace',
  why:
    'Envoy Gateway reads the client certificate of a Backend or EnvoyProxy in the namespace of that object only, and no ' +
    'ReferenceGrant helps (envoyproxy/gateway#10003). Requests to the backend answer 500.',
  fix: 'Issue the certificate in the namespace of the object.',
  check({ index, graph }) {
    const references = [ENVOY_GATEWAY_BACKEND, ENVOY_PROXY]
      .flatMap(({ group, kind }) => index.ofKind(group, kind))
      .flatMap((manifest) => graph.references.of(manifest))
      .filter(({ purpose }) => purpose === 'client-certificate');
    if (references.length === 0) {
      return notApplicable('there is no Backend or EnvoyProxy with a client certificate');
    }
    return resultOf(references.filter((reference) => crossesNamespace(reference) === 'yes').map(elsewhere));
  },
};

function elsewhere({ from, path, to }: Reference): RuleFinding {
  const { kind, namespace } = from.key;
  return {
    manifest: from,
    path: [...path, 'namespace'],
    message: `${formatReference(to)} is not in namespace ${namespace}, where alone a client certificate of ${kind === 'Backend' ? 'a Backend' : 'an EnvoyProxy'} is read, and no ReferenceGrant helps; ${EFFECTS[kind]}`,
    fix: `issue the certificate in namespace ${namespace}, and drop the namespace from the reference`,
  };
}
