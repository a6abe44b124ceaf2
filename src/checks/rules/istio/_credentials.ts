import { DESTINATION_RULE_TLS } from '../../../manifests/graph/istio-fields';
import { parsePattern, textOf, valuesAt } from '../../../manifests/graph/json-fields';
import { DESTINATION_RULE } from '../../../manifests/graph/object-kinds';
import type { Reference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ManifestIndex } from '../../../manifests/index-set';
import { type FieldPath, formatPath, type JsonValue, type Manifest } from '../../../manifests/manifest';

/** TLS settings of a DestinationRule that name a credential. */
export interface CredentialBlock {
  readonly rule: Manifest;
  /** The settings, of which `credentialName` is a field. */
  readonly path: FieldPath;
  readonly settings: JsonValue;
  readonly credentialName: string;
  /**
   * The Secret or ConfigMap that is meant.
   * @default - the name cannot be read
   */
  readonly reference?: Reference;
}

const PATTERNS = DESTINATION_RULE_TLS.map(parsePattern);

/** All TLS settings with a credential, in the order read. */
export function credentialBlocks(index: ManifestIndex, graph: ReferenceGraph): readonly CredentialBlock[] {
  return index.ofKind(DESTINATION_RULE.group, DESTINATION_RULE.kind).flatMap((rule) => {
    const references = new Map(
      graph.references
        .of(rule)
        .filter(({ purpose }) => purpose === 'tls-secret')
        .map((reference) => [formatPath(reference.path), reference]),
    );
    return PATTERNS.flatMap((pattern) => valuesAt(rule.body, pattern)).flatMap(({ path, value }) => {
      const credentialName = textOf(value, 'credentialName');
      const reference = references.get(formatPath([...path, 'credentialName']));
      return credentialName === undefined ? [] : [{ rule, path, settings: value, credentialName, reference }];
    });
  });
}

/** The Gateways of the Gateway API by which Istio sends requests to the host of a DestinationRule. */
export function gatewaysUsing(rule: Manifest, graph: ReferenceGraph): readonly Manifest[] {
  const targets = graph.policies.targetsOf(rule).map(({ target }) => target);
  const reaching = targets.flatMap((target) => graph.routes.gatewaysReaching(target));
  const gateways = reaching.flatMap(({ gateway, implementations }) =>
    gateway !== undefined && implementations.includes('istio') ? [gateway] : [],
  );
  return gateways.flatMap((gateway) => graph.index.find(gateway) ?? []);
}

/** Whether pods beside the gateways may read the rule too: sidecars that it selects, or gateways of Istio's own API. */
export function isReadElsewhere({ body }: Manifest, index: ManifestIndex): boolean {
  const [selector] = valuesAt(body, ['spec', 'workloadSelector']);
  return selector !== undefined || index.ofKind('networking.istio.io', 'Gateway').length > 0;
}
