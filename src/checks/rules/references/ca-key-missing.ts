import { caKeysOf, gatewayRegistry } from '../../../gateways/registry';
import { hasKey } from '../../../manifests/graph/data-keys';
import {
  BACKEND_TLS_POLICY,
  CONFIG_MAP,
  ENVOY_GATEWAY_BACKEND,
  isOfKind,
  SECRET,
  X_BACKEND,
} from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { gatewaysFor } from '../_applicable-gateways';

const CA_KEY = 'ca.crt';
/** Kinds whose roots stand under the key that the Gateway API names. */
const READERS = [BACKEND_TLS_POLICY, X_BACKEND, ENVOY_GATEWAY_BACKEND];
const MAX_SHOWN_KEYS = 5;

/** CA objects without the key that is read. What a Bundle writes is the matter of trust-manager/target-key-mismatch. */
export const caKeyMissing: Rule<CheckContext> = {
  id: 'references/ca-key-missing',
  severity: 'error',
  title: 'An object that is to hold roots lacks the key that the gateway reads',
  why:
    'The Gateway API reads roots from the key `ca.crt` (Istio also `cacert`, Envoy Gateway 1.9 also `tls.crt`, Kong `cert`). ' +
    'Without it the reference is not resolved (ResolvedRefs=False), and traffic fails or goes unverified.',
  fix: 'Put the roots under the key `ca.crt`.',
  check(context) {
    const references = context.graph.references.all().filter(readsRoots);
    return references.length === 0
      ? notApplicable('no policy and no backend names an object with roots')
      : resultOf(references.flatMap((reference) => findings(reference, context)));
  },
};

function readsRoots({ from, purpose, to }: Reference): boolean {
  const reader = referenceTo(from);
  const isCore = isOfKind(to, CONFIG_MAP) || isOfKind(to, SECRET);
  return purpose === 'ca' && isCore && READERS.some((kind) => isOfKind(reader, kind));
}

function findings(reference: Reference, context: CheckContext): readonly RuleFinding[] {
  const { from, path, to } = reference;
  const keys = context.graph.keysOf(to);
  if (hasKey(keys, CA_KEY) !== 'no' || isBundled(reference, context)) {
    return [];
  }
  if (otherKeys(reference, context).some((key) => hasKey(keys, key) !== 'no')) {
    return [];
  }
  return [
    {
      manifest: from,
      path,
      message: `${formatReference(to)} has no key ${CA_KEY}, from which the roots are read; it has ${listKeys(keys.certain)}`,
      fix: `put the roots under the key ${CA_KEY}`,
    },
  ];
}

/** Of the gateways that reach the backend; of all where none is known. */
function otherKeys({ from }: Reference, context: CheckContext): readonly string[] {
  const backend = referenceTo(from);
  const targets = context.graph.policies.targetsOf(from).map(({ target }) => target);
  const gateways = (targets.length === 0 ? [backend] : targets).flatMap((target) => gatewaysFor(context, target));
  const names = (gateways.length === 0 ? gatewayRegistry : gateways).map(({ name }) => name);
  return names.flatMap(caKeysOf);
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
