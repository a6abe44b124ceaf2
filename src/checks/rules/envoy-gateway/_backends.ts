import { fieldAt, fieldOf, itemsOf, nonEmpty } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, ENVOY_GATEWAY_BACKEND, isOfKind } from '../../../manifests/graph/object-kinds';
import type { Attachment } from '../../../manifests/graph/policies';
import { referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ManifestIndex } from '../../../manifests/index-set';
import { isJsonObject, type JsonObject, type Manifest } from '../../../manifests/manifest';

/** A Backend that sets TLS. */
export interface TlsBackend {
  readonly backend: Manifest;
  /** `spec.tls`. */
  readonly tls: JsonObject;
}

/** Why a rule about the TLS of a Backend has nothing to look at. */
export const NO_TLS_BACKEND = 'there is no Backend of Envoy Gateway with spec.tls';

/** All Backends of Envoy Gateway, in the order read. */
export function backends(index: ManifestIndex): readonly Manifest[] {
  return index.ofKind(ENVOY_GATEWAY_BACKEND.group, ENVOY_GATEWAY_BACKEND.kind);
}

/** The Backends that set TLS. */
export function tlsBackends(index: ManifestIndex): readonly TlsBackend[] {
  return backends(index).flatMap((backend) => {
    const tls = fieldAt(backend.body, 'spec', 'tls');
    return isJsonObject(tls) ? [{ backend, tls }] : [];
  });
}

/** Whether the Backend itself says what to verify against, or that nothing is to be verified. */
export function namesRoots({ tls }: TlsBackend): boolean {
  return (
    itemsOf(fieldOf(tls, 'caCertificateRefs')).length > 0 ||
    nonEmpty(fieldOf(tls, 'wellKnownCACertificates')) !== undefined
  );
}

/** Whether the Backend turns verification off. */
export function skipsVerification({ tls }: TlsBackend): boolean {
  return fieldOf(tls, 'insecureSkipVerify') === true;
}

/** The BackendTLSPolicies on a Backend. A `sectionName` is a port number as text. */
export function policiesOn(graph: ReferenceGraph, backend: Manifest): readonly Attachment[] {
  return graph.policies
    .on(referenceTo(backend))
    .filter(({ policy }) => isOfKind(referenceTo(policy), BACKEND_TLS_POLICY));
}

/** The ports of a Backend's endpoints, each once. Sockets have none. */
export function portsOf({ body }: Manifest): readonly number[] {
  const ports = itemsOf(fieldAt(body, 'spec', 'endpoints')).flatMap((endpoint) =>
    ['fqdn', 'ip'].map((type) => fieldAt(endpoint, type, 'port')),
  );
  return [...new Set(ports.filter((port): port is number => typeof port === 'number'))];
}
