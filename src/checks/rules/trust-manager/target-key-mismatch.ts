import { caKeysOf, gatewayNamed } from '../../../gateways/registry';
import type { BundleTarget } from '../../../manifests/graph/bundles';
import { BACKEND_TLS_POLICY, CONFIG_MAP, isOfKind } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { nearestName } from '../../schema/nearest-name';
import { CA_KEY, gatewaysReading, type RootReference, rootReferences } from '../_root-references';
import { bundlesIn } from './_bundles';
import { bundleBehind, policyTrust } from './_policy-trust';

/** Most Bundles that a misspelled name is compared with. */
const MAX_COMPARED = 100;

/** Readers of roots and Bundles that miss each other by the name or the key of the object. */
export const targetKeyMismatch: Rule<CheckContext> = {
  id: 'trust-manager/target-key-mismatch',
  severity: 'error',
  title: 'A policy or backend reads another ConfigMap or key than the Bundle writes',
  why:
    'A Bundle writes an object of its own name, under the key of its target; the Gateway API reads the key `ca.crt`, and some ' +
    'gateways read others too, as Traefik reads `tls.ca`. Where one of both differs there are no roots: a policy is invalid, and ' +
    'traffic fails or goes unverified.',
  fix: 'Set `target.configMap.key: ca.crt` in the Bundle, and name the Bundle in `caCertificateRefs`.',
  check(context) {
    const bundles = bundlesIn(context);
    const roots = rootReferences(context);
    const trust = policyTrust(context);
    if (bundles.length === 0 || roots.length + trust.length === 0) {
      return notApplicable(
        bundles.length === 0 ? 'there is no Bundle' : 'no policy and no backend names an object with roots',
      );
    }
    const names = bundles.length > MAX_COMPARED ? [] : bundles.map(({ key }) => key.name);
    return resultOf([
      ...roots.flatMap((root) => wrongTarget(root, context)),
      ...trust.flatMap((reference) => misnamed(reference, names, context)),
    ]);
  },
};

function wrongTarget(root: RootReference, context: CheckContext): readonly RuleFinding[] {
  const { reference, reader } = root;
  const bundle = bundleBehind(reference, context);
  if (bundle === undefined) {
    return [];
  }
  const targets = context.graph.bundles.targetsOf(bundle);
  const target = targets.find(({ kind }) => kind === reference.to.kind);
  if (target === undefined) {
    return [wrongKind(root, bundle, targets)];
  }
  const accepted = reader.keys ?? [CA_KEY];
  return accepted.includes(target.key) || (reader.keys === undefined && isReadOtherwise(target, root, context))
    ? []
    : [
        {
          manifest: bundle,
          path: [...target.path, 'key'],
          message: `the roots are written under the key ${target.key}, and ${formatKey(reference.from.key)} reads ${accepted.join(' or ')}`,
          fix: `set the key to ${CA_KEY}`,
        },
      ];
}

function wrongKind({ reference }: RootReference, bundle: Manifest, targets: readonly BundleTarget[]): RuleFinding {
  const { from, path, to } = reference;
  const written = targets.map(({ kind }) => kind).join(' and ');
  // A policy may name either, and trust-manager writes Secrets only where that is enabled.
  const isPolicy = isOfKind(referenceTo(from), BACKEND_TLS_POLICY);
  return {
    manifest: from,
    path,
    message: `${formatKey(bundle.key)} writes ${written === '' ? 'no object' : `a ${written}`}, and ${formatKey(from.key)} reads a ${to.kind}`,
    fix: isPolicy
      ? `set target.configMap.key to ${CA_KEY} in the Bundle, and refer to the ConfigMap`
      : `set target.${to.kind === CONFIG_MAP.kind ? 'configMap' : 'secret'}.key to ${CA_KEY} in the Bundle`,
  };
}

/** Whether all gateways that the roots are for are known, and read other keys too. */
function isReadOtherwise({ key, keys }: BundleTarget, root: RootReference, context: CheckContext): boolean {
  const names = gatewaysReading(root, context);
  const isOnlyKey = keys.certain.size === 1;
  return (
    names.length > 0 &&
    names.every(
      (name) => caKeysOf(name).includes(key) || (isOnlyKey && gatewayNamed(name)?.policyReading?.takesOnlyKey === true),
    )
  );
}

/** A ConfigMap that nothing makes, and a Bundle of nearly that name. */
function misnamed(reference: Reference, names: readonly string[], { graph }: CheckContext): readonly RuleFinding[] {
  const { from, path, to } = reference;
  const isMissing =
    isOfKind(to, CONFIG_MAP) && graph.resolve(reference).state === 'unresolved' && !names.includes(to.name);
  const near = isMissing ? nearestName(to.name, names) : undefined;
  return near === undefined
    ? []
    : [
        {
          manifest: from,
          path: [...path, 'name'],
          message: `${formatReference(to)} is not in the set; Bundle ${near} writes a ConfigMap of its own name`,
          fix: `refer to ${near}`,
        },
      ];
}
