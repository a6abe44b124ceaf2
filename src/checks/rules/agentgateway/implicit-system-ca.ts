import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldAt, fieldOf, itemsOf } from '../../../manifests/graph/json-fields';
import { AGENTGATEWAY_POLICY, isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../../manifests/index-set';
import { type FieldPath, isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

const TLS = ['spec', 'backend', 'tls'];

/**
 * The system's authorities where nobody asked for them. For a host on the internet they are what is meant, so a policy
 * without client certificate is judged only where it is about a Service of the cluster.
 */
export const implicitSystemCa: Rule<CheckContext> = {
  id: 'agentgateway/implicit-system-ca',
  severity: 'warning',
  title: 'An AgentgatewayPolicy verifies a backend of the cluster by the authorities of the system',
  why:
    'Without caCertificateRefs, and without ca.crt in the Secret of the client certificate, agentgateway trusts every public ' +
    'authority and not your own. Its documentation calls that key ca.cert; the code reads ca.crt.',
  fix: 'Name a ConfigMap with the authorities in caCertificateRefs.',
  check({ index, graph }) {
    const policies = index
      .ofKind(AGENTGATEWAY_POLICY.group, AGENTGATEWAY_POLICY.kind)
      .filter((policy) => isJsonObject(fieldAt(policy.body, ...TLS)));
    return policies.length === 0
      ? notApplicable('there is no AgentgatewayPolicy with TLS to backends')
      : resultOf(policies.flatMap((policy) => judge(policy, graph)));
  },
};

function judge(policy: Manifest, graph: ReferenceGraph): readonly RuleFinding[] {
  const tls = fieldAt(policy.body, ...TLS);
  if (itemsOf(fieldOf(tls, 'caCertificateRefs')).length > 0 || fieldOf(tls, 'insecureSkipVerify') === 'All') {
    return [];
  }
  if (itemsOf(fieldOf(tls, 'mtlsCertificateRef')).length === 0) {
    const service = graph.policies.targetsOf(policy).find(({ target }) => isInCluster(target, graph));
    return service === undefined ? [] : [finding(policy, TLS, `TLS to ${formatReference(service.target)} has`)];
  }
  return graph.references
    .of(policy)
    .filter(({ purpose, to }) => purpose === 'tls-secret' && hasKey(graph.keysOf(to), 'ca.crt') === 'no')
    .map(({ path, to }) => finding(policy, path, `${formatReference(to)} has no ca.crt, and there are`));
}

/** Whether the target is a Service of the set that stands for pods, not for a name outside. */
function isInCluster(target: ObjectReference, graph: ReferenceGraph): boolean {
  const service = isOfKind(target, SERVICE) ? graph.index.find(target) : undefined;
  return service !== undefined && fieldAt(service.body, 'spec', 'type') !== 'ExternalName';
}

function finding(policy: Manifest, path: FieldPath, found: string): RuleFinding {
  return {
    manifest: policy,
    path,
    message: `${found} no caCertificateRefs, so agentgateway trusts the authorities of the system`,
    fix: 'set caCertificateRefs to a ConfigMap with your authorities under ca.crt',
  };
}
