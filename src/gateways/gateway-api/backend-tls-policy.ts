import type { JsonObject } from '../../manifests/manifest';
import type { GatewayImplementation } from '../gateway-implementation';
import type {
  BackendIntent,
  ServerTlsIntent,
  ServiceBackendIntent,
  ServicePortIntent,
  SubjectAltName,
} from '../intent';
import { Refusal } from '../refusal';
import type { BackendRef, RenderContext, RenderedObject, Rendering, RenderingNote } from '../rendering';
import { unknownNote, upgradeOr } from '../wording';
import { BACKEND_TLS_POLICY_LIMITS } from './backend-tls-policy-limits';
import { renderTrust } from './policy-trust';

export { BACKEND_TLS_POLICY_LIMITS } from './backend-tls-policy-limits';

const GROUP = 'gateway.networking.k8s.io';

/**
 * Tells a one-way intent with the Gateway API's BackendTLSPolicy, in the subset that the gateway honors.
 *
 * @throws Refusal if the gateway would not read the policy, or would ignore a part of it
 * @see https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
 */
export function renderBackendTlsPolicy(
  gateway: GatewayImplementation,
  intent: ServerTlsIntent,
  context: RenderContext,
): Rendering {
  requireKnownShape(gateway);
  requireSameNamespace(intent);
  const notes: RenderingNote[] = [];
  const targets = intent.backends.map((backend) => renderTarget(gateway, backend, intent.namespace, context, notes));
  return renderPolicy(gateway, intent, targets, context, notes);
}

/** What a policy is attached to, and what a route then points at. */
export interface PolicyTarget {
  readonly targetRef: JsonObject;
  readonly backendRef: BackendRef;
  readonly objects: readonly RenderedObject[];
}

/**
 * Tells server verification for targets that are already known; `notes` come first in the rendering.
 *
 * @throws Refusal as `renderBackendTlsPolicy`
 */
export function renderPolicy(
  gateway: GatewayImplementation,
  intent: ServerTlsIntent,
  targets: readonly PolicyTarget[],
  context: RenderContext,
  earlierNotes: readonly RenderingNote[] = [],
): Rendering {
  requireKnownShape(gateway);
  const [first] = targets;
  if (first === undefined) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `no target is given; a policy needs 1 to ${BACKEND_TLS_POLICY_LIMITS.targets} targets`,
      fix: 'name the Service in targets',
    });
  }
  const notes = [...earlierNotes];
  const { namespace } = intent;
  const apiVersion = policyVersion(gateway, notes);
  const subjectAltNames = policySubjectAltNames(gateway, intent, notes);
  const trust = renderTrust(gateway, intent, context, notes);
  const options = renderOptions(gateway, intent.options, notes);
  checkTargetCount(gateway, targets.length, notes);
  const policy: RenderedObject = {
    role: 'Resource',
    manifest: {
      apiVersion: `${GROUP}/${apiVersion}`,
      kind: 'BackendTLSPolicy',
      metadata: namespace === undefined ? {} : { namespace },
      spec: {
        ...options,
        targetRefs: targets.map((target) => target.targetRef),
        validation: {
          ...trust.validation,
          hostname: intent.server.hostname,
          ...(subjectAltNames.length === 0 ? {} : { subjectAltNames: subjectAltNames.map((name) => ({ ...name })) }),
        },
      },
    },
  };
  return {
    objects: [...targets.flatMap((target) => target.objects), ...trust.objects, policy],
    patches: gateway.backendPatches(intent),
    routeAnnotations: gateway.routeAnnotations(),
    backendRef: first.backendRef,
    notes,
  };
}

/** @throws Refusal if the gateway reads v1alpha2 alone: before v1alpha3 a policy had other fields */
function requireKnownShape(gateway: GatewayImplementation): void {
  const { value, evidence } = gateway.capability('btp.apiVersion');
  if (value === 'v1alpha2') {
    throw new Refusal({
      rule: 'gateway-api/version-not-served',
      message: `${gateway} reads BackendTLSPolicy v1alpha2 only (${evidence}), which has other fields and no served CRD today`,
      fix: upgradeOr(
        gateway.versionsWhere('btp.apiVersion', (other) => other === 'v1alpha3' || other === 'v1'),
        'use another gateway',
      ),
    });
  }
}

