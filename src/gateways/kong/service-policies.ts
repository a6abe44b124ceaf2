import { fieldAt, fieldOf, itemsOf, nonEmpty } from '../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, isOfKind } from '../../manifests/graph/object-kinds';
import { referenceTo } from '../../manifests/graph/reference';
import type { ReferenceGraph } from '../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../manifests/index-set';
import type { FieldPath, JsonValue, Manifest } from '../../manifests/manifest';
import type { EffectiveSetting } from './effective-setting';

/** What is known of the controller that reads the policies. */
export interface PolicyReading {
  /**
   * Whether it reads BackendTLSPolicies at its version.
   * @default - not known; taken to be so, and told
   */
  readonly readsPolicies?: boolean;
}

/** What becomes of a policy. */
export type PolicyState = 'applied' | 'not-read' | 'without-httproute' | 'conflicted' | 'invalid';

/** A BackendTLSPolicy on a Service, and what becomes of it. */
export interface JudgedPolicy {
  readonly policy: Manifest;
  readonly state: PolicyState;
  /** @default - it is applied */
  readonly reason?: string;
  /**
   * What it lays over the annotations of the Service.
   * @default - it is not applied
   */
  readonly overlay?: PolicyOverlay;
}

/** The annotations that a policy stands for. */
export interface PolicyOverlay {
  readonly protocol: EffectiveSetting;
  readonly tlsVerify: EffectiveSetting;
  /** @default - the policy states none, and is refused by the API server */
  readonly hostHeader?: EffectiveSetting;
  /** @default - the option is absent, or no whole number */
  readonly tlsVerifyDepth?: EffectiveSetting;
}

/** Each BackendTLSPolicy on a Service, judged as the controller does. */
export function judgePolicies(
  graph: ReferenceGraph,
  target: ObjectReference,
  { readsPolicies }: PolicyReading,
): { readonly policies: readonly JudgedPolicy[]; readonly assumptions: readonly string[] } {
  const policies = policiesOn(graph, target);
  if (policies.length === 0) {
    return { policies: [], assumptions: [] };
  }
  const kinds = new Set(graph.routes.backendsTo(target).map(({ route }) => route.key.kind));
  const obstacle = obstacleFor(policies, kinds, readsPolicies);
  const judged = policies.map((policy) => judge(policy, obstacle ?? objectionTo(graph, policy)));
  const isApplied = judged.some(({ state }) => state === 'applied');
  return {
    policies: judged,
    assumptions: isApplied ? assumptionsFor(readsPolicies, kinds) : [],
  };
}

interface Obstacle {
  readonly state: Exclude<PolicyState, 'applied'>;
  readonly reason: string;
}

/** Kong reads targets of the group `core` too, and a policy counts for the whole Service whatever its section. */
function policiesOn(graph: ReferenceGraph, target: ObjectReference): readonly Manifest[] {
  const attachments = ['', 'core'].flatMap((group) => graph.policies.on({ ...target, group }));
  const policies = attachments.map(({ policy }) => policy);
  return [...new Set(policies)].filter((policy) => isOfKind(referenceTo(policy), BACKEND_TLS_POLICY));
}

/** What stands against all policies of the Service. */
function obstacleFor(
  policies: readonly Manifest[],
  routeKinds: ReadonlySet<string>,
  readsPolicies: boolean | undefined,
): Obstacle | undefined {
  if (readsPolicies === false) {
    return { state: 'not-read', reason: 'the controller does not read BackendTLSPolicies at this version' };
  }
  if (routeKinds.size > 0 && !routeKinds.has('HTTPRoute')) {
    return {
      state: 'without-httproute',
      reason: `no HTTPRoute leads to the Service, only ${[...routeKinds].sort().join(', ')}`,
    };
  }
  return policies.length > 1
    ? { state: 'conflicted', reason: `${policies.length} policies target the Service, and none of them is applied` }
    : undefined;
}

/** What the controller does not support takes the whole policy out. */
function objectionTo(graph: ReferenceGraph, policy: Manifest): Obstacle | undefined {
  const validation = validationOf(policy);
  const foreign = graph.references
    .of(policy)
    .find(({ purpose, to }) => purpose === 'ca' && !(isCore(to.group) && ['ConfigMap', 'Secret'].includes(to.kind)));
  const reasons = [
    ...(itemsOf(fieldOf(validation, 'subjectAltNames')).length > 0 ? ['subjectAltNames is not supported'] : []),
    ...(nonEmpty(fieldOf(validation, 'wellKnownCACertificates')) === undefined
      ? []
      : ['wellKnownCACertificates is not supported']),
    ...(foreign === undefined ? [] : [`a CA in ${foreign.to.kind} ${foreign.to.name} is not supported`]),
  ];
  return reasons.length === 0 ? undefined : { state: 'invalid', reason: reasons.join(', and ') };
}

function judge(policy: Manifest, obstacle: Obstacle | undefined): JudgedPolicy {
  return obstacle === undefined ? { policy, state: 'applied', overlay: overlayOf(policy) } : { policy, ...obstacle };
}

function overlayOf(policy: Manifest): PolicyOverlay {
  const at = (...path: FieldPath) => ({ manifest: policy, path });
  const hostname = nonEmpty(fieldOf(validationOf(policy), 'hostname'));
  const depth = nonEmpty(fieldAt(policy.body, 'spec', 'options', 'tls-verify-depth'));
  return {
    protocol: { value: 'https', origin: at('spec') },
    tlsVerify: { value: 'true', origin: at('spec') },
    ...(hostname === undefined
      ? {}
      : { hostHeader: { value: hostname, origin: at('spec', 'validation', 'hostname') } }),
    // Other texts are passed over in silence.
    ...(depth !== undefined && /^\+?\d{1,18}$/.test(depth)
      ? { tlsVerifyDepth: { value: String(Number(depth)), origin: at('spec', 'options', 'tls-verify-depth') } }
      : {}),
  };
}

function assumptionsFor(readsPolicies: boolean | undefined, routeKinds: ReadonlySet<string>): readonly string[] {
  return [
    'the feature gate GatewayAlpha is on, without which no BackendTLSPolicy is read',
    'BackendTLSPolicy is served as v1alpha3, which is the version that the controller reads',
    ...(readsPolicies === undefined
      ? [
          'the controller reads BackendTLSPolicies, as Kong Ingress Controller from 3.4 and Kong Operator from 2.0 on do',
        ]
      : []),
    ...(routeKinds.size === 0 ? ['an HTTPRoute outside the set leads to the Service'] : []),
  ];
}

function validationOf({ body }: Manifest): JsonValue | undefined {
  return fieldAt(body, 'spec', 'validation');
}

function isCore(group: string): boolean {
  return group === '' || group === 'core';
}
