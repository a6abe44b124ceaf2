import { fieldAt, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import type { Attachment } from '../../../manifests/graph/policies';
import type { Reference } from '../../../manifests/graph/reference';
import { findPort, portsOf, type ServicePort } from '../../../manifests/graph/services';
import type { FieldPath, JsonValue, Manifest } from '../../../manifests/manifest';
import { notApplicable, type RuleFinding, type RuleResult, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { oncePerManifest } from '../../once-per-manifest';
import { gatewaysFor } from '../_applicable-gateways';

/** Why rules on policies do not apply where there is none. */
export const NO_POLICY = 'there is no BackendTLSPolicy';

/** The BackendTLSPolicies of the set, in the order read. */
export function policiesOf({ index }: CheckContext): readonly Manifest[] {
  return index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind);
}

/** `spec.validation`, which policies before v1alpha3 do not have. */
export function validationOf({ body }: Manifest): JsonValue | undefined {
  return fieldAt(body, 'spec', 'validation');
}

/** An entry of `subjectAltNames`. */
export interface PolicyName {
  readonly path: FieldPath;
  readonly type: 'Hostname' | 'URI';
  readonly name: string;
}

/** The readable entries of `subjectAltNames`. */
export function subjectAltNamesOf(policy: Manifest): readonly PolicyName[] {
  return itemsOf(fieldAt(policy.body, ...SUBJECT_ALT_NAMES)).flatMap((entry, index): readonly PolicyName[] => {
    const type = textOf(entry, 'type');
    const field = type === 'URI' ? 'uri' : 'hostname';
    const name = textOf(entry, field);
    return name === undefined || (type !== 'Hostname' && type !== 'URI')
      ? []
      : [{ path: [...SUBJECT_ALT_NAMES, index, field], type, name }];
  });
}

export const SUBJECT_ALT_NAMES = ['spec', 'validation', 'subjectAltNames'];

/** The references of a policy to its roots. */
export function caReferencesOf({ graph }: CheckContext, policy: Manifest): readonly Reference[] {
  return graph.references.of(policy).filter(({ purpose }) => purpose === 'ca');
}

/** A target of a policy, with what the set knows of it. */
export interface PolicyTarget extends Attachment {
  /** Those that send requests to it. */
  readonly gateways: readonly ApplicableGateway[];
  /** @default - not a Service, or not in the set */
  readonly service?: Manifest;
  /** @default - none is named, or the Service is not known or has none of that name */
  readonly servicePort?: ServicePort;
}

/** The targets of a policy, in its order. */
export const targetsOf = oncePerManifest((context, policy): readonly PolicyTarget[] => {
  const { graph, index } = context;
  return graph.policies.targetsOf(policy).map((attachment) => {
    const service = isOfKind(attachment.target, SERVICE) ? index.find(attachment.target) : undefined;
    const { sectionName } = attachment;
    const servicePort =
      service === undefined || sectionName === undefined ? undefined : findPort(portsOf(service), sectionName);
    return {
      ...attachment,
      gateways: gatewaysFor(context, attachment.target, servicePort),
      ...(service === undefined ? {} : { service }),
      ...(servicePort === undefined ? {} : { servicePort }),
    };
  });
});

/** The gateways that send requests to any target of a policy. */
export const gatewaysOfPolicy = oncePerManifest((context, policy): readonly ApplicableGateway[] => {
  const gateways = targetsOf(context, policy).flatMap(({ gateways }) => gateways);
  return [...new Map(gateways.map((gateway) => [gateway.title, gateway])).values()];
});

/**
 * Whether no more is known of the gateways than that they implement the Gateway API, so that what all of them must do is
 * all that counts. Who states `gateway-api` asks for that.
 */
export function isPortableOnly(gateways: readonly ApplicableGateway[]): boolean {
  return gateways.every(({ name, version }) => version === undefined || name === 'gateway-api');
}

/** A part of a policy that gateways treat differently. */
export interface PolicyPart {
  readonly policy: Manifest;
  /**
   * The target that it is about.
   * @default - all targets of the policy
   */
  readonly target?: PolicyTarget;
}

/** How the parts of policies are judged by what gateways do with them. */
export interface PolicyQuestion<Part extends PolicyPart, Answer> {
  /** The parts of a policy for which the question arises. */
  readonly parts: (policy: Manifest) => readonly Part[];
  /** Why the rule does not apply where it arises for none. */
  readonly otherwise: string;
  /** What a gateway does; undefined where that is not known. */
  readonly ask: (gateway: ApplicableGateway, part: Part) => Answer | undefined;
  readonly judge: (part: Part, gateway: ApplicableGateway, answer: Answer) => readonly RuleFinding[];
}

/** Judges each part of each policy at each gateway that is known and whose answer is; where none is, the rule does not apply. */
export function judgePolicies<Part extends PolicyPart, Answer>(
  context: CheckContext,
  question: PolicyQuestion<Part, Answer>,
): RuleResult {
  const parts = policiesOf(context).flatMap(question.parts);
  if (parts.length === 0) {
    return notApplicable(question.otherwise);
  }
  const asked = parts.flatMap((part) => gatewaysOfPart(context, part).map((gateway) => ({ part, gateway })));
  const answered = asked.flatMap(({ part, gateway }) => {
    const answer = question.ask(gateway, part);
    return answer === undefined ? [] : [{ part, gateway, answer }];
  });
  if (answered.length === 0) {
    return notApplicable(asked.length === 0 ? NO_GATEWAY : NO_ANSWER);
  }
  return resultOf(answered.flatMap(({ part, gateway, answer }) => question.judge(part, gateway, answer)));
}

function gatewaysOfPart(context: CheckContext, { policy, target }: PolicyPart): readonly ApplicableGateway[] {
  return target === undefined ? gatewaysOfPolicy(context, policy) : target.gateways;
}

/** Why a rule does not apply where no gateway is known that reads the objects. */
export const NO_GATEWAY = 'no gateway is known: no route leads to the targets, and none is stated';

/** Why a rule does not apply where the gateways are known, but not what they do. */
export const NO_ANSWER = 'what the gateways do is not known: their versions are not stated, or not in the tables';