function requireSameNamespace(intent: ServerTlsIntent): void {
  for (const backend of intent.backends) {
    if (backend.kind === 'Service' && backend.namespace !== intent.namespace) {
      throw new Refusal({
        rule: 'references/policy-namespace',
        message: `Service ${backend.namespace ?? '(no namespace)'}/${backend.name} is not in the policy's namespace ${intent.namespace ?? '(none stated)'}; a policy reaches its own namespace only`,
        fix: 'write one policy per namespace',
      });
    }
  }
}

function policyVersion(gateway: GatewayImplementation, notes: RenderingNote[]): string {
  const answer = gateway.capability('btp.apiVersion');
  if (answer.value === 'none') {
    throw new Refusal({
      rule: 'gateway-api/btp-not-read',
      message: `${gateway} does not read BackendTLSPolicy in any version, so the backend would get plaintext (${answer.evidence})`,
      fix: upgradeOr(
        gateway.versionsWhere('btp.apiVersion', (value) => value !== 'none'),
        "use UpstreamMtls, which uses the gateway's own means",
      ),
    });
  }
  if (answer.value === 'unknown') {
    notes.push(unknownNote(gateway, 'which version of BackendTLSPolicy it reads', answer.evidence));
    return 'v1';
  }
  noteGate(gateway, answer.value, notes);
  return answer.value;
}

function noteGate(gateway: GatewayImplementation, version: string, notes: RenderingNote[]): void {
  const { value: gate, evidence } = gateway.capability('btp.gate');
  if (gate !== 'none' && gate !== 'unknown') {
    notes.push({
      rule: 'gateway-api/btp-not-read',
      severity: 'info',
      message: `${gateway} reads BackendTLSPolicy only with the feature gate ${gate} and with CRDs that serve ${version} (${evidence})`,
      fix: `turn ${gate} on and install the CRDs of a channel that serves ${version}`,
    });
  }
}

function policySubjectAltNames(
  gateway: GatewayImplementation,
  intent: ServerTlsIntent,
  notes: RenderingNote[],
): readonly SubjectAltName[] {
  const { hostname, subjectAltNames } = intent.server;
  const sameAsHostname = subjectAltNames.every((name) => name.type === 'Hostname' && name.hostname === hostname);
  const answer = gateway.capability('btp.san');
  const systemNeedsName = intent.trust.system && gateway.capability('btp.systemCa').value === 'ok-with-san';
  if (subjectAltNames.length === 0) {
    if (answer.value === 'unknown') {
      notes.push(unknownNote(gateway, 'whether it verifies the hostname without subjectAltNames', answer.evidence));
    }
    return answer.value === 'required' || systemNeedsName ? [{ type: 'Hostname', hostname }] : [];
  }
  if (answer.value === 'honored' || answer.value === 'required') {
    return subjectAltNames;
  }
  if (answer.value === 'unknown') {
    notes.push(unknownNote(gateway, 'whether it honors subjectAltNames', answer.evidence));
    return subjectAltNames;
  }
  if (sameAsHostname) {
    return [];
  }
  throw new Refusal({
    rule: 'gateway-api/san-not-honoured',
    message: `${gateway} ${SAN_EFFECT[answer.value]} subjectAltNames (${answer.evidence}); got ${subjectAltNames.map(nameText).join(', ')}`,
    fix: upgradeOr(
      gateway.versionsWhere('btp.san', (value) => value === 'honored'),
      `drop subjectAltNames and give ${hostname} as the name in the server certificate, or use Envoy Gateway 1.5 or kgateway 2.4 or later`,
    ),
  });
}

const SAN_EFFECT = { ignored: 'ignores', rejected: 'rejects a policy with', unsupported: 'does not support' } as const;

function nameText(name: SubjectAltName): string {
  return name.type === 'Hostname' ? name.hostname : name.uri;
}

function renderTarget(
  gateway: GatewayImplementation,
  backend: BackendIntent,
  namespace: string | undefined,
  context: RenderContext,
  notes: RenderingNote[],
): PolicyTarget {
  if (backend.kind === 'External') {
    const external = gateway.renderExternalBackend(backend, namespace, context);
    const { group, kind, name } = external.targetRef ?? external.backendRef;
    notes.push(...external.notes);
    return { targetRef: { group, kind, name }, backendRef: external.backendRef, objects: [external.object] };
  }
  const sectionName = renderSectionName(gateway, backend, notes);
  return {
    targetRef: {
      group: '',
      kind: 'Service',
      name: backend.name,
      ...(sectionName === undefined ? {} : { sectionName }),
    },
    backendRef: serviceBackendRef(backend),
    objects: [],
  };
}

