import { fieldOf, itemsOf } from '../../../manifests/graph/json-fields';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { hasMaterial, ROOT_CA, type TlsUpstream, tlsUpstreams } from './_ssl-config';

/** TLS that verifies nothing. */
export const noRootCa: Rule<CheckContext> = {
  id: 'gloo/no-root-ca',
  severity: 'error',
  title: 'An Upstream speaks TLS without authorities',
  why:
    'Gloo then verifies nothing: whoever answers is taken for the backend. The authorities of the system do not step in, and ' +
    'verifySubjectAltName is refused without authorities.',
  fix: 'Add the authorities as ca.crt to the Secret that sslConfig.secretRef names.',
  check({ index, graph }) {
    const upstreams = tlsUpstreams(index);
    return upstreams.length === 0
      ? notApplicable('there is no Upstream with an sslConfig')
      : resultOf(upstreams.filter((upstream) => hasMaterial(upstream, ROOT_CA, graph) === 'no').map(unverified));
  },
};

function unverified({ upstream, sslConfig }: TlsUpstream): RuleFinding {
  const hasNames = itemsOf(fieldOf(sslConfig, 'verifySubjectAltName')).length > 0;
  const consequence = hasNames
    ? 'Gloo refuses verifySubjectAltName without them'
    : 'Gloo does not verify the certificate of the backend';
  return {
    manifest: upstream,
    path: ['spec', 'sslConfig'],
    message: `sslConfig leads to no authorities, so ${consequence}`,
    fix: 'set secretRef to a Secret with the authorities under ca.crt, or sslFiles.rootCa to their file',
  };
}
