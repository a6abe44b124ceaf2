import {
  AGENTGATEWAY_POLICY,
  BACKEND_TLS_POLICY,
  CONFIG_MAP,
  ENVOY_GATEWAY_BACKEND,
  HTTP_PROXY,
  isOfKind,
  type ObjectKind,
  SECRET,
  SERVERS_TRANSPORT,
  X_BACKEND,
} from '../../manifests/graph/object-kinds';
import { type Reference, referenceTo } from '../../manifests/graph/reference';
import type { CheckContext } from '../check-context';
import { gatewaysFor } from './_applicable-gateways';

/** A kind that names objects with roots. */
export interface RootReader {
  readonly kind: ObjectKind;
  /**
   * The one implementation that reads the kind.
   * @default - whatever gateway reaches the backend
   */
  readonly gateway?: string;
  /**
   * The keys that are looked for, in that order.
   * @default - those of the gateway
   */
  readonly keys?: readonly string[];
}

/** The key that the Gateway API reads roots from. */
export const CA_KEY = 'ca.crt';
const TRAEFIK_KEYS = ['tls.ca', CA_KEY];

const READERS: readonly RootReader[] = [
  { kind: BACKEND_TLS_POLICY },
  { kind: X_BACKEND },
  { kind: ENVOY_GATEWAY_BACKEND, gateway: 'envoy-gateway' },
  { kind: AGENTGATEWAY_POLICY, keys: [CA_KEY] },
  { kind: HTTP_PROXY, keys: [CA_KEY] },
  { kind: { group: 'configuration.konghq.com', kind: 'KongCACertificate' }, keys: [CA_KEY] },
  { kind: SERVERS_TRANSPORT, keys: TRAEFIK_KEYS },
  { kind: { group: SERVERS_TRANSPORT.group, kind: 'ServersTransportTCP' }, keys: TRAEFIK_KEYS },
];

/** A reference to an object that roots are read from. */
export interface RootReference {
  readonly reference: Reference;
  readonly reader: RootReader;
}

/** The references to ConfigMaps and Secrets with roots, whatever gateway reads them. */
export function rootReferences({ graph }: CheckContext): readonly RootReference[] {
  return graph.references.all().flatMap((reference) => {
    const reader = READERS.find(({ kind }) => isOfKind(referenceTo(reference.from), kind));
    const isCore = isOfKind(reference.to, CONFIG_MAP) || isOfKind(reference.to, SECRET);
    return reader !== undefined && reference.purpose === 'ca' && isCore ? [{ reference, reader }] : [];
  });
}

/** The gateways that read the roots: the one that the kind is for, or those that reach the backend, as far as they are known. */
export function gatewaysReading(
  { reference: { from }, reader }: RootReference,
  context: CheckContext,
): readonly string[] {
  if (reader.gateway !== undefined) {
    return [reader.gateway];
  }
  const targets = context.graph.policies.targetsOf(from).map(({ target }) => target);
  return (targets.length === 0 ? [referenceTo(from)] : targets)
    .flatMap((target) => gatewaysFor(context, target))
    .map(({ name }) => name);
}
