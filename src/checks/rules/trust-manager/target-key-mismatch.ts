import { caKeysOf, gatewayNamed } from '../../../gateways/registry';
import type { BundleTarget } from '../../../manifests/graph/bundles';
import { CONFIG_MAP, isOfKind } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { nearestName } from '../../schema/nearest-name';
import { gatewaysFor } from '../_applicable-gateways';
import { bundlesIn } from './_bundles';
import { type BundleUse, bundleUses, policyTrust } from './_policy-trust';

/** The key that the Gateway API reads roots from. */
const CA_KEY = 'ca.crt';

/** Most Bundles that a misspelled name is compared with. */
const MAX_COMPARED = 100;

/** Policies and Bundles that miss each other by the name or the key of the ConfigMap. */
export const targetKeyMismatch: Rule<CheckContext> = {
  id: 'trust-manager/target-key-mismatch',
  severity: 'error',
  title: 'A policy reads another ConfigMap or key than the Bundle writes',
  why:
    'A Bundle writes an object of its own name, under the key of its target; the Gateway API reads the key `ca.crt`, and some ' +
    'gateways read others too. Where one of both differs the policy has no roots: it is invalid, and traffic fails or goes unverified.',
  fix: 'Set `target.configMap.key: ca.crt` in the Bundle, and name the Bundle in `caCertificateRefs`.',
  check(context) {
    const bundles = bundlesIn(context);
    const trust = policyTrust(context);
    if (bundles.length === 0 || trust.length === 0) {
      return notApplicable(bundles.length === 0 ? 'there is no Bundle' : 'no BackendTLSPolicy names its roots');
    }
    const names = bundles.length > MAX_COMPARED ? [] : bundles.map(({ key }) => key.name);
    return resultOf([
      ...bundleUses(context).flatMap((use) => wrongTarget(use, context)),
      ...trust.flatMap((reference) => misnamed(reference, names, context)),
    ]);
  },
};

function wrongTarget({ reference, bundle }: BundleUse, context: CheckContext): readonly RuleFinding[] {
  const { kind } = reference.to;
  const targets = context.graph.bundles.targetsOf(bundle);
  const target = targets.find((candidate) => candidate.kind === kind);
  if (target === undefined) {
    const written = targets.map((candidate) => candidate.kind).join(' and ');
    const message = `${formatKey(bundle.key)} writes ${written === '' ? 'no object' : `a ${written}`}, and the policy reads a ${kind}`;
    return [
      {
        manifest: reference.from,
        path: reference.path,
        message,
        fix: 'set target.configMap.key to ca.crt in the Bundle, and refer to the ConfigMap',
      },
    ];
  }
  return target.key === CA_KEY || isReadOtherwise(target, reference, context)
    ? []
    : [
        {
          manifest: bundle,
          path: [...target.path, 'key'],
          message: `the roots are written under the key ${target.key}, and ${formatKey(reference.from.key)} reads ${CA_KEY}`,
          fix: `set the key to ${CA_KEY}`,
        },
      ];
}

/** Whether all gateways that the policy is for are known, and read other keys too. */
function isReadOtherwise({ key, keys }: BundleTarget, { from }: Reference, context: CheckContext): boolean {
  const targets = context.graph.policies.targetsOf(from).map(({ target }) => target);
  const names = targets.flatMap((target) => gatewaysFor(context, target)).map(({ name }) => name);
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
