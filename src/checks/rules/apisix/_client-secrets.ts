import { type Located, parsePattern, valuesAt } from '../../../manifests/graph/json-fields';
import { APISIX_UPSTREAM } from '../../../manifests/graph/object-kinds';
import type { ManifestIndex } from '../../../manifests/index-set';
import { isJsonObject, type Manifest } from '../../../manifests/manifest';

/** An ApisixUpstream that has client certificates, and where it names them. */
export interface ClientSecrets {
  readonly upstream: Manifest;
  readonly secrets: readonly Located[];
}

const TLS_SECRETS = ['spec.tlsSecret', 'spec.portLevelSettings[].tlsSecret'].map(parsePattern);

/** The ApisixUpstreams that name a client certificate. */
export function upstreamsWithClientSecrets(index: ManifestIndex): readonly ClientSecrets[] {
  return index
    .ofKind(APISIX_UPSTREAM.group, APISIX_UPSTREAM.kind)
    .map((upstream) => ({ upstream, secrets: TLS_SECRETS.flatMap((pattern) => valuesAt(upstream.body, pattern)) }))
    .map(({ upstream, secrets }) => ({ upstream, secrets: secrets.filter(({ value }) => isJsonObject(value)) }))
    .filter(({ secrets }) => secrets.length > 0);
}
