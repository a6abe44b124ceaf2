import { fieldOf, nonEmpty, textOf } from '../../../manifests/graph/json-fields';
import { BACKEND_CONFIG_POLICY } from '../../../manifests/graph/object-kinds';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ManifestIndex, ObjectReference } from '../../../manifests/index-set';
import { isJsonObject, type JsonObject, type Manifest } from '../../../manifests/manifest';

/** A BackendConfigPolicy that sets TLS. */
export interface TlsPolicy {
  readonly policy: Manifest;
  /** `spec.tls`. */
  readonly tls: JsonObject;
}

/** Why a rule about the TLS of a BackendConfigPolicy has nothing to look at. */
export const NO_TLS_POLICY = 'there is no BackendConfigPolicy with spec.tls';

/** All BackendConfigPolicies, in the order read. */
export function backendConfigPolicies(index: ManifestIndex): readonly Manifest[] {
  return index.ofKind(BACKEND_CONFIG_POLICY.group, BACKEND_CONFIG_POLICY.kind);
}

/** The BackendConfigPolicies that set TLS. */
export function tlsPolicies(index: ManifestIndex): readonly TlsPolicy[] {
  return backendConfigPolicies(index).flatMap((policy) => {
    const tls = fieldOf(fieldOf(policy.body, 'spec'), 'tls');
    return isJsonObject(tls) ? [{ policy, tls }] : [];
  });
}

/** The Secret that `tls.secretRef` names. */
export function secretOf(graph: ReferenceGraph, { policy }: TlsPolicy): ObjectReference | undefined {
  return graph.references.of(policy).find(({ purpose }) => purpose === 'tls-secret')?.to;
}

/** The files of `tls.files` that are named, by field. */
export function filesOf({ tls }: TlsPolicy): {
  readonly certificate?: string;
  readonly key?: string;
  readonly rootCa?: string;
} {
  const files = fieldOf(tls, 'files');
  return {
    certificate: textOf(files, 'tlsCertificate'),
    key: textOf(files, 'tlsKey'),
    rootCa: textOf(files, 'rootCA'),
  };
}

/** Whether the policy turns the verification of the server off. */
export function skipsVerification({ tls }: TlsPolicy): boolean {
  return fieldOf(tls, 'insecureSkipVerify') === true;
}

/** Whether the system's roots are asked for, by the one name that kgateway knows. */
export function usesSystemRoots({ tls }: TlsPolicy): boolean {
  return nonEmpty(fieldOf(tls, 'wellKnownCACertificates')) === 'System';
}
