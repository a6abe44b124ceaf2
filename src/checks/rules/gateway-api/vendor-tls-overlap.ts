import { annotationOf, fieldAt } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, isOfKind } from '../../../manifests/graph/object-kinds';
import { formatReference, identityOf, referenceTo } from '../../../manifests/graph/reference';
import { meansPort } from '../../../manifests/graph/services';
import type { TlsSetting } from '../../../manifests/graph/tls-settings';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { NO_ANSWER, type PolicyTarget, policiesOf, targetsOf } from './_policies';
import { remember } from './_remember';

interface Overlap {
  readonly policy: Manifest;
  readonly target: PolicyTarget;
  readonly setting: TlsSetting;
  readonly gateway: ApplicableGateway;
}

/** Two that set TLS for one backend, of which one is dropped. */
export const vendorTlsOverlap: Rule<CheckContext> = {
  id: 'gateway-api/vendor-tls-overlap',
  severity: 'error',
  title:
    "A BackendTLSPolicy and the gateway's own kind both set TLS for one backend, and the gateway applies one of them",
  why:
    'The other is dropped whole, with its client certificate: in kgateway 2.4 the policy wins, before at random ' +
    '(kgateway-dev/kgateway#13918), in Istio before 1.31 the policy replaces the DestinationRule (istio/istio#60122). Both report ' +
    'that they are accepted.',
  fix: 'Keep one of the two; for mutual TLS the one that can carry the client certificate.',
  check(context) {
    const settingsOf = remember(identityOf, (target) => vendorSettings(context, target));
    const overlaps = policiesOf(context).flatMap((policy) =>
      targetsOf(context, policy).flatMap((target) => overlapsAt(context, policy, target, settingsOf(target.target))),
    );
    if (overlaps.length === 0) {
      return notApplicable("no target of a BackendTLSPolicy has TLS settings of a gateway's own kind");
    }
    const answered = overlaps.flatMap((overlap) => {
      const answer = context.questions.explain(overlap.gateway, 'coexist');
      return answer === undefined ? [] : [{ overlap, answer }];
    });
    return answered.length === 0
      ? notApplicable(NO_ANSWER)
      : resultOf(
          answered.flatMap(({ overlap, answer: { value, evidence } }) =>
            value === 'exclusive' ? [findingFor(overlap, evidence)] : [],
          ),
        );
  },
};

function overlapsAt(
  context: CheckContext,
  policy: Manifest,
  target: PolicyTarget,
  settings: readonly TlsSetting[],
): readonly Overlap[] {
  if (settings.length === 0) {
    return [];
  }
  const names = new Set([...target.gateways, ...context.gateways].map(({ name }) => name));
  return settings
    .filter((setting) => meetsPort(target, setting))
    .flatMap((setting) =>
      (setting.implementations ?? [])
        .filter((name) => names.has(name))
        .flatMap((name) => context.questions.gateway(name) ?? [])
        .filter((gateway) => !optsOut(context, policy, gateway))
        .map((gateway) => ({ policy, target, setting, gateway })),
    );
}

/** Istio 1.30.1 and later leave a policy with this annotation to other gateways. */
function optsOut({ questions }: CheckContext, policy: Manifest, gateway: ApplicableGateway): boolean {
  if (fieldAt(policy.body, 'metadata', 'annotations') === undefined) {
    return false;
  }
  const exists = questions.versionsWhere(gateway, 'btp.optOut', (name) => name !== 'none' && name !== 'unknown');
  const name = exists === undefined ? undefined : questions.ask(gateway, 'btp.optOut');
  return name !== undefined && annotationOf(policy, name) === 'true';
}

/**
 * TLS settings of vendors' kinds for a target as such. Settings of routes hold for those routes alone, and a policy for
 * others; so the two never meet.
 */
function vendorSettings({ graph }: CheckContext, target: ObjectReference): readonly TlsSetting[] {
  return graph.tlsSettings.ofBackend(target).filter(({ by }) => !isOfKind(referenceTo(by), BACKEND_TLS_POLICY));
}

/** Whether both mean some port. Where the Service is not known, a number and a name are not compared. */
function meetsPort({ sectionName, servicePort }: PolicyTarget, { port }: TlsSetting): boolean {
  if (sectionName === undefined || port === undefined || sectionName === port) {
    return true;
  }
  return servicePort !== undefined && meansPort(port, servicePort);
}

function findingFor({ policy, target, setting, gateway }: Overlap, evidence: string): RuleFinding {
  const lost = setting.clientCertificates.length === 0 ? '' : ', and with these settings their client certificate';
  return {
    manifest: setting.by,
    path: setting.path,
    message: `${formatReference(target.target)} is also the target of ${formatKey(policy.key)}; ${describeGateway(gateway)} applies one of the two and drops the other${lost} (${evidence})`,
    fix: fixFor(gateway, policy, setting.by),
  };
}

function fixFor({ name }: ApplicableGateway, policy: Manifest, vendor: Manifest): string {
  const keepOne = `keep one of ${formatKey(policy.key)} and the TLS settings of ${formatKey(vendor.key)}`;
  return name === 'kgateway'
    ? `${keepOne}: the BackendConfigPolicy alone, or the BackendTLSPolicy with Gateway spec.tls.backend.clientCertificateRef`
    : keepOne;
}
