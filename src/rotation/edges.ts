import { fieldAt, itemsOf, textOf } from '../manifests/graph/json-fields';
import {
  BACKEND_TLS_POLICY,
  CERTIFICATE,
  ENVOY_GATEWAY_BACKEND,
  GATEWAY,
  isOfKind,
  SERVICE,
} from '../manifests/graph/object-kinds';
import { formatReference, identityOf, type Reference, referenceTo } from '../manifests/graph/reference';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import type { ReachingGateway } from '../manifests/graph/routes';
import { parseServiceHost } from '../manifests/graph/service-host';
import { findPort, portsOf } from '../manifests/graph/services';
import type { TlsSetting } from '../manifests/graph/tls-settings';
import type { ObjectReference } from '../manifests/index-set';
import type { Manifest } from '../manifests/manifest';
import type { ExpectedName } from '../trust';
import { describeController, type ExtensionHop, extensionHops } from './extension-edges';

/** An object that an end takes certificates or roots from. */
export interface Source {
  readonly object: ObjectReference;
  /** @default - what reads the object decides */
  readonly key?: string;
}

/** Where one end takes something from. */
export interface Wiring {
  readonly sources: readonly Source[];
  /**
   * The object that names the sources, and that changes what is read when it changes.
   * @default - the sources name themselves by annotation, or nothing is named
   */
  readonly by?: Manifest;
}

/**
 * One hop from a gateway to a backend over TLS, with where each end takes its certificate and its trust from. The hop from
 * the controller of Envoy Gateway to its extension server is one too.
 */
export interface Edge {
  /** The same for the same hop in another set of manifests. */
  readonly id: string;
  /**
   * The controller, for messages, where it is the one that connects, and not a gateway.
   * @default - the gateway connects
   */
  readonly connector?: string;
  /** @default - the set has no route that leads to the backend, or the route is a vendor's own */
  readonly gateway?: ObjectReference;
  /** Names as on the command line: one as a rule, several where the controller's name is shared, none where unknown. */
  readonly implementations: readonly string[];
  readonly backend: ObjectReference;
  /** @default - all ports of the backend */
  readonly port?: number | string;
  readonly client: {
    readonly presents: Wiring;
    readonly trusts: Wiring;
    /** @default - the names that the gateway wants in the backend's certificate are not known */
    readonly names?: readonly ExpectedName[];
  };
  /** What the annotations `upstream-tls.dev/serves` and `upstream-tls.dev/verifies-clients-of` say. */
  readonly server: { readonly presents: Wiring; readonly trusts: Wiring };
}

const UNWIRED: Wiring = { sources: [] };

/**
 * The gateway-to-backend hops of a set of manifests that go over TLS.
 *
 * Where several settings meet on one hop, the first that names roots and the first that names a certificate count, in the
 * order policy, backend, route, Gateway. What gateways make of such meetings is the matter of their own rules.
 */
export function edgesOf(graph: ReferenceGraph): readonly Edge[] {
  return [
    ...backendsOf(graph).flatMap((backend) => edgesTo(graph, backend)),
    ...extensionHops(graph).map((hop) => extensionEdge(graph, hop)),
  ];
}

/** Names a hop in a message: `Gateway gateways/edge to Service payments/ledger`. */
export function describeEdge({ connector, gateway, backend, port }: Edge): string {
  const from = connector ?? (gateway === undefined ? 'the gateway' : formatReference(gateway));
  return `${from} to ${formatReference(backend)}${port === undefined ? '' : `, port ${port}`}`;
}

/** The controller wants the name that it calls in the certificate. */
function extensionEdge(graph: ReferenceGraph, hop: ExtensionHop): Edge {
  const { id, configuration, backend, port, hostname, presents, trusts } = hop;
  return {
    id,
    connector: describeController(configuration),
    implementations: ['envoy-gateway'],
    backend,
    port,
    client: { presents, trusts, names: [{ type: 'Hostname', hostname }] },
    server: serverSide(graph, backend, port),
  };
}

/** All that requests are sent to or that TLS is configured for, each once, in the order read. */
function backendsOf(graph: ReferenceGraph): readonly ObjectReference[] {
  const backends = new Map<string, ObjectReference>();
  for (const { purpose, to } of graph.references.all()) {
    const isBackend = purpose === 'backend' || (purpose === 'target' && !isOfKind(to, GATEWAY));
    if (isBackend && !backends.has(identityOf(to))) {
      backends.set(identityOf(to), to);
    }
  }
  return [...backends.values()];
}

