import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';
import { type ClientSecrets, upstreamsWithClientSecrets } from './_client-secrets';

/** A client certificate that is presented to whoever answers. */
export const noVerification: Rule<CheckContext> = {
  id: 'apisix/no-verification',
  severity: 'error',
  title: 'An ApisixUpstream presents a client certificate to a server that is never verified',
  why:
    'The APISIX ingress controller has no field for the authorities of a backend, and APISIX does not verify the ' +
    'certificate: whoever answers is sent the requests (apache/apisix#13863 merged verification; no release with it was seen).',
  fix: 'Put a gateway that verifies before the backend, or accept the finding with a reason, such as a network that is trusted.',
  check({ index, questions }) {
    const upstreams = upstreamsWithClientSecrets(index);
    if (upstreams.length === 0) {
      return notApplicable('there is no ApisixUpstream with a tlsSecret');
    }
    return judgeVendor(questions, 'apisix', 'perBackendCa', ({ gateway, value }) =>
      resultOf(value === 'none' ? upstreams.flatMap((upstream) => unverified(upstream, describeGateway(gateway))) : []),
    );
  },
};

function unverified({ upstream, secrets }: ClientSecrets, gateway: string): readonly RuleFinding[] {
  return secrets.map(({ path }) => ({
    manifest: upstream,
    path,
    message: `the client certificate goes to a server whose certificate ${gateway} does not verify`,
    fix: 'put a gateway that verifies before the backend, or suppress this finding with the reason why that network is trusted',
  }));
}
