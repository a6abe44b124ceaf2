import { caKeysOf, gatewayNamed, gatewayRegistry } from '../../../gateways/registry';
import { type DataKeys, hasKey } from '../../../manifests/graph/data-keys';
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
} from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { gatewaysFor } from '../_applicable-gateways';

/** A kind that names objects with roots. */
interface RootReader {
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

const CA_KEY = 'ca.crt';
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
const MAX_SHOWN_KEYS = 5;

/** CA objects without the key that is read. What a Bundle writes is the matter of trust-manager/target-key-mismatch. */
export const caKeyMissing: Rule<CheckContext> = {
  id: 'references/ca-key-missing',
  severity: 'error',
  title: 'An object that is to hold roots lacks the key that the gateway reads',
  why:
    'The Gateway API reads roots from the key `ca.crt` (Istio also `cacert`, Envoy Gateway 1.9 also `tls.crt` and since 1.5 the ' +
    'only key of an object, Kong `cert`), Contour, agentgateway and KongCACertificates as well, Traefik also from `tls.ca`. ' +
    'Without it the reference is not resolved (ResolvedRefs=False), and traffic fails or goes unverified.',
  fix: 'Put the roots under the key `ca.crt`.',
  check(context) {
    const roots = rootReferences(context);
    return roots.length === 0
      ? notApplicable('no policy and no backend names an object with roots')
      : resultOf(roots.flatMap((root) => findings(root, context)));
  },
};

interface RootReference {
  readonly reference: Reference;
  readonly reader: RootReader;
}

function rootReferences({ graph }: CheckContext): readonly RootReference[] {
  return graph.references.all().flatMap((reference) => {
    const reader = READERS.find(({ kind }) => isOfKind(referenceTo(reference.from), kind));
    const isCore = isOfKind(reference.to, CONFIG_MAP) || isOfKind(reference.to, SECRET);
    return reader !== undefined && reference.purpose === 'ca' && isCore ? [{ reference, reader }] : [];
  });
}

function findings(root: RootReference, context: CheckContext): readonly RuleFinding[] {
  const { reference, reader } = root;
  const { from, path, to } = reference;
  const keys = context.graph.keysOf(to);
  const accepted = reader.keys ?? [CA_KEY];
  if (accepted.some((key) => hasKey(keys, key) !== 'no') || isBundled(reference, context)) {
    return [];
  }
  if (reader.keys === undefined && isReadOtherwise(keys, root, context)) {
    return [];
  }
  return [
    {
      manifest: from,
      path,
      message: `${formatReference(to)} has no key ${accepted.join(' or ')}, from which the roots are read; it has ${listKeys(keys.certain)}`,
      fix: `put the roots under the key ${CA_KEY}`,
    },
  ];
}

/** Whether a gateway that reaches the backend finds roots under another key; any gateway where none is known. */
function isReadOtherwise(
  keys: DataKeys,
  { reference: { from }, reader }: RootReference,
  context: CheckContext,
): boolean {
  const backend = referenceTo(from);
  const targets = context.graph.policies.targetsOf(from).map(({ target }) => target);
  const gateways = (targets.length === 0 ? [backend] : targets).flatMap((target) => gatewaysFor(context, target));
  const known = reader.gateway === undefined ? gateways.map(({ name }) => name) : [reader.gateway];
  const names = known.length === 0 ? gatewayRegistry.map(({ name }) => name) : known;
  return (
    names.flatMap(caKeysOf).some((key) => hasKey(keys, key) !== 'no') ||
    (keys.certain.size === 1 && known.some((name) => gatewayNamed(name)?.policyReading?.takesOnlyKey === true))
  );
}

function isBundled({ to }: Reference, { graph }: CheckContext): boolean {
  return graph.resolveObject(to).state === 'produced' && graph.bundles.named(to.name) !== undefined;
}

function listKeys(certain: ReadonlySet<string>): string {
  const keys = [...certain].sort();
  const shown = keys.slice(0, MAX_SHOWN_KEYS).map(describeString);
  const rest = keys.length - shown.length;
  return shown.length === 0 ? 'none' : `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