function edgesTo(graph: ReferenceGraph, backend: ObjectReference): readonly Edge[] {
  const settings = graph.tlsSettings.of(backend);
  if (settings.length === 0) {
    return [];
  }
  const reaching = graph.routes.gatewaysReaching(backend);
  const gateways: readonly ReachingGateway[] = reaching.length === 0 ? [{ implementations: [], routes: [] }] : reaching;
  return gateways.flatMap((gateway) => {
    const read = settings.filter((setting) => isReadBy(setting, gateway));
    return portsOfHops(graph, backend, gateway, read).flatMap((port) => {
      const meant = read.filter((setting) => isForPort(graph, backend, setting, port));
      return meant.length === 0 ? [] : [edgeFor(graph, backend, gateway, port, meant)];
    });
  });
}

function isReadBy({ implementations }: TlsSetting, gateway: ReachingGateway): boolean {
  return (
    implementations === undefined ||
    gateway.implementations.length === 0 ||
    gateway.implementations.some((name) => implementations.includes(name))
  );
}

function isForPort(
  graph: ReferenceGraph,
  backend: ObjectReference,
  { port: meant, exceptPorts = [] }: TlsSetting,
  port: number | string | undefined,
): boolean {
  return (
    (meant === undefined || isSamePort(graph, backend, meant, port)) &&
    !exceptPorts.some((other) => isSamePort(graph, backend, other, port))
  );
}

/**
 * The ports that settings tell apart, with those beside them that the gateway's routes name where a setting means the
 * whole backend; one without a name where no setting names one.
 */
function portsOfHops(
  graph: ReferenceGraph,
  backend: ObjectReference,
  { routes }: ReachingGateway,
  settings: readonly TlsSetting[],
): readonly (number | string | undefined)[] {
  const named = [...new Set(settings.flatMap(({ port }) => port ?? []))];
  if (named.length === 0) {
    return [undefined];
  }
  if (settings.every(({ port }) => port !== undefined)) {
    return named;
  }
  const routed = graph.routes
    .backendsTo(backend)
    .filter(({ route }) => routes.includes(route))
    .flatMap(({ reference }) => reference.port ?? []);
  const isNamed = (port: number | string) => named.some((other) => isSamePort(graph, backend, other, port));
  return [...named, ...new Set(routed.filter((port) => !isNamed(port)))];
}

/** A port may be meant by number in one place and by name in another. */
function isSamePort(
  graph: ReferenceGraph,
  backend: ObjectReference,
  left: number | string,
  right: number | string | undefined,
): boolean {
  const service = graph.index.find(backend);
  const ports = service === undefined ? [] : portsOf(service);
  const found = findPort(ports, left);
  return left === right || (found !== undefined && right !== undefined && found === findPort(ports, right));
}

function edgeFor(
  graph: ReferenceGraph,
  backend: ObjectReference,
  { gateway, implementations }: ReachingGateway,
  port: number | string | undefined,
  settings: readonly TlsSetting[],
): Edge {
  const trusting = settings.find(({ trust }) => trust.length > 0);
  const names = trusting && namesWanted(trusting.by);
  return {
    id: JSON.stringify([
      gateway === undefined ? implementations : identityOf(gateway),
      identityOf(backend),
      port ?? null,
    ]),
    ...(gateway === undefined ? {} : { gateway }),
    implementations,
    backend,
    ...(port === undefined ? {} : { port }),
    client: {
      presents: clientCertificate(graph, gateway, settings),
      trusts: trusting === undefined ? UNWIRED : { sources: sourcesAt(graph, trusting.trust), by: trusting.by },
      ...(names === undefined ? {} : { names }),
    },
    server: serverSide(graph, backend, port),
  };
}

/** The certificate of the backend's own settings goes before that of the Gateway. */
function clientCertificate(
  graph: ReferenceGraph,
  gateway: ObjectReference | undefined,
  settings: readonly TlsSetting[],
): Wiring {
  const own = settings.find(({ clientCertificates }) => clientCertificates.length > 0);
  if (own !== undefined) {
    return { sources: sourcesAt(graph, own.clientCertificates.slice(0, 1)), by: own.by };
  }
  const manifest = gateway && graph.index.find(gateway);
  const references = manifest === undefined ? [] : gatewayCertificates(graph, manifest);
  const [first] = references;
  return first === undefined ? UNWIRED : { sources: sourcesAt(graph, [first]), by: first.from };
}

