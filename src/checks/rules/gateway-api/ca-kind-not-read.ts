import type { CaKind } from '../../../gateways/capabilities';
import { upgradeOr } from '../../../gateways/wording';
import { CONFIG_MAP, isOfKind } from '../../../manifests/graph/object-kinds';
import type { Reference } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { caReferencesOf, gatewaysOfPolicy, isPortableOnly, policiesOf } from './_policies';

const OTHERWISE = 'write the roots into a ConfigMap under ca.crt, for example with a trust-manager Bundle';

/** Roots in an object that the gateway does not look at. */
export const caKindNotRead: Rule<CheckContext> = {
  id: 'gateway-api/ca-kind-not-read',
  severity: 'error',
  title: 'A BackendTLSPolicy names roots in a kind of object that the gateway does not read',
  why:
    'Every gateway reads a ConfigMap with the key ca.crt; other kinds are up to the implementation ' +
    '(kgateway-dev/kgateway#12805, traefik/traefik#12480, cilium/cilium#47759). The policy is then without roots: the backend ' +
    'is not reached, or on some gateways reached unverified.',
  fix: 'Keep the roots in a ConfigMap, for example written by a trust-manager Bundle.',
  check(context) {
    const referring = policiesOf(context).flatMap((policy) =>
      caReferencesOf(context, policy)
        // A group "core" is the business of gateway-api/group-core.
        .filter(({ to }) => !isOfKind(to, CONFIG_MAP) && to.group !== 'core')
        .map((reference) => ({ policy, reference })),
    );
    return policiesOf(context).every((policy) => caReferencesOf(context, policy).length === 0)
      ? notApplicable('no BackendTLSPolicy has caCertificateRefs')
      : resultOf(referring.flatMap(({ policy, reference }) => unreadKind(context, policy, reference)));
  },
};

function unreadKind(context: CheckContext, policy: Manifest, { path, to }: Reference): readonly RuleFinding[] {
  const { questions } = context;
  const gateways = gatewaysOfPolicy(context, policy);
  const finding = { manifest: policy, path: [...path, 'kind'] };
  if (isPortableOnly(gateways)) {
    const message = `roots are in ${to.kind} ${to.name}; that every gateway reads is required of ConfigMaps alone`;
    return [{ ...finding, severity: 'warning', message, fix: `state the gateway and its version, or ${OTHERWISE}` }];
  }
  return gateways.flatMap((gateway) => {
    const answer = questions.holds(gateway, 'btp.caKinds', to.kind);
    if (answer === undefined || answer.value) {
      return [];
    }
    return [
      {
        ...finding,
        message: `${describeGateway(gateway)} reads roots from ${answer.list.join(', ')} only (${answer.evidence}); got ${to.kind} ${to.name}`,
        fix: upgradeOr(
          questions.versionsWhere(
            gateway,
            'btp.caKinds',
            (kinds) => kinds !== 'unknown' && kinds.includes(to.kind as CaKind),
          ),
          OTHERWISE,
        ),
      },
    ];
  });
}
