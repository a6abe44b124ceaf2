import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldOf } from '../../../manifests/graph/json-fields';
import { formatReference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { secretOf, type TlsPolicy, tlsPolicies } from './_backend-config-policy';

/** `simpleTLS` means one-way TLS, whatever the Secret holds. */
export const bcpCertNotSent: Rule<CheckContext> = {
  id: 'kgateway/bcp-cert-not-sent',
  severity: 'warning',
  title: 'A BackendConfigPolicy with simpleTLS keeps the certificate of its Secret back',
  why:
    'With simpleTLS: true kgateway takes ca.crt alone out of the Secret and presents no client certificate. A backend that asks ' +
    'for one refuses the connection, and one that only prefers it serves an unknown client.',
  fix: 'Drop simpleTLS, or name a Secret that holds ca.crt alone.',
  check({ index, graph }) {
    const policies = tlsPolicies(index).filter(({ tls }) => fieldOf(tls, 'simpleTLS') === true);
    if (policies.length === 0) {
      return notApplicable('there is no BackendConfigPolicy with simpleTLS: true');
    }
    return resultOf(policies.flatMap((policy) => pairKeptBack(graph, policy)));
  },
};

function pairKeptBack(graph: ReferenceGraph, policy: TlsPolicy): readonly RuleFinding[] {
  const secret = secretOf(graph, policy);
  if (secret === undefined || hasKey(graph.keysOf(secret), 'tls.crt') !== 'yes') {
    return [];
  }
  return [
    {
      manifest: policy.policy,
      path: ['spec', 'tls', 'simpleTLS'],
      message: `simpleTLS: true takes ca.crt alone out of ${formatReference(secret)}; its tls.crt is not presented to the backend`,
      fix: 'drop simpleTLS to present the certificate, or name a Secret with ca.crt alone to say that none is meant',
    },
  ];
}
