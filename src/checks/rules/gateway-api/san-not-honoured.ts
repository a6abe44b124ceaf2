import { upgradeOr } from '../../../gateways/wording';
import { textOf } from '../../../manifests/graph/json-fields';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { judgePolicies, SUBJECT_ALT_NAMES, subjectAltNamesOf, validationOf } from './_policies';

const EFFECTS = { ignored: 'ignores', rejected: 'refuses a policy with', unsupported: 'does not support' } as const;

/** Names that are not verified. */
export const sanNotHonoured: Rule<CheckContext> = {
  id: 'gateway-api/san-not-honoured',
  severity: 'error',
  title: 'A BackendTLSPolicy has subjectAltNames that the gateway does not verify',
  why:
    'Where subjectAltNames are ignored, hostname is verified instead, and the policy means something else than it says ' +
    '(nginx/nginx-gateway-fabric#3152, cilium/cilium#47194). Where they are refused, the policy becomes Invalid, which on Kong ' +
    'leaves the backend unverified.',
  fix: 'Drop subjectAltNames and give the verified name as hostname, or use a gateway that honors them.',
  check(context) {
    const { questions } = context;
    return judgePolicies(context, {
      parts: (policy) => (hasOtherNames(policy) ? [{ policy, names: subjectAltNamesOf(policy) }] : []),
      otherwise: 'no BackendTLSPolicy has subjectAltNames other than its hostname',
      ask: (gateway) => questions.explain(gateway, 'btp.san'),
      judge: ({ policy, names }, gateway, { value, evidence }) =>
        value === 'honored' || value === 'required'
          ? []
          : [
              {
                manifest: policy,
                path: SUBJECT_ALT_NAMES,
                message: `${describeGateway(gateway)} ${EFFECTS[value]} subjectAltNames (${evidence}); got ${names.map(({ name }) => JSON.stringify(name)).join(', ')}`,
                fix: upgradeOr(
                  questions.versionsWhere(gateway, 'btp.san', (known) => known === 'honored'),
                  'drop subjectAltNames and give the name in the certificate as hostname',
                ),
              },
            ],
    });
  },
};

function hasOtherNames(policy: Manifest): boolean {
  const hostname = textOf(validationOf(policy), 'hostname');
  return subjectAltNamesOf(policy).some(({ type, name }) => type !== 'Hostname' || name !== hostname);
}