/** Of the Gateway itself, then of the vendor's settings that it names. */
function gatewayCertificates(graph: ReferenceGraph, gateway: Manifest): readonly Reference[] {
  const settings = graph.gateways.parametersOf(gateway).flatMap(({ to }) => graph.index.find(to) ?? []);
  return [
    ...graph.gateways.clientCertificatesOf(gateway),
    ...settings.flatMap((manifest) =>
      graph.references.of(manifest).filter(({ purpose }) => purpose === 'client-certificate'),
    ),
  ];
}

function sourcesAt(graph: ReferenceGraph, references: readonly Reference[]): readonly Source[] {
  return references.map((reference) => ({
    object: graph.resolve(reference).target,
    ...(reference.key === undefined ? {} : { key: reference.key }),
  }));
}

function namesWanted({ body, ...policy }: Manifest): readonly ExpectedName[] | undefined {
  if (!isOfKind(referenceTo({ body, ...policy }), BACKEND_TLS_POLICY)) {
    return undefined;
  }
  const validation = fieldAt(body, 'spec', 'validation');
  const hostname = textOf(validation, 'hostname');
  const alternatives = itemsOf(fieldAt(validation, 'subjectAltNames')).flatMap((name): readonly ExpectedName[] => {
    const uri = textOf(name, 'uri');
    const host = textOf(name, 'hostname');
    return uri === undefined
      ? host === undefined
        ? []
        : [{ type: 'Hostname', hostname: host }]
      : [{ type: 'URI', uri }];
  });
  // With subject alternative names, the hostname is for SNI alone.
  return alternatives.length > 0 ? alternatives : hostname === undefined ? undefined : [{ type: 'Hostname', hostname }];
}

function serverSide(
  graph: ReferenceGraph,
  backend: ObjectReference,
  port: number | string | undefined,
): Edge['server'] {
  const services = servicesBehind(graph, backend);
  const annotated = (find: (service: ObjectReference) => readonly Reference[]): Wiring => {
    const objects = services
      .flatMap((service) => find(service).filter((reference) => meansSamePort(graph, service, reference, port)))
      .map(({ from }) => from);
    return { sources: withoutTwins(graph, objects).map((from) => ({ object: referenceTo(from) })) };
  };
  return {
    presents: annotated((service) => graph.servedBy(service)),
    trusts: annotated((service) => graph.clientTrustOf(service)),
  };
}

/** cert-manager copies the annotation to the Secret: where the set holds both, they are one certificate. */
function withoutTwins(graph: ReferenceGraph, objects: readonly Manifest[]): readonly Manifest[] {
  const present = new Set(objects.map((object) => identityOf(referenceTo(object))));
  return objects.filter((object) => {
    const secret = isOfKind(referenceTo(object), CERTIFICATE) ? graph.certificates.secretOf(object) : undefined;
    return secret === undefined || !present.has(identityOf(secret));
  });
}

/** Annotations name a port or mean all of them. */
function meansSamePort(
  graph: ReferenceGraph,
  service: ObjectReference,
  { port: annotated }: Reference,
  port: number | string | undefined,
): boolean {
  return annotated === undefined || port === undefined || isSamePort(graph, service, annotated, port);
}

/** The Service itself, or those whose DNS names an Envoy Gateway Backend has as endpoints. */
function servicesBehind(graph: ReferenceGraph, backend: ObjectReference): readonly ObjectReference[] {
  const manifest = isOfKind(backend, ENVOY_GATEWAY_BACKEND) ? graph.index.find(backend) : undefined;
  if (manifest === undefined) {
    return [backend];
  }
  const hosts = itemsOf(fieldAt(manifest.body, 'spec', 'endpoints')).flatMap((endpoint) => {
    const host = parseServiceHost(textOf(fieldAt(endpoint, 'fqdn'), 'hostname') ?? '', { namespaceAfterDot: true });
    return host === undefined ? [] : [{ ...SERVICE, namespace: backend.namespace, ...host }];
  });
  return hosts.map(({ namespace, ...service }) => (namespace === undefined ? service : { ...service, namespace }));
}
