import type { Configuration } from '../../../manifests/graph/envoy-gateway-configuration';
import type { FieldPath, Manifest } from '../../../manifests/manifest';

/** Why a rule about the configuration has nothing to look at. */
export const NO_CONFIGURATION = 'there is no configuration of Envoy Gateway (kind EnvoyGateway)';

/**
 * The place of a field for a finding: a ConfigMap's file is one text, so that only the text can be pointed at.
 */
export function placeOf({ manifest, root }: Configuration, path: FieldPath): { manifest: Manifest; path: FieldPath } {
  return { manifest, path: root.length === 0 ? path : root };
}
