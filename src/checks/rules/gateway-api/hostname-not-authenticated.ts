import { textOf } from '../../../manifests/graph/json-fields';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { dnsNameCovers } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { policiesOf, SUBJECT_ALT_NAMES, subjectAltNamesOf, validationOf } from './_policies';

/** A hostname that is sent and not verified. */
export const hostnameNotAuthenticated: Rule<CheckContext> = {
  id: 'gateway-api/hostname-not-authenticated',
  severity: 'warning',
  title: 'A BackendTLSPolicy has subjectAltNames without its own hostname',
  why:
    'Where subjectAltNames are given, they alone are verified and hostname is the server name that is sent, no more ' +
    '(GEP-1897): a certificate without that name passes if it has any of the others.',
  fix: 'Add hostname to subjectAltNames, unless the other names are meant to be the only ones.',
  check(context) {
    const policies = policiesOf(context).filter((policy) => subjectAltNamesOf(policy).length > 0);
    return policies.length === 0
      ? notApplicable('no BackendTLSPolicy has subjectAltNames')
      : resultOf(policies.flatMap(unverifiedHostname));
  },
};

function unverifiedHostname(policy: Manifest): readonly RuleFinding[] {
  const hostname = textOf(validationOf(policy), 'hostname');
  const names = subjectAltNamesOf(policy);
  const isCovered =
    hostname === undefined || names.some(({ type, name }) => type === 'Hostname' && dnsNameCovers(name, hostname));
  return isCovered
    ? []
    : [
        {
          manifest: policy,
          path: SUBJECT_ALT_NAMES,
          message: `hostname ${JSON.stringify(hostname)} is not among the subjectAltNames, so it is sent as server name and not verified`,
          fix: `add {type: Hostname, hostname: ${hostname}} to subjectAltNames, or suppress this finding with the reason why the other names are enough`,
        },
      ];
}
