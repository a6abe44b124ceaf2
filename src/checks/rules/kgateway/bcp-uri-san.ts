import { fieldOf, itemsOf } from '../../../manifests/graph/json-fields';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { NO_TLS_POLICY, type TlsPolicy, tlsPolicies } from './_backend-config-policy';

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/** kgateway makes an exact DNS matcher of each name. */
export const bcpUriSan: Rule = {
  id: 'kgateway/bcp-uri-san',
  severity: 'error',
  title: 'A BackendConfigPolicy wants a URI among the names of the server, which never matches',
  why:
    'verifySubjectAltNames is compared with the DNS names of the certificate only. A URI such as a SPIFFE id matches none of ' +
    'them, so that each handshake fails where it is the only name, and it is never verified beside others (kgateway-dev/kgateway#11073).',
  fix: 'Verify URIs by subjectAltNames of a BackendTLSPolicy, or give DNS names.',
  check({ index }) {
    const policies = tlsPolicies(index);
    return policies.length === 0 ? notApplicable(NO_TLS_POLICY) : resultOf(policies.flatMap(uriNames));
  },
};

function uriNames({ policy, tls }: TlsPolicy): readonly RuleFinding[] {
  return itemsOf(fieldOf(tls, 'verifySubjectAltNames')).flatMap((name, position) =>
    typeof name !== 'string' || !URI.test(name)
      ? []
      : [
          {
            manifest: policy,
            path: ['spec', 'tls', 'verifySubjectAltNames', position],
            message: `"${name.slice(0, 200)}" is a URI, and verifySubjectAltNames is compared with DNS names only`,
            fix: 'verify it by subjectAltNames with type URI of a BackendTLSPolicy in place of spec.tls, or give a DNS name of the certificate',
          },
        ],
  );
}
