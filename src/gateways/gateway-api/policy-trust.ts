import type { JsonObject } from '../../manifests/manifest';
import type { CaRendering, GatewayImplementation } from '../gateway-implementation';
import type { CaReference, ServerTlsIntent } from '../intent';
import { Refusal } from '../refusal';
import type { RenderContext, RenderedObject, RenderingNote } from '../rendering';
import { unknownNote, upgradeOr } from '../wording';
import { BACKEND_TLS_POLICY_LIMITS } from './backend-tls-policy-limits';

/** The part of a policy that says whom to trust, and the objects that it refers to. */
export interface TrustRendering {
  readonly validation: JsonObject;
  readonly objects: readonly RenderedObject[];
}

/**
 * Tells trust in the terms of a BackendTLSPolicy.
 *
 * @throws Refusal if the gateway would not read the roots, or only a part of them
 */
export function renderTrust(
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
    // The gateway speaks first: it knows the way out better than the general refusals below.
    notes.push(...gateway.checkCaReference(reference, namespace));
    requireCaKind(gateway, reference, notes);
    requireCaNamespace(reference, namespace);
  }
  const rendered: CaRendering =
    certificates.length === 0 ? { objects: [], references: [] } : gateway.renderCas(certificates, namespace, context);
  noteSharedCaObject(gateway, certificates.length, rendered.references.length, notes);
  notes.push(...(rendered.notes ?? []));
  const references = [...given, ...rendered.references];
  requireCaCount(gateway, references.length, notes);
  return { references, objects: rendered.objects };
}

function requireCaKind(gateway: GatewayImplementation, reference: CaReference, notes: RenderingNote[]): void {
  const answer = gateway.capability('btp.caKinds');
  if (answer.value === 'unknown' || answer.unsettled?.includes(reference.kind)) {
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

/** How a gateway wants its certificates split over objects is said by `renderCas`; here only what is not known. */
function noteSharedCaObject(
  gateway: GatewayImplementation,
  certificates: number,
  objects: number,
  notes: RenderingNote[],
): void {
  const answer = gateway.capability('btp.caPems');
  if (certificates > objects && answer.value === 'unknown') {
    notes.push(unknownNote(gateway, 'whether it reads several certificates of one object', answer.evidence));
  }
}

/** @throws Refusal if a reference leaves the namespace of the policy: no grant can help there */
function requireCaNamespace(reference: CaReference, namespace: string | undefined): void {
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
      fix:
        gateway.capability('btp.caPems').value === 'one'
          ? 'drop the roots that no server certificate needs'
          : 'put several roots into one object',
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
