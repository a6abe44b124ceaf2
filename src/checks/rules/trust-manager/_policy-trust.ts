import { BACKEND_TLS_POLICY } from '../../../manifests/graph/object-kinds';
import type { Reference } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type RuleFinding, type RuleResult, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { bundlesIn } from './_bundles';

/** A policy takes its roots from the object that a Bundle is to write. */
export interface BundleUse {
  /** Of the policy, to a ConfigMap or Secret of the Bundle's name. */
  readonly reference: Reference;
  readonly bundle: Manifest;
}

/** The references of BackendTLSPolicies to their roots. */
export function policyTrust({ graph, index }: CheckContext): readonly Reference[] {
  const policies = index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind);
  return policies.flatMap((policy) => graph.references.of(policy).filter(({ purpose }) => purpose === 'ca'));
}

/** Where policies read what Bundles are to write, unless the set has the object itself. */
function bundleUses(context: CheckContext): readonly BundleUse[] {
  return policyTrust(context).flatMap((reference) => {
    const bundle = bundleBehind(reference, context);
    return bundle === undefined ? [] : [{ reference, bundle }];
  });
}

/** The Bundle that is to write what is referred to, unless the set has the object itself. */
export function bundleBehind({ to }: Reference, { graph, index }: CheckContext): Manifest | undefined {
  return index.find(to) === undefined ? graph.bundles.named(to.name) : undefined;
}

/** The findings of a rule on each use of a Bundle by a policy; it does not apply where there is none. */
export function forEachUse(context: CheckContext, findings: (use: BundleUse) => readonly RuleFinding[]): RuleResult {
  if (bundlesIn(context).length === 0) {
    return notApplicable('there is no Bundle');
  }
  const uses = bundleUses(context);
  return uses.length === 0
    ? notApplicable('no BackendTLSPolicy takes its roots from a Bundle')
    : resultOf(uses.flatMap(findings));
}
