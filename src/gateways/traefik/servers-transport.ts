import type { JsonObject } from '../../manifests/manifest';
import type { CaRendering, GatewayImplementation } from '../gateway-implementation';
import type { CaReference, MutualTlsIntent, ServerIntent, TlsParameters, TlsVersion } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, RenderedObject, RenderingNote } from '../rendering';
import { refuseIdleCipherSuites, requireVersionOrder } from '../tls-parameters';
import { unknownNote, upgradeOr } from '../wording';
import { goCipherSuites } from './cipher-suites';

/** API version of the kinds of Traefik. */
export const TRAEFIK_API_VERSION = 'traefik.io/v1alpha1';

/** How Traefik connects to one backend, and what it needs for that. */
export interface ServersTransportRendering {
  readonly name: string;
  readonly objects: readonly RenderedObject[];
  readonly notes: readonly RenderingNote[];
}

/**
 * Tells one backend's mutual TLS.
 *
 * @throws Refusal if certificate or roots are in another namespace, or Traefik cannot verify what is asked
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/serverstransport/
 */
export function renderServersTransport(
  gateway: GatewayImplementation,
  intent: MutualTlsIntent,
  context: RenderContext,
): ServersTransportRendering {
  const { client, namespace, server, trust } = intent;
  requireSameNamespace(gateway, `client certificate Secret ${client.secretName}`, client.namespace, namespace);
  const peerCertURI = uriOf(gateway, server);
  const roots = renderRoots(gateway, intent, context);
  const name = context.nameOf('ServersTransport');
  const transport: RenderedObject = {
    role: 'ServersTransport',
    manifest: {
      apiVersion: TRAEFIK_API_VERSION,
      kind: 'ServersTransport',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      spec: {
        serverName: server.hostname,
        ...(peerCertURI === undefined ? {} : { peerCertURI }),
        ...(trust.system ? {} : rootsField(gateway, roots.references)),
        certificatesSecrets: [client.secretName],
        ...parameterFields(gateway, intent.parameters),
      },
    },
  };
  return {
    name,
    objects: [...roots.objects, transport],
    notes: [...rootNotes(gateway, trust.system), ...(roots.notes ?? []), ...uriNotes(gateway, server, peerCertURI)],
  };
}

/** Traefik goes on without a certificate that it does not find, and with its default transport where roots are missing. */
function requireSameNamespace(
  gateway: GatewayImplementation,
  thing: string,
  own: string | undefined,
  namespace: string | undefined,
): void {
  if (own !== namespace) {
    throw new Refusal({
      rule: 'traefik/transport-fallback',
      message: `${thing} is in namespace ${own ?? '(none stated)'}, and a ServersTransport of ${gateway} reads its own only: ${namespace ?? '(none stated)'}`,
      fix: `put it into namespace ${namespace ?? 'of the backend'}`,
    });
  }
}

function renderRoots(gateway: GatewayImplementation, intent: MutualTlsIntent, context: RenderContext): CaRendering {
  const { trust, namespace } = intent;
  requireRootsInSecrets(gateway, intent);
  for (const { kind, name, namespace: own = namespace } of trust.references) {
    requireSameNamespace(gateway, `${kind} ${name}`, own, namespace);
    if (kind === 'ClusterTrustBundle') {
      throw new Refusal({
        rule: 'gateway-api/ca-kind-not-read',
        message: `a ServersTransport of ${gateway} reads certificate authorities from ConfigMap, Secret only; got ${kind} ${name}`,
        fix: 'write the roots into a ConfigMap, for example with a trust-manager Bundle',
      });
    }
  }
  if (trust.certificates.length === 0) {
    return { objects: [], references: trust.references };
  }
  const rendered = gateway.renderCas(trust.certificates, namespace, context);
  return { ...rendered, references: [...trust.references, ...rendered.references] };
}

/** Before `rootCAs` there was a list of Secrets. */
const ROOTS_IN_SECRETS = 'ServersTransport spec.rootCAsSecrets';

function rootsField(gateway: GatewayImplementation, references: readonly CaReference[]): JsonObject {
  return gateway.capability('perBackendCa').value === ROOTS_IN_SECRETS
    ? { rootCAsSecrets: references.map(({ name }) => name) }
    : { rootCAs: references.map(rootOf) };
}

