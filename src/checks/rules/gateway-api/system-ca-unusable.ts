import type { Capabilities } from '../../../gateways/capabilities';
import { textOf } from '../../../manifests/graph/json-fields';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { judgePolicies, subjectAltNamesOf, validationOf } from './_policies';

const WELL_KNOWN = 'wellKnownCACertificates';

const EFFECTS: Readonly<Record<Exclude<Capabilities['btp.systemCa'], 'ok'>, string>> = {
  unsafe: 'accepts the system roots and sends plaintext',
  unsupported: 'does not support the system roots',
  'ok-with-san':
    'verifies no name under the system roots without subjectAltNames, so that any public certificate passes',
};

/** System roots where they do not do what they say. */
export const systemCaUnusable: Rule<CheckContext> = {
  id: 'gateway-api/system-ca-unusable',
  severity: 'error',
  title: 'A BackendTLSPolicy trusts the system roots on a gateway that cannot use them',
  why:
    'Well-known CA certificates are up to the implementation. Cilium accepts the policy and sends plaintext (cilium/cilium#48307); ' +
    'Kong and Contour refuse it and fall back to an unverified connection or plaintext.',
  fix: 'Give the roots themselves in a ConfigMap.',
  check(context) {
    return judgePolicies(context, {
      parts: (policy) => (textOf(validationOf(policy), WELL_KNOWN) === 'System' ? [{ policy }] : []),
      otherwise: 'no BackendTLSPolicy trusts the system roots',
      ask: (gateway) => context.questions.explain(gateway, 'btp.systemCa'),
      judge: ({ policy }, gateway, { value, evidence }) =>
        value === 'ok' || (value === 'ok-with-san' && hasNames(policy))
          ? []
          : [
              {
                manifest: policy,
                path: ['spec', 'validation', WELL_KNOWN],
                message: `${describeGateway(gateway)} ${EFFECTS[value]} (${evidence})`,
                fix:
                  value === 'ok-with-san'
                    ? 'add the hostname to subjectAltNames'
                    : 'write the roots into a ConfigMap under ca.crt, and name it in caCertificateRefs instead',
              },
            ],
    });
  },
};

function hasNames(policy: Manifest): boolean {
  return subjectAltNamesOf(policy).length > 0;
}
