import type { Certificate } from '../../trust';
import { serviceBackendRef } from '../gateway-api/backend-tls-policy';
import { type CaRendering, type ExternalBackendRendering, GatewayImplementation } from '../gateway-implementation';
import type { CaReference, ExternalBackendIntent, MutualTlsIntent, ServerTlsIntent } from '../intent';
import { partialChainNotes } from '../partial-chain';
import { Refusal } from '../refusal';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { unknownNote, upgradeOr } from '../wording';
import { CA_LABEL, renderCaConfigMap } from './ca-config-map';
import { checkMutualTls, externalHostRefusal } from './check-mutual-tls';
import { grpcRemedy } from './grpc-remedy';
import { renderServiceAnnotations } from './service-annotations';
import { DEFAULT_VERIFY_DEPTH, parseVerifyDepth, requireVerifyDepth } from './verify-depth';

const DEPTH_OPTION = 'tls-verify-depth';

/**
 * Routes of HTTP. Kong speaks gRPC to a Service with protocol grpc or grpcs only, and refuses TLS settings with both
 * (Kong/kong#14727); routes of TCP and TLS need another protocol than https as well.
 */
const ANNOTATED_ROUTE_KINDS = ['HTTPRoute', 'Ingress'];

/**
 * What Kong Ingress Controller and Kong Operator have in common.
 *
 * One-way TLS is a BackendTLSPolicy; mutual TLS is a set of annotations on the Service, which hold for Ingresses too.
 * Routes must carry `konghq.com/preserve-host: "false"`, as the client's Host header would otherwise be sent and
 * verified in place of the server's name (Kong/kong#5580). The hostname is then also the HTTP Host that the backend sees.
 */
