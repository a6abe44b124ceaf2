import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldOf, itemsOf } from '../../../manifests/graph/json-fields';
import { formatReference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { isJsonObject } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { filesOf, NO_TLS_POLICY, secretOf, type TlsPolicy, tlsPolicies } from './_backend-config-policy';

const USE_SYSTEM = 'set wellKnownCACertificates: System';

/** TLS settings that pass the CRD and leave Envoy without a validation context. */
export const bcpUnverified: Rule<CheckContext> = {
  id: 'kgateway/bcp-unverified',
  severity: 'error',
  title: 'A BackendConfigPolicy sets TLS without roots, so that the server is not verified',
  why:
    'kgateway configures verification only where it finds roots: ca.crt in the Secret, files.rootCA, or System. A Secret without ' +
    'ca.crt, insecureSkipVerify: false and other names of well-known roots pass the CRD, and any certificate of the server is ' +
    'then accepted; with verifySubjectAltNames the policy is refused instead and requests get 5xx.',
  fix: 'Put the roots under ca.crt of the Secret, or use wellKnownCACertificates: System.',
  check({ index, graph }) {
    const policies = tlsPolicies(index);
    if (policies.length === 0) {
      return notApplicable(NO_TLS_POLICY);
    }
    return resultOf(
      policies.flatMap((policy) => [
        ...withoutCaKey(graph, policy),
        ...withoutRootFile(policy),
        ...idleSkipVerify(policy),
        ...unknownRoots(policy),
      ]),
    );
  },
};

function withoutCaKey(graph: ReferenceGraph, policy: TlsPolicy): readonly RuleFinding[] {
  const secret = secretOf(graph, policy);
  if (secret === undefined || hasKey(graph.keysOf(secret), 'ca.crt') !== 'no') {
    return [];
  }
  return [
    {
      manifest: policy.policy,
      path: ['spec', 'tls', 'secretRef', 'name'],
      message: `${formatReference(secret)} has no ca.crt, from which kgateway takes the roots; ${effectOf(policy)}`,
      fix: `put the server's roots under ca.crt of ${formatReference(secret)}`,
    },
  ];
}

function withoutRootFile(policy: TlsPolicy): readonly RuleFinding[] {
  if (!isJsonObject(fieldOf(policy.tls, 'files')) || filesOf(policy).rootCa !== undefined) {
    return [];
  }
  return [
    {
      manifest: policy.policy,
      path: ['spec', 'tls', 'files'],
      message: `files has no rootCA; ${effectOf(policy)}`,
      fix: "name the file with the server's roots as files.rootCA",
    },
  ];
}

/** The CRD wants exactly one of four fields, and `insecureSkipVerify: false` counts as one. */
function idleSkipVerify(policy: TlsPolicy): readonly RuleFinding[] {
  if (fieldOf(policy.tls, 'insecureSkipVerify') !== false) {
    return [];
  }
  return [
    {
      manifest: policy.policy,
      path: ['spec', 'tls', 'insecureSkipVerify'],
      message: `insecureSkipVerify: false names no roots to verify against; ${effectOf(policy)}`,
      fix: `remove insecureSkipVerify, and name a Secret with ca.crt as secretRef or ${USE_SYSTEM}`,
    },
  ];
}

function unknownRoots(policy: TlsPolicy): readonly RuleFinding[] {
  const name = fieldOf(policy.tls, 'wellKnownCACertificates');
  if (typeof name !== 'string' || name === 'System') {
    return [];
  }
  return [
    {
      manifest: policy.policy,
      path: ['spec', 'tls', 'wellKnownCACertificates'],
      message: `wellKnownCACertificates "${name.slice(0, 80)}" is not known to kgateway, which knows System only; ${effectOf(policy)}`,
      fix: USE_SYSTEM,
    },
  ];
}

function effectOf({ tls }: TlsPolicy): string {
  return itemsOf(fieldOf(tls, 'verifySubjectAltNames')).length > 0
    ? 'as verifySubjectAltNames needs roots, the policy is refused and requests get 5xx'
    : 'the server is not verified';
}
