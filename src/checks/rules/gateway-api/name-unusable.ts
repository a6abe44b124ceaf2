import { isIP } from 'node:net';
import { textOf } from '../../../manifests/graph/json-fields';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { NO_POLICY, type PolicyName, policiesOf, subjectAltNamesOf, validationOf } from './_policies';

/** RFC 1035, section 2.3.4. */
const MAX_LABEL = 63;
const HOSTNAME = ['spec', 'validation', 'hostname'];

/** Names that the schema lets through and no certificate can match. */
export const nameUnusable: Rule<CheckContext> = {
  id: 'gateway-api/name-unusable',
  severity: 'warning',
  title: 'A name in a BackendTLSPolicy passes the schema, but not the specification or no certificate matches it',
  why:
    'The patterns of the schema are looser than the specification: an IP address is not sent as server name (RFC 6066), a label ' +
    'of more than 63 characters is no DNS name, a wildcard is honored by some gateways only, and a URI with blanks or without ' +
    'authority is in no certificate. Every handshake then fails, or the gateway refuses the policy.',
  fix: 'Give a name that stands in the certificate of the backend.',
  check(context) {
    const policies = policiesOf(context);
    return policies.length === 0 ? notApplicable(NO_POLICY) : resultOf(policies.flatMap(unusableNames));
  },
};

function unusableNames(policy: Manifest): readonly RuleFinding[] {
  const hostname = textOf(validationOf(policy), 'hostname');
  return [
    ...(hostname === undefined ? [] : unusable(policy, HOSTNAME, 'hostname', hostname, hostnameProblem(hostname))),
    ...subjectAltNamesOf(policy).flatMap((name) =>
      unusable(policy, name.path, 'subject alternative name', name.name, nameProblem(name)),
    ),
  ];
}

function unusable(
  policy: Manifest,
  path: FieldPath,
  subject: string,
  name: string,
  problem: string | undefined,
): readonly RuleFinding[] {
  return problem === undefined
    ? []
    : [
        {
          manifest: policy,
          path,
          message: `${subject} ${JSON.stringify(name)} ${problem}`,
          fix: 'give a name as it stands in the certificate of the backend',
        },
      ];
}

function nameProblem({ type, name }: PolicyName): string | undefined {
  return type === 'URI' ? uriProblem(name) : (wildcardProblem(name) ?? hostnameProblem(name));
}

function wildcardProblem(name: string): string | undefined {
  return name.startsWith('*.')
    ? 'is a wildcard, which the schema takes and the documentation does not; allowed is a precise DNS name'
    : undefined;
}

function hostnameProblem(name: string): string | undefined {
  if (isIP(name) !== 0) {
    return 'is an IP address, which is never sent as server name; allowed is a DNS name';
  }
  const label = name.split('.').find(({ length }) => length > MAX_LABEL);
  return label === undefined
    ? undefined
    : `has a label of ${label.length} characters; a DNS label has at most ${MAX_LABEL}`;
}

function uriProblem(uri: string): string | undefined {
  if (/\s/.test(uri)) {
    return 'has blanks, which no URI has; allowed is a URI such as spiffe://example.org/ns/payments/sa/ledger';
  }
  const authority = /^[^:/?#]+:\/\/([^/?#]*)/.exec(uri)?.[1];
  return authority === ''
    ? 'has no authority after "//"; allowed is a URI such as spiffe://example.org/ns/payments/sa/ledger'
    : undefined;
}
