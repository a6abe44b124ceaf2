import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { filesOf, NO_TLS_POLICY, type TlsPolicy, tlsPolicies } from './_backend-config-policy';

const PEM = '-----BEGIN';

/** The field is documented as a path and read as the content of the file. */
export const bcpFilesPairFails: Rule = {
  id: 'kgateway/bcp-files-pair-fails',
  severity: 'error',
  title: 'A BackendConfigPolicy names files for its client certificate, whose paths kgateway reads as PEM',
  why:
    'The texts of files.tlsCertificate and files.tlsKey are parsed as PEM, not as paths, so that the policy is refused with ' +
    '"failed to find any PEM data" and all requests to the backend get 5xx (kgateway-dev/kgateway#12336).',
  fix: 'Put certificate, key and roots into a Secret and name it as secretRef.',
  check({ index }) {
    const policies = tlsPolicies(index);
    return policies.length === 0 ? notApplicable(NO_TLS_POLICY) : resultOf(policies.flatMap(pathsInPairs));
  },
};

function pathsInPairs(policy: TlsPolicy): readonly RuleFinding[] {
  const { certificate, key } = filesOf(policy);
  const fields = Object.entries({ tlsCertificate: certificate, tlsKey: key });
  // PEM in place of a path is read; that a key then stands in a manifest is for another rule to say.
  const [first] = fields.filter(([, text]) => text !== undefined && !text.includes(PEM));
  if (first === undefined) {
    return [];
  }
  return [
    {
      manifest: policy.policy,
      path: ['spec', 'tls', 'files', first[0]],
      message: `files.${first[0]} is a path, and kgateway parses its text as PEM: the policy is refused and requests get 5xx`,
      fix: 'put the pair under tls.crt and tls.key of a Secret, the roots under its ca.crt, and name it as secretRef in place of files',
    },
  ];
}