export abstract class KongImplementation extends GatewayImplementation {
  /** What to use where no version of this implementation can verify a backend. */
  protected abstract readonly verifyingAlternative: string;

  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    if (this.capability('btp.apiVersion').value === 'none') {
      this.requireVerification();
    }
    const stated = intent.options[DEPTH_OPTION];
    const depth = stated === undefined ? DEFAULT_VERIFY_DEPTH : parseVerifyDepth(stated);
    const options = { ...intent.options, [DEPTH_OPTION]: String(depth) };
    return super.renderServerTls({ ...intent, options }, context);
  }

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    this.requireVerification();
    const { backend, notes } = checkMutualTls(this, intent);
    const { verifyDepth = DEFAULT_VERIFY_DEPTH } = intent.parameters;
    const { certificates, references } = intent.trust;
    const given = references.map((reference) => this.checkCaReference(reference, intent.namespace));
    const rendered = this.renderCas(certificates, intent.namespace, context);
    const all = [...references, ...rendered.references];
    const namesOf = (kind: CaReference['kind']) => all.filter((ca) => ca.kind === kind).map((ca) => ca.name);
    const cas = { configMaps: namesOf('ConfigMap'), secrets: namesOf('Secret') };
    return {
      objects: rendered.objects,
      patches: [renderServiceAnnotations(backend, intent, cas, requireVerifyDepth(verifyDepth))],
      routeAnnotations: this.routeAnnotations(),
      backendRef: serviceBackendRef(backend),
      routeKinds: ANNOTATED_ROUTE_KINDS,
      routeKindFixes: { GRPCRoute: grpcRemedy('mutual') },
      notes: [...this.unknownNotes(), ...notes, ...given.flat(), ...(rendered.notes ?? [])],
    };
  }

  override renderCas(
    certificates: readonly Certificate[],
    namespace: string | undefined,
    _context: RenderContext,
  ): CaRendering {
    if (certificates.length === 0) {
      return { objects: [], references: [] };
    }
    const selector = this.capability('selectorLabels');
    const selectorLabel = selector.value === 'unknown' ? undefined : selector.value.ConfigMap;
    const distinct = new Map(certificates.map((certificate) => [certificate.fingerprint, certificate]));
    for (const certificate of distinct.values()) {
      this.requireCa(certificate);
    }
    const configMaps = [...distinct.values()].map((certificate) =>
      renderCaConfigMap(certificate, namespace, selectorLabel),
    );
    return {
      objects: configMaps.map(({ object }) => object),
      references: configMaps.map(({ name }) => ({ kind: 'ConfigMap', name })),
      notes: [...partialChainNotes(this, [...distinct.values()]), ...this.duplicateIdNotes(), ...this.selectorNotes()],
    };
  }

  /** @throws Refusal if the object is a trust-manager target, of a kind that Kong does not read, or elsewhere */
  override checkCaReference(reference: CaReference, namespace: string | undefined): readonly RenderingNote[] {
    if (reference.source === 'Bundle') {
      throw new Refusal({
        rule: 'trust-manager/kong-cannot-read',
        message: `${this} cannot read the target of trust-manager Bundle ${reference.name}: it has no "id", and may hold several certificates`,
        fix: 'give the roots themselves, which are written as Kong wants them: TrustAnchors.pem(...)',
      });
    }
    this.requireReadKind(reference);
    this.requireNamespace(reference, namespace);
    const labels = [CA_LABEL, ...this.selectorLabelOf(reference.kind)].map((label) => `${label}: "true"`);
    return [
      {
        rule: 'kong/ca-missing-id',
        severity: 'info',
        message: `${this} reads ${reference.kind} ${reference.name} only with a UUID under "id", exactly one certificate authority under "cert" or "ca.crt", and ${labels.length === 1 ? 'the label' : 'the labels'} ${labels.join(' and ')}; one authority that cannot be read fails all others of the Service`,
        fix: 'see to it where the object is made, or give the root itself: TrustAnchors.pem(...)',
      },
    ];
  }

  /** @throws Refusal always: Kong knows Services only */
  override renderExternalBackend(
    backend: ExternalBackendIntent,
    _namespace: string | undefined,
    _context: RenderContext,
  ): ExternalBackendRendering {
    throw externalHostRefusal(this, backend);
  }

  /** Without it the client's Host header wins over the server name, in SNI and in verification. */
  override routeAnnotations(): Readonly<Record<string, string>> {
    return { 'konghq.com/preserve-host': 'false' };
  }

  /** @throws Refusal if a backend cannot be verified with roots of its own */
  protected requireVerification(): void {
    const answer = this.capability('perBackendCa');
    if (answer.value === 'none') {
      throw new Refusal({
        rule: 'gateway-api/btp-not-read',
        message: `${this} cannot verify a backend: it reads neither BackendTLSPolicy nor annotations that name certificate authorities (${answer.evidence})`,
        fix: upgradeOr(
          this.versionsWhere('perBackendCa', (value) => value !== 'none' && value !== 'unknown'),
          this.verifyingAlternative,
        ),
      });
    }
  }

  private requireReadKind(reference: CaReference): void {
    if (reference.kind === 'ClusterTrustBundle') {
      throw new Refusal({
        rule: 'gateway-api/ca-kind-not-read',
        message: `${this} reads certificate authorities from ConfigMap and Secret only; got ${reference.kind} ${reference.name}`,
        fix: 'give the roots themselves, which are written as Kong wants them: TrustAnchors.pem(...)',
      });
    }
  }

  private requireNamespace(reference: CaReference, namespace: string | undefined): void {
    if (reference.namespace !== undefined && reference.namespace !== namespace) {
      throw new Refusal({
        rule: 'references/policy-namespace',
        message: `${reference.kind} ${reference.namespace}/${reference.name} is not in the backend's namespace ${namespace ?? '(none stated)'}; ${this} reads it there only`,
        fix: 'give the root itself, which is written into the namespace of the backend: TrustAnchors.pem(...)',
      });
    }
  }

  private requireCa(certificate: Certificate): void {
    if (!certificate.isCa) {
      throw new Refusal({
        rule: 'kong/ca-not-one-valid-cert',
        message: `certificate "${certificate.subject.text}" is not a certificate authority (no CA:TRUE); ${this} drops it, and then fails each other authority of the Service`,
        fix: 'give the certificate of the authority that issues the server certificate',
      });
    }
  }

  private selectorLabelOf(kind: CaReference['kind']): readonly string[] {
    const labels = this.capability('selectorLabels').value;
    const label = labels === 'unknown' || kind === 'ClusterTrustBundle' ? undefined : labels[kind];
    return label === undefined ? [] : [label];
  }

  private unknownNotes(): readonly RenderingNote[] {
    const questions = [
      ['perBackendCa', 'whether it reads annotations that name certificate authorities'],
      ['perBackendCert', 'whether it presents a client certificate of one backend'],
    ] as const;
    return questions.flatMap(([capability, what]) => {
      const { value, evidence } = this.capability(capability);
      return value === 'unknown' ? [unknownNote(this, what, evidence)] : [];
    });
  }

  private selectorNotes(): readonly RenderingNote[] {
    const { value, evidence } = this.capability('selectorLabels');
    return value === 'unknown' ? [unknownNote(this, 'which labels objects need to be seen', evidence)] : [];
  }

  /** An `id` is unique in the whole Kong, not in a namespace. */
  private duplicateIdNotes(): readonly RenderingNote[] {
    const { value, evidence } = this.capability('caIdDuplicate');
    if (value === 'oldest-wins') {
      return [];
    }
    const effect =
      value === 'unknown'
        ? `whether Kong takes a configuration in which the same root stands in two namespaces, under the same id, is unknown (${evidence})`
        : `Kong refuses the whole configuration where the same root stands in two namespaces, under the same id (${evidence})`;
    return [
      {
        rule: 'kong/ca-id-duplicate',
        severity: value === 'unknown' ? 'info' : 'warning',
        message: `${this}: ${effect}`,
        fix: upgradeOr(
          this.versionsWhere('caIdDuplicate', (held) => held === 'oldest-wins'),
          'keep the backends of one root in one namespace',
        ),
      },
    ];
  }
}
