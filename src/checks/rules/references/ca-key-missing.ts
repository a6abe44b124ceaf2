import { caKeysOf, gatewayNamed, gatewayRegistry } from '../../../gateways/registry';
import { type DataKeys, hasKey } from '../../../manifests/graph/data-keys';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { CA_KEY, gatewaysReading, type RootReference, rootReferences } from '../_root-references';

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
function isReadOtherwise(keys: DataKeys, root: RootReference, context: CheckContext): boolean {
  const known = gatewaysReading(root, context);
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
