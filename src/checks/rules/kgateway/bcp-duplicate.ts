import { keysOfObject } from '../../../manifests/graph/data-keys';
import { fieldOf } from '../../../manifests/graph/json-fields';
import type { Attachment } from '../../../manifests/graph/policies';
import { formatReference, identityOf } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, PASS, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor, type VendorCapability } from '../_vendor-capability';
import { backendConfigPolicies } from './_backend-config-policy';

/** Fields that say where a policy applies, not what it sets. */
const TARGETING = new Set(['targetRefs', 'targetSelectors']);

/** A policy on the same backend as one read before, and the fields that both set. */
interface Duplicate {
  readonly attachment: Attachment;
  readonly first: Manifest;
  readonly fields: readonly string[];
}

/** kgateway takes each top-level field from one policy, `tls` as a whole. */
export const bcpDuplicate: Rule<CheckContext> = {
  id: 'kgateway/bcp-duplicate',
  severity: 'warning',
  title: 'Two BackendConfigPolicies set the same field for one backend',
  why:
    'Each top-level field is taken from one policy: from the oldest since 2.4 (kgateway-dev/kgateway#14043), from the newest ' +
    'before. An upgrade turns the winner around, and objects that are restored from a backup or from Git have other ages.',
  fix: 'Merge the policies into one, or give each backend one policy.',
  check({ index, graph, questions }) {
    const policies = backendConfigPolicies(index);
    if (policies.length < 2) {
      return notApplicable('there are no two BackendConfigPolicies');
    }
    const duplicates = duplicatesAmong(graph, policies);
    if (duplicates.length === 0) {
      return PASS;
    }
    return judgeVendor(questions, 'kgateway', 'duplicatePolicies', (known) =>
      resultOf(duplicates.map((duplicate) => describe(duplicate, known))),
    );
  },
};

function duplicatesAmong(graph: ReferenceGraph, policies: readonly Manifest[]): readonly Duplicate[] {
  const setters = new Map<string, Manifest>();
  return policies.flatMap((policy) =>
    graph.policies.targetsOf(policy).flatMap((attachment) => duplicatesOf(attachment, setters)),
  );
}

/** Remembers which policy first sets each field of a target, and tells those that another one sets already. */
function duplicatesOf(attachment: Attachment, setters: Map<string, Manifest>): readonly Duplicate[] {
  const { policy, target } = attachment;
  const taken = new Map<Manifest, string[]>();
  for (const field of keysOfObject(fieldOf(policy.body, 'spec')).filter((name) => !TARGETING.has(name))) {
    const key = `${identityOf(target)} ${field}`;
    const first = setters.get(key);
    if (first === undefined) {
      setters.set(key, policy);
    } else if (first !== policy) {
      taken.set(first, [...(taken.get(first) ?? []), field]);
    }
  }
  return [...taken].map(([first, fields]) => ({ attachment, first, fields }));
}

function describe(
  { attachment, first, fields }: Duplicate,
  { gateway, value, evidence }: VendorCapability<'duplicatePolicies'>,
): RuleFinding {
  const winner = value === 'oldest-wins' ? 'oldest' : 'newest';
  return {
    manifest: attachment.policy,
    path: attachment.path,
    message: `${formatKey(first.key)} sets ${fields.join(', ')} for ${formatReference(attachment.target)} too; ${describeGateway(gateway)} takes each field from the ${winner} of the two (${evidence})`,
    fix: `set ${fields.join(', ')} in one of the two policies`,
  };
}
