import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldAt, fieldOf, nonEmpty } from '../../../manifests/graph/json-fields';
import { GLOO_UPSTREAM } from '../../../manifests/graph/object-kinds';
import type { Ternary } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ManifestIndex } from '../../../manifests/index-set';
import { isJsonObject, type JsonObject, type Manifest } from '../../../manifests/manifest';

/** An Upstream that speaks TLS, and how. */
export interface TlsUpstream {
  readonly upstream: Manifest;
  readonly sslConfig: JsonObject;
}

/** The Upstreams with TLS settings. */
export function tlsUpstreams(index: ManifestIndex): readonly TlsUpstream[] {
  return index.ofKind(GLOO_UPSTREAM.group, GLOO_UPSTREAM.kind).flatMap((upstream) => {
    const sslConfig = fieldAt(upstream.body, 'spec', 'sslConfig');
    return isJsonObject(sslConfig) ? [{ upstream, sslConfig }] : [];
  });
}

/** What an Upstream may take from a Secret, from files or over SDS. */
export interface SslMaterial {
  readonly secretKey: string;
  readonly file: string;
  readonly sdsName: string;
}

export const ROOT_CA: SslMaterial = { secretKey: 'ca.crt', file: 'rootCa', sdsName: 'validationContextName' };
export const CLIENT_CERTIFICATE: SslMaterial = {
  secretKey: 'tls.key',
  file: 'tlsCert',
  sdsName: 'certificatesSecretName',
};

/** Whether the settings lead to such material; unknown where they name a Secret that the set does not tell. */
export function hasMaterial(
  { upstream, sslConfig }: TlsUpstream,
  { secretKey, file, sdsName }: SslMaterial,
  graph: ReferenceGraph,
): Ternary {
  if (isJsonObject(fieldOf(sslConfig, 'secretRef'))) {
    const secret = graph.references.of(upstream).find(({ purpose }) => purpose === 'tls-secret');
    return secret === undefined ? 'unknown' : hasKey(graph.keysOf(secret.to), secretKey);
  }
  const elsewhere = [fieldAt(sslConfig, 'sslFiles', file), fieldAt(sslConfig, 'sds', sdsName)];
  return elsewhere.some((value) => nonEmpty(value) !== undefined) ? 'yes' : 'no';
}
