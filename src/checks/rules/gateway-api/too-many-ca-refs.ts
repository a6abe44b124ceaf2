import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { caReferencesOf, judgePolicies } from './_policies';

/** Roots that do not count. */
export const tooManyCaRefs: Rule<CheckContext> = {
  id: 'gateway-api/too-many-ca-refs',
  severity: 'error',
  title: 'A BackendTLSPolicy names more objects with roots than the gateway reads',
  why:
    'The schema takes eight references and the specification requires one. kgateway and Istio read the first and ignore the rest ' +
    'in silence, so that backends under the other roots fail; NGINX Gateway Fabric refuses the policy.',
  fix: 'Put all roots into one object.',
  check(context) {
    return judgePolicies(context, {
      parts: (policy) => {
        const references = caReferencesOf(context, policy);
        const second = references[1];
        return second === undefined ? [] : [{ policy, count: references.length, second: second.path }];
      },
      otherwise: 'no BackendTLSPolicy has more than one caCertificateRefs entry',
      ask: (gateway) => context.questions.explain(gateway, 'btp.maxCaRefs'),
      judge: ({ policy, count, second }, gateway, { value, evidence }) =>
        value === 'all'
          ? []
          : [
              {
                manifest: policy,
                path: second,
                message: `${describeGateway(gateway)} ${value === 'first-only' ? 'reads the first of several caCertificateRefs only' : 'refuses a policy with several caCertificateRefs'} (${evidence}); got ${count}`,
                fix: 'put all roots into one ConfigMap under ca.crt, and name that alone',
              },
            ],
    });
  },
};
