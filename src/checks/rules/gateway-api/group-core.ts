import { gatewayNamed } from '../../../gateways/registry';
import { isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import type { Reference } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { gatewaysFor } from '../_applicable-gateways';
import { NO_POLICY, policiesOf } from './_policies';

/** The name of a group that does not exist. */
export const groupCore: Rule<CheckContext> = {
  id: 'gateway-api/group-core',
  severity: 'error',
  title: 'A BackendTLSPolicy names the core API group "core"',
  why:
    'The core group is the empty text. "core" passes the pattern of the schema and names a group that no object is in: the ' +
    'target or the authority is not found, and the backend is reached without the policy or not at all. Only Kong takes it, in targets.',
  fix: 'Write group: "" for Services, ConfigMaps and Secrets.',
  check(context) {
    const policies = policiesOf(context);
    return policies.length === 0
      ? notApplicable(NO_POLICY)
      : resultOf(policies.flatMap((policy) => coreReferences(context, policy)));
  },
};

function coreReferences(context: CheckContext, policy: Manifest): readonly RuleFinding[] {
  return context.graph.references
    .of(policy)
    .filter(({ to, purpose }) => to.group === 'core' && (purpose === 'ca' || purpose === 'target'))
    .filter((reference) => !isTaken(context, reference))
    .map(({ path, to }) => ({
      manifest: policy,
      path: [...path, 'group'],
      message: `group "core" is not the core API group, so ${to.kind} ${to.name} is not found; the core group is ""`,
      fix: 'write group: ""',
    }));
}

function isTaken(context: CheckContext, { purpose, to }: Reference): boolean {
  if (purpose !== 'target' || to.kind !== SERVICE.kind) {
    return false;
  }
  const meant = { ...to, group: SERVICE.group };
  const gateways = isOfKind(meant, SERVICE) ? gatewaysFor(context, meant) : [];
  return (
    gateways.length > 0 && gateways.every(({ name }) => gatewayNamed(name)?.policyReading?.takesGroupCore === true)
  );
}
