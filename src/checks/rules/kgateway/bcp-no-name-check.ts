import { fieldOf, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import {
  NO_TLS_POLICY,
  skipsVerification,
  type TlsPolicy,
  tlsPolicies,
  usesSystemRoots,
} from './_backend-config-policy';

/** Neither field has a default, and neither implies the other. */
export const bcpNoNameCheck: Rule = {
  id: 'kgateway/bcp-no-name-check',
  severity: 'warning',
  title: 'A BackendConfigPolicy checks no name of the server, or sends none',
  why:
    'Without verifySubjectAltNames any certificate under the roots is accepted, whatever its name; with the system roots that is ' +
    'any public site. Without sni no server name is sent, and a server with several certificates picks one. An sni is not verified.',
  fix: 'Set verifySubjectAltNames and sni to the name in the certificate of the server.',
  check({ index }) {
    const policies = tlsPolicies(index).filter((policy) => !skipsVerification(policy));
    return policies.length === 0 ? notApplicable(NO_TLS_POLICY) : resultOf(policies.flatMap(namesMissing));
  },
};

function namesMissing(policy: TlsPolicy): readonly RuleFinding[] {
  const { tls } = policy;
  const verified = itemsOf(fieldOf(tls, 'verifySubjectAltNames')).length > 0;
  const sent = textOf(tls, 'sni') !== undefined;
  if (verified && sent) {
    return [];
  }
  const accepted = usesSystemRoots(policy)
    ? 'each public certificate is accepted'
    : 'each certificate under the roots is accepted';
  const missing = [
    ...(verified
      ? []
      : [{ field: 'verifySubjectAltNames', effect: `no name of the server is checked and ${accepted}` }]),
    ...(sent ? [] : [{ field: 'sni', effect: 'no server name is sent' }]),
  ];
  return [
    {
      manifest: policy.policy,
      path: ['spec', 'tls'],
      message: missing.map(({ field, effect }) => `without ${field} ${effect}`).join('; '),
      fix: `set ${missing.map(({ field }) => field).join(' and ')} to the name in the certificate of the server`,
    },
  ];
}
