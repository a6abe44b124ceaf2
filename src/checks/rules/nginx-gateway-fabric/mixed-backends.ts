import { fieldAt, fieldOf, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, GATEWAY_API, isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import { findPort, portsOf } from '../../../manifests/graph/services';
import { type FieldPath, formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { isRunBy } from '../_applicable-gateways';
import { describeGateway, judgeVendor } from '../_vendor-capability';

const ROUTES = ['HTTPRoute', 'GRPCRoute'];

/** Backends that cannot share a rule. */
export const mixedBackends: Rule<CheckContext> = {
  id: 'nginx-gateway-fabric/mixed-backends',
  severity: 'error',
  title: 'The backends of one rule differ in their BackendTLSPolicies',
  why:
    'NGINX Gateway Fabric writes one set of TLS directives for a rule. Where CA references, wellKnownCACertificates or hostname of the ' +
    'policies differ, or one backend has no policy, it rejects the rule, and its requests are answered with an error.',
  fix: 'Give all backends of the rule the same CA references and hostname, or split the rule.',
  check(context) {
    const rules = rulesWithPolicies(context);
    if (rules.length === 0) {
      return notApplicable(
        'no rule of a route of NGINX Gateway Fabric has several backends, one with a BackendTLSPolicy',
      );
    }
    return judgeVendor(context.questions, 'nginx-gateway-fabric', 'btp.ruleBackends', ({ gateway, value }) =>
      resultOf(
        value === 'must-agree' ? rules.flatMap((backends) => differing(backends, describeGateway(gateway))) : [],
      ),
    );
  },
};

/** A backend of a rule, with the policy on it. */
interface RuleBackend {
  readonly reference: Reference;
  readonly policy?: Manifest;
}

/** The backends of each rule that has several, of which one has a policy. */
function rulesWithPolicies(context: CheckContext): readonly (readonly RuleBackend[])[] {
  return ROUTES.flatMap((kind) => context.index.ofKind(GATEWAY_API, kind))
    .filter((route) => isOfNginx(route, context))
    .flatMap((route) => backendsByRule(route, context))
    .filter((backends) => backends.length > 1 && backends.some(({ policy }) => policy !== undefined));
}

function isOfNginx(route: Manifest, context: CheckContext): boolean {
  return context.graph.routes
    .parentsOf(route)
    .some(({ gateway }) => gateway !== undefined && isRunBy(context, gateway, 'nginx-gateway-fabric'));
}

/** The backends in `spec.rules[].backendRefs`, rule by rule; those that are not in the set are left out. */
function backendsByRule(route: Manifest, context: CheckContext): readonly (readonly RuleBackend[])[] {
  const rules = new Map<FieldPath[number] | undefined, RuleBackend[]>();
  for (const reference of context.graph.references.of(route)) {
    if (isBackendRef(reference) && isKnown(reference, context)) {
      const backends = rules.get(reference.path[2]) ?? [];
      backends.push(backendOf(reference, context));
      rules.set(reference.path[2], backends);
    }
  }
  return [...rules.values()];
}

/** `spec.rules[0].backendRefs[1]`, and no mirror of its requests. */
function isBackendRef({ purpose, path }: Reference): boolean {
  return purpose === 'backend' && path[3] === 'backendRefs' && path.length === 5;
}

/** A Service that is not in the set may have a policy that is not in it either. */
function isKnown({ to }: Reference, { graph }: CheckContext): boolean {
  return isOfKind(to, SERVICE) && graph.index.find(to) !== undefined;
}

function backendOf(reference: Reference, { graph }: CheckContext): RuleBackend {
  const service = graph.index.find(reference.to);
  const port = service && reference.port !== undefined ? findPort(portsOf(service), reference.port) : undefined;
  const attachments = graph.policies
    .on(reference.to)
    .filter(({ policy }) => isOfKind(referenceTo(policy), BACKEND_TLS_POLICY));
  const ofPort = attachments.find(({ sectionName }) => sectionName !== undefined && sectionName === port?.name);
  const attachment = ofPort ?? attachments.find(({ sectionName }) => sectionName === undefined);
  return { reference, policy: attachment?.policy };
}

function differing(backends: readonly RuleBackend[], gateway: string): readonly RuleFinding[] {
  const first = backends.find(({ policy }) => policy !== undefined);
  const other = backends.find(({ policy }) => settingsOf(policy) !== settingsOf(first?.policy));
  if (first === undefined || other === undefined) {
    return [];
  }
  return [
    {
      manifest: other.reference.from,
      path: other.reference.path,
      message: `${describe(other)} differs from ${describe(first)} of the same rule in CA references, system roots or hostname; ${gateway} rejects the rule`,
      fix: 'give both backends the same CA references and hostname, or a rule each',
    },
  ];
}

/** What must be equal, as text. */
function settingsOf(policy: Manifest | undefined): string {
  const validation = policy && fieldAt(policy.body, 'spec', 'validation');
  const references = itemsOf(fieldOf(validation, 'caCertificateRefs')).map((reference) =>
    ['group', 'kind', 'name'].map((field) => textOf(reference, field) ?? ''),
  );
  return JSON.stringify([references, textOf(validation, 'wellKnownCACertificates'), textOf(validation, 'hostname')]);
}

function describe({ reference, policy }: RuleBackend): string {
  const service = formatReference(reference.to);
  return policy === undefined ? `${service} without policy` : `${service} with ${formatKey(policy.key)}`;
}