/** @throws Refusal if the roots are elsewhere than in Secrets, and Traefik reads no others at its version */
function requireRootsInSecrets(gateway: GatewayImplementation, { trust }: MutualTlsIntent): void {
  const { value, evidence } = gateway.capability('perBackendCa');
  const other = trust.references.find(({ kind }) => kind !== 'Secret');
  if (value !== ROOTS_IN_SECRETS || (other === undefined && trust.certificates.length === 0)) {
    return;
  }
  const got = other === undefined ? 'certificates known at synthesis' : `${other.kind} ${other.name}`;
  const versions = gateway.versionsWhere('perBackendCa', (field) => field !== ROOTS_IN_SECRETS && field !== 'unknown');
  throw new Refusal({
    rule: 'gateway-api/ca-kind-not-read',
    message: `a ServersTransport of ${gateway} reads certificate authorities from Secrets only (${evidence}); got ${got}`,
    fix: upgradeOr(versions, 'name a Secret that has the roots under ca.crt: TrustAnchors.secret(...)'),
  });
}

function rootOf({ kind, name }: CaReference): JsonObject {
  return kind === 'Secret' ? { secret: name } : { configMap: name };
}

function rootNotes(gateway: GatewayImplementation, system: boolean): readonly RenderingNote[] {
  const { value, evidence } = gateway.capability(system ? 'btp.systemCa' : 'perBackendCa');
  const what = system
    ? 'which roots a ServersTransport without rootCAs accepts'
    : 'whether a ServersTransport has rootCAs';
  return value === 'unknown' ? [unknownNote(gateway, what, evidence)] : [];
}

/** The one URI that can be verified, beside the hostname; undefined where the hostname alone is. */
function uriOf(gateway: GatewayImplementation, { hostname, subjectAltNames }: ServerIntent): string | undefined {
  const others = subjectAltNames.filter((name) => name.type === 'URI' || name.hostname !== hostname);
  const [first, second] = others;
  if (first === undefined) {
    return undefined;
  }
  if (first.type === 'URI' && second === undefined) {
    return first.uri;
  }
  throw new Refusal({
    rule: 'gateway-api/san-not-honoured',
    message: `a ServersTransport of ${gateway} verifies ${hostname} and one URI at most; got ${others.map((name) => (name.type === 'URI' ? name.uri : name.hostname)).join(', ')}`,
    fix: `give ${hostname} as the name in the server certificate, with one URI at most`,
  });
}

function uriNotes(
  gateway: GatewayImplementation,
  { hostname }: ServerIntent,
  uri: string | undefined,
): readonly RenderingNote[] {
  return uri === undefined
    ? []
    : [
        {
          rule: 'gateway-api/san-not-honoured',
          severity: 'warning',
          message: `${gateway} accepts the server only with both names in its certificate, ${hostname} and ${uri}; elsewhere one of several is enough`,
          fix: `see to it that the server certificate carries ${hostname} too`,
        },
      ];
}

function parameterFields(gateway: GatewayImplementation, parameters: TlsParameters): JsonObject {
  requireParameterFields(gateway, parameters);
  requireVersionOrder(gateway, parameters, { rule: 'schema/invalid-value' });
  refuseIdleCipherSuites(gateway, parameters, 'schema/invalid-value');
  const { minVersion, maxVersion, cipherSuites, alpnProtocols } = parameters;
  return {
    ...(minVersion === undefined ? {} : { minVersion: goVersion(minVersion) }),
    ...(maxVersion === undefined ? {} : { maxVersion: goVersion(maxVersion) }),
    ...(cipherSuites === undefined ? {} : { cipherSuites: [...goCipherSuites(gateway, cipherSuites)] }),
    ...(alpnProtocols === undefined ? {} : alpnFields(gateway, alpnProtocols)),
  };
}

/** `VersionTLS12` for 1.2. */
function goVersion(version: TlsVersion): string {
  return `VersionTLS${version.replace('.', '')}`;
}

function alpnFields(gateway: GatewayImplementation, protocols: readonly string[]): JsonObject {
  const asked = protocols.join(', ');
  if (asked === 'h2, http/1.1') {
    return {};
  }
  if (asked === 'http/1.1') {
    return { disableHTTP2: true };
  }
  throw new Refusal({
    rule: 'schema/invalid-value',
    message: `${gateway} offers "h2, http/1.1" or "http/1.1" alone by ALPN; got "${asked.slice(0, 80)}"`,
    fix: 'set alpnProtocols to one of the two, or drop it',
  });
}