/** What a route points at when the backend is a Service. */
export function serviceBackendRef(backend: ServiceBackendIntent): BackendRef {
  const port = backend.port?.number ?? (backend.ports?.length === 1 ? backend.ports[0]?.number : undefined);
  return {
    group: '',
    kind: 'Service',
    name: backend.name,
    ...(backend.namespace === undefined ? {} : { namespace: backend.namespace }),
    ...(port === undefined ? {} : { port }),
  };
}

function renderSectionName(
  gateway: GatewayImplementation,
  backend: ServiceBackendIntent,
  notes: RenderingNote[],
): string | undefined {
  const { port } = backend;
  if (port === undefined) {
    return undefined;
  }
  const onlyPort = backend.ports?.length === 1;
  const answer = gateway.capability('btp.sectionName');
  const honored = answer.value === 'name' || answer.value === 'name-or-number';
  if (onlyPort && !(honored && port.name !== undefined)) {
    return undefined;
  }
  if (honored || answer.value === 'unknown') {
    if (answer.value === 'unknown') {
      notes.push(unknownNote(gateway, 'whether it honors sectionName', answer.evidence));
    }
    return answer.value === 'name-or-number' && port.number !== undefined
      ? (port.name ?? String(port.number))
      : requirePortName(backend, port);
  }
  throw new Refusal({
    rule: 'gateway-api/section-not-honoured',
    message: `${gateway} ${answer.value === 'ignored' ? 'ignores' : 'does not support'} sectionName (${answer.evidence}), so the policy would hit each port of Service ${backend.name}, not only ${port.name ?? port.number}`,
    fix: upgradeOr(
      gateway.versionsWhere('btp.sectionName', (value) => value === 'name' || value === 'name-or-number'),
      'give the TLS port a Service of its own',
    ),
  });
}

function requirePortName(backend: ServiceBackendIntent, port: ServicePortIntent): string {
  if (port.name === undefined) {
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `port ${port.number} of Service ${backend.name} has no name; a policy selects a port by its name`,
      fix: `give the port a name in the Service${backend.ports === undefined ? ', and name it here: Backend.serviceName(name, { port })' : ''}`,
    });
  }
  return port.name;
}

function renderOptions(
  gateway: GatewayImplementation,
  options: Readonly<Record<string, string>>,
  notes: RenderingNote[],
): JsonObject {
  const keys = Object.keys(options).sort();
  if (keys.length === 0) {
    return {};
  }
  const { value: honored, evidence } = gateway.capability('btp.options');
  if (honored === 'unknown') {
    notes.push(unknownNote(gateway, `whether it reads the options ${keys.join(', ')}`, evidence));
  } else {
    notes.push(...keys.filter((key) => !honored.includes(key)).map((key) => optionNote(gateway, key, honored)));
  }
  return { options: Object.fromEntries(keys.map((key) => [key, options[key] ?? ''])) };
}

function optionNote(gateway: GatewayImplementation, key: string, honored: readonly string[]): RenderingNote {
  return {
    rule: 'gateway-api/options-no-effect',
    severity: 'warning',
    message: `option "${key}" has no effect on ${gateway}`,
    fix: honored.length === 0 ? 'remove it' : `remove it, or use one of: ${honored.join(', ')}`,
  };
}

function checkTargetCount(gateway: GatewayImplementation, count: number, notes: RenderingNote[]): void {
  if (count < 2) {
    return;
  }
  const answer = gateway.capability('btp.targetRefs');
  if (answer.value === 'first-only') {
    throw new Refusal({
      rule: 'gateway-api/several-targets',
      message: `${gateway} applies a policy to its first target only (${answer.evidence}); got ${count} targets`,
      fix: upgradeOr(
        gateway.versionsWhere('btp.targetRefs', (value) => value === 'all'),
        'write one policy per Service',
      ),
    });
  }
  if (answer.value === 'unknown') {
    notes.push(unknownNote(gateway, 'to how many of its targets it applies a policy', answer.evidence));
    return;
  }
  notes.push({
    rule: 'gateway-api/several-targets',
    severity: 'warning',
    message: `${count} targets in one policy; implementations should support one only`,
    fix: 'write one policy per Service',
  });
}
