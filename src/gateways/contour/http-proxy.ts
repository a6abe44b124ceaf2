import type { JsonObject } from '../../manifests/manifest';
import type { GatewayImplementation } from '../gateway-implementation';
import type { BackendIntent, CaReference, MutualTlsIntent, ServerIntent, ServiceBackendIntent } from '../intent';
import { Refusal } from '../refusal';
import type { RenderContext, RenderedObject } from '../rendering';

const API_VERSION = 'projectcontour.io/v1';

/**
 * Tells one backend's server verification with an HTTPProxy that others include, and what its roots need.
 *
 * @throws Refusal if Contour cannot read the roots there, or cannot verify the names
 * @see https://projectcontour.io/docs/main/config/upstream-tls/
 */
export function renderHttpProxy(
  gateway: GatewayImplementation,
  intent: MutualTlsIntent,
  context: RenderContext,
): readonly RenderedObject[] {
  const { namespace } = intent;
  const { name, port } = servicePort(gateway, intent.backend);
  const roots = renderRoots(gateway, intent, context);
  const proxy: RenderedObject = {
    role: 'HttpProxy',
    manifest: {
      apiVersion: API_VERSION,
      kind: 'HTTPProxy',
      metadata: { name: context.nameOf('HttpProxy'), ...(namespace === undefined ? {} : { namespace }) },
      spec: {
        routes: [
          {
            services: [
              {
                name,
                port,
                protocol: protocolOf(gateway, intent.parameters.alpnProtocols),
                validation: { caSecret: roots.caSecret, ...subjectNames(gateway, intent.server) },
              },
            ],
          },
        ],
      },
    },
  };
  return [...roots.objects, proxy];
}

function servicePort(
  gateway: GatewayImplementation,
  backend: BackendIntent,
): { readonly name: string; readonly port: number } {
  if (backend.kind === 'External') {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `an HTTPProxy of ${gateway} names Services only; got ${backend.hostname}:${backend.port}`,
      fix: 'put a Service of type ExternalName before the host, and set enableExternalNameService of ContourConfiguration',
    });
  }
  return { name: backend.name, port: portNumber(backend) };
}

function portNumber({ name, port, ports = [] }: ServiceBackendIntent): number {
  const number = (port ?? (ports.length === 1 ? ports[0] : undefined))?.number;
  if (number === undefined) {
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `the number of the port of Service ${name} is not known, and an HTTPProxy names ports by number`,
      fix: 'name the port, and give its number where the Service is not in the app: Backend.serviceName(name, { port, portNumber })',
    });
  }
  return number;
}

/** `tls` is HTTP/1.1 over TLS, `h2` is HTTP/2 over TLS. */
function protocolOf(gateway: GatewayImplementation, alpnProtocols: readonly string[] | undefined): 'tls' | 'h2' {
  const asked = alpnProtocols?.join(', ') ?? 'http/1.1';
  if (asked === 'http/1.1') {
    return 'tls';
  }
  if (asked === 'h2') {
    return 'h2';
  }
  throw new Refusal({
    rule: 'schema/invalid-value',
    message: `an HTTPProxy of ${gateway} offers "http/1.1" or "h2" alone by ALPN; got "${asked.slice(0, 80)}"`,
    fix: 'set alpnProtocols to one of the two',
  });
}

function subjectNames(gateway: GatewayImplementation, { hostname, subjectAltNames }: ServerIntent): JsonObject {
  const uris = subjectAltNames.flatMap((name) => (name.type === 'URI' ? [name.uri] : []));
  if (uris.length > 0) {
    throw new Refusal({
      rule: 'gateway-api/san-not-honoured',
      message: `an HTTPProxy of ${gateway} verifies DNS names only; got ${uris.join(', ')}`,
      fix: `drop the URI and give a DNS name of the server certificate, such as ${hostname}`,
    });
  }
  const names = subjectAltNames.flatMap((name) => (name.type === 'Hostname' ? [name.hostname] : []));
  const [subjectName = hostname, ...others] = names;
  return { subjectName, ...(others.length === 0 ? {} : { subjectNames: [subjectName, ...others] }) };
}

interface RootsRendering {
  /** `name`, or `namespace/name`. */
  readonly caSecret: string;
  readonly objects: readonly RenderedObject[];
}

function renderRoots(gateway: GatewayImplementation, intent: MutualTlsIntent, context: RenderContext): RootsRendering {
  const { trust, namespace } = intent;
  const [reference, ...others] = trust.references;
  if (reference === undefined && trust.certificates.length > 0) {
    const secret = rootsSecret(context.nameOf('CaCertificates'), namespace, trust.certificates);
    return { caSecret: context.nameOf('CaCertificates'), objects: [secret] };
  }
  if (reference?.kind === 'Secret' && others.length + trust.certificates.length === 0) {
    return { caSecret: caSecretOf(reference, namespace), objects: delegationFor(reference, namespace) };
  }
  throw new Refusal({
    rule: trust.system ? 'gateway-api/system-ca-unusable' : 'gateway-api/ca-kind-not-read',
    message: `an HTTPProxy of ${gateway} reads the server's roots from one Secret; got ${trust.system ? 'the system roots' : describeTrust(trust)}`,
    fix: 'give the roots as text: TrustAnchors.pem(...); or one Secret with all of them under ca.crt: TrustAnchors.secret(...)',
  });
}

function describeTrust({ references, certificates }: MutualTlsIntent['trust']): string {
  const count = certificates.length;
  return [
    ...(count === 0 ? [] : [`${count} certificate${count === 1 ? '' : 's'} known at synthesis`]),
    ...references.map(({ kind, name }) => `${kind} ${name}`),
  ].join(', ');
}

function rootsSecret(
  name: string,
  namespace: string | undefined,
  certificates: MutualTlsIntent['trust']['certificates'],
): RenderedObject {
  return {
    role: 'CaCertificates',
    manifest: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      type: 'Opaque',
      stringData: { 'ca.crt': certificates.map(({ pem }) => pem).join('') },
    },
  };
}

function isElsewhere(reference: CaReference, namespace: string | undefined): boolean {
  return reference.namespace !== undefined && reference.namespace !== namespace;
}

function caSecretOf(reference: CaReference, namespace: string | undefined): string {
  return isElsewhere(reference, namespace) ? `${reference.namespace}/${reference.name}` : reference.name;
}

function delegationFor(reference: CaReference, namespace: string | undefined): readonly RenderedObject[] {
  if (!isElsewhere(reference, namespace)) {
    return [];
  }
  if (namespace === undefined) {
    throw new Refusal({
      rule: 'references/grant-missing',
      message: `Secret ${reference.namespace}/${reference.name} may stand in another namespace than the HTTPProxy, whose namespace is not known, so the TLSCertificateDelegation cannot be written`,
      fix: 'set the namespace on the chart or on the Service',
    });
  }
  return [
    {
      role: 'TlsCertificateDelegation',
      sharedAs: `contour-delegation-${reference.namespace}-${reference.name.replaceAll('.', '-')}-${namespace}`,
      manifest: {
        apiVersion: API_VERSION,
        kind: 'TLSCertificateDelegation',
        metadata: { namespace: reference.namespace },
        spec: { delegations: [{ secretName: reference.name, targetNamespaces: [namespace] }] },
      },
    },
  ];
}
