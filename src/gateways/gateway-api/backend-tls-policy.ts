import type { JsonObject } from '../../manifests/manifest';
import type { GatewayImplementation } from '../gateway-implementation';
import type { BackendIntent, CaReference, ServerTlsIntent, ServiceBackendIntent, SubjectAltName } from '../intent';
import { Refusal } from '../refusal';
import type { BackendRef, RenderContext, RenderedObject, Rendering, RenderingNote } from '../rendering';

/** Limits of the BackendTLSPolicy schema, in items. */
export const BACKEND_TLS_POLICY_LIMITS = { targets: 16, caReferences: 8, subjectAltNames: 5, options: 16 } as const;

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
  noteSeveralTargets(targets, notes);
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
  noteGate(gateway, notes);
  if (answer.value === 'unknown') {
    notes.push(unknownNote(gateway, 'which version of BackendTLSPolicy it reads', answer.evidence));
    return 'v1';
  }
  return answer.value;
}

function noteGate(gateway: GatewayImplementation, notes: RenderingNote[]): void {
  const gate = gateway.capability('btp.gate').value;
  if (gate !== 'none' && gate !== 'unknown') {
    notes.push({
      rule: 'gateway-api/btp-not-read',
      severity: 'info',
      message: `${gateway} reads BackendTLSPolicy only with the feature gate ${gate} and with CRDs that serve the version`,
      fix: `turn ${gate} on and install the CRDs of the channel that serves it`,
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
    const { group, kind, name } = external.backendRef;
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
  return {
    group: '',
    kind: 'Service',
    name: backend.name,
    ...(backend.namespace === undefined ? {} : { namespace: backend.namespace }),
    ...(backend.port?.number === undefined ? {} : { port: backend.port.number }),
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
  if (port.name === undefined) {
    if (onlyPort) {
      return undefined;
    }
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `port ${port.number} of Service ${backend.name} has no name; a policy selects a port by its name`,
      fix: 'give the port a name in the Service',
    });
  }
  const answer = gateway.capability('btp.sectionName');
  if (answer.value === 'name' || answer.value === 'name-or-number') {
    return port.name;
  }
  if (onlyPort) {
    return undefined;
  }
  if (answer.value === 'unknown') {
    notes.push(unknownNote(gateway, 'whether it honors sectionName', answer.evidence));
    return port.name;
  }
  throw new Refusal({
    rule: 'gateway-api/section-not-honoured',
    message: `${gateway} ${answer.value === 'ignored' ? 'ignores' : 'does not support'} sectionName (${answer.evidence}), so the policy would hit each port of Service ${backend.name}, not only ${port.name}`,
    fix: upgradeOr(
      gateway.versionsWhere('btp.sectionName', (value) => value === 'name' || value === 'name-or-number'),
      'give the TLS port a Service of its own',
    ),
  });
}

interface TrustRendering {
  readonly validation: JsonObject;
  readonly objects: readonly RenderedObject[];
}

function renderTrust(
  gateway: GatewayImplementation,
  intent: ServerTlsIntent,
  context: RenderContext,
  notes: RenderingNote[],
): TrustRendering {
  if (intent.trust.system) {
    requireSystemCa(gateway, notes);
    return { validation: { wellKnownCACertificates: 'System' }, objects: [] };
  }
  const { references, objects } = renderCaReferences(gateway, intent, context, notes);
  return {
    validation: { caCertificateRefs: references.map(({ kind, name }) => ({ group: caGroup(kind), kind, name })) },
    objects,
  };
}

function caGroup(kind: CaReference['kind']): string {
  return kind === 'ClusterTrustBundle' ? 'certificates.k8s.io' : '';
}

function requireSystemCa(gateway: GatewayImplementation, notes: RenderingNote[]): void {
  const answer = gateway.capability('btp.systemCa');
  if (answer.value === 'unknown') {
    notes.push(unknownNote(gateway, 'what it does with the system roots', answer.evidence));
  } else if (answer.value === 'unsafe' || answer.value === 'unsupported') {
    const effect = answer.value === 'unsafe' ? 'sends plaintext with' : 'does not support';
    throw new Refusal({
      rule: 'gateway-api/system-ca-unusable',
      message: `${gateway} ${effect} the system roots (${answer.evidence})`,
      fix: 'give the roots themselves: TrustAnchors.pem(...) or TrustAnchors.configMap(...)',
    });
  }
}

function renderCaReferences(
  gateway: GatewayImplementation,
  intent: ServerTlsIntent,
  context: RenderContext,
  notes: RenderingNote[],
): { readonly references: readonly CaReference[]; readonly objects: readonly RenderedObject[] } {
  const { certificates, references: given } = intent.trust;
  const { namespace } = intent;
  for (const reference of given) {
    requireCaKind(gateway, reference, notes);
    requireCaNamespace(reference, namespace);
  }
  const rendered =
    certificates.length === 0 ? { objects: [], references: [] } : gateway.renderCas(certificates, namespace, context);
  const references = [...given, ...rendered.references];
  requireCaCount(gateway, references.length, notes);
  return { references, objects: rendered.objects };
}

function requireCaKind(gateway: GatewayImplementation, reference: CaReference, notes: RenderingNote[]): void {
  const answer = gateway.capability('btp.caKinds');
  if (answer.value === 'unknown') {
    if (reference.kind !== 'ConfigMap') {
      notes.push(
        unknownNote(gateway, `whether it reads certificate authorities from a ${reference.kind}`, answer.evidence),
      );
    }
    return;
  }
  if (!answer.value.includes(reference.kind)) {
    throw new Refusal({
      rule: 'gateway-api/ca-kind-not-read',
      message: `${gateway} reads certificate authorities from ${answer.value.join(', ')} only (${answer.evidence}); got ${reference.kind} ${reference.name}`,
      fix: upgradeOr(
        gateway.versionsWhere('btp.caKinds', (value) => value !== 'unknown' && value.includes(reference.kind)),
        'write the roots into a ConfigMap, for example with a trust-manager Bundle',
      ),
    });
  }
}

/** @throws Refusal if a reference leaves the namespace of the policy: no grant can help there */
export function requireCaNamespace(reference: CaReference, namespace: string | undefined): void {
  if (
    reference.kind === 'ClusterTrustBundle' ||
    reference.namespace === undefined ||
    reference.namespace === namespace
  ) {
    return;
  }
  throw new Refusal({
    rule: 'references/policy-namespace',
    message: `${reference.kind} ${reference.namespace}/${reference.name} is not in the backend's namespace ${namespace ?? '(none stated)'}; no ReferenceGrant can permit that`,
    fix: `put the roots into namespace ${namespace ?? 'of the backend'}, for example with a trust-manager Bundle`,
  });
}

function requireCaCount(gateway: GatewayImplementation, count: number, notes: RenderingNote[]): void {
  if (count > BACKEND_TLS_POLICY_LIMITS.caReferences) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${count} certificate authority objects are given; at most ${BACKEND_TLS_POLICY_LIMITS.caReferences} are allowed`,
      fix: 'put several roots into one object',
    });
  }
  const answer = gateway.capability('btp.maxCaRefs');
  if (count < 2 || answer.value === 'all') {
    return;
  }
  if (answer.value === 'unknown') {
    notes.push(unknownNote(gateway, 'how many certificate authority objects it reads', answer.evidence));
    return;
  }
  const effect = answer.value === 'first-only' ? 'reads the first one only' : 'rejects a policy with more than one';
  throw new Refusal({
    rule: 'gateway-api/too-many-ca-refs',
    message: `${gateway} ${effect} of several certificate authority objects (${answer.evidence}); got ${count}`,
    fix: 'put all roots into one object',
  });
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
  const honored = gateway.capability('btp.options').value;
  for (const key of keys.filter((key) => honored !== 'unknown' && !honored.includes(key))) {
    notes.push({
      rule: 'gateway-api/options-no-effect',
      severity: 'warning',
      message: `option "${key}" has no effect on ${gateway}`,
      fix:
        honored.length === 0 ? 'remove it' : `remove it, or use one of: ${(honored as readonly string[]).join(', ')}`,
    });
  }
  return { options: Object.fromEntries(keys.map((key) => [key, options[key] ?? ''])) };
}

function noteSeveralTargets(targets: readonly PolicyTarget[], notes: RenderingNote[]): void {
  if (targets.length > 1) {
    notes.push({
      rule: 'gateway-api/several-targets',
      severity: 'warning',
      message: `${targets.length} targets in one policy; implementations should support one only`,
      fix: 'write one policy per Service',
    });
  }
}

/** A note that something about the gateway is not known. */
export function unknownNote(gateway: GatewayImplementation, what: string, evidence: string): RenderingNote {
  return {
    rule: 'gateway-api/capability-unknown',
    severity: 'warning',
    message: `${gateway}: ${what} is unknown (${evidence})`,
    fix: 'test it on your cluster, or keep to the portable subset',
  };
}

/** The fix of a refusal: the versions that can, or else another way. */
export function upgradeOr(versions: string | undefined, otherwise: string): string {
  return versions === undefined ? otherwise : `upgrade to a version in ${versions}, or ${otherwise}`;
}
