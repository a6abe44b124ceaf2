import type { ObjectReference } from '../index-set';
import { type FieldPath, isJsonObject, type JsonValue, type Manifest } from '../manifest';
import { DESTINATION_RULE_TLS } from './istio-fields';
import {
  annotationOf,
  fieldAt,
  fieldAtPath,
  fieldOf,
  type Located,
  nonEmpty,
  optional,
  parsePattern,
  valuesAt,
} from './json-fields';
import {
  AGENTGATEWAY_POLICY,
  APISIX_UPSTREAM,
  AZURE_BACKEND_TLS_POLICY,
  BACKEND_CONFIG_POLICY,
  BACKEND_TLS_POLICY,
  DESTINATION_RULE,
  ENVOY_GATEWAY_BACKEND,
  GLOO_UPSTREAM,
  HTTP_PROXY,
  isOfKind,
  MAPPING,
  type ObjectKind,
  SERVICE,
  TCP_MAPPING,
  TRAEFIK_SERVICE,
} from './object-kinds';
import type { Policies } from './policies';
import { type Reference, referenceTo } from './reference';
import { portOf } from './reference-field';
import type { References } from './references';
import { meansPort, type ServicePort } from './services';

/** Something that makes a gateway speak TLS to a backend. */
export interface TlsSetting {
  /** The object that says so: a policy, the backend itself by annotation, or a route. */
  readonly by: Manifest;
  /** The settings, in that object. */
  readonly path: FieldPath;
  readonly target: ObjectReference;
  /**
   * The port meant, by number or by name. A `sectionName` is told as it stands: what it means depends on the target.
   * @default - the whole target
   */
  readonly port?: number | string;
  /**
   * Ports for which the same object has settings of their own, in place of these.
   * @default - none
   */
  readonly exceptPorts?: readonly (number | string)[];
  /**
   * The implementations that read such settings, by their names on the command line.
   * @default - all: the setting is the Gateway API's own
   */
  readonly implementations?: readonly string[];
  /** Where the roots come from. None where none are named: the system's, or no verification. */
  readonly trust: readonly Reference[];
  /** What the gateway presents by these settings. What the Gateway itself presents comes beside. */
  readonly clientCertificates: readonly Reference[];
}

const KONG = ['kong-ingress-controller', 'kong-operator'];
const TLS_PROTOCOLS = new Set(['https', 'tls', 'grpcs', 'wss']);
const APISIX_TLS = new Set(['https', 'grpcs', 'tls']);
const GLOO_ANNOTATIONS = ['secret', 'tlsCert', 'rootCa'].map((name) => `gloo.solo.io/sslService.${name}`);
const HAPROXY_ANNOTATIONS = ['haproxy.org/server-ssl', 'haproxy.org/server-crt', 'haproxy.org/server-ca'];

/** What one object says about TLS, before it is known whom it is about. */
interface Block {
  readonly path: FieldPath;
  readonly port?: number | string;
  readonly exceptPorts?: readonly (number | string)[];
}

/** How a kind of policy states TLS: where, for which implementations. Its targets are told by its references. */
interface PolicyKind {
  readonly kind: ObjectKind;
  readonly implementations?: readonly string[];
  readonly blocks: (policy: Manifest) => readonly Block[];
}

const POLICY_KINDS: readonly PolicyKind[] = [
  { kind: BACKEND_TLS_POLICY, blocks: () => [{ path: ['spec'] }] },
  { kind: BACKEND_CONFIG_POLICY, implementations: ['kgateway'], blocks: objectsAt('spec.tls') },
  { kind: AGENTGATEWAY_POLICY, implementations: ['agentgateway'], blocks: objectsAt('spec.backend.tls') },
  { kind: AZURE_BACKEND_TLS_POLICY, implementations: ['azure-agc'], blocks: azureBlocks },
  { kind: DESTINATION_RULE, implementations: ['istio'], blocks: destinationRuleBlocks },
  { kind: APISIX_UPSTREAM, implementations: ['apisix'], blocks: apisixBlocks },
];

/** What a set of manifests says about TLS from gateways to backends. */
export class TlsSettings {
  constructor(
    private readonly references: References,
    private readonly policies: Policies,
    private readonly find: (reference: ObjectReference) => Manifest | undefined,
  ) {}

  /**
   * All that makes gateways speak TLS to a backend, or to one port of it: policies, then the backend's own settings, then
   * those of routes. The same gateway may read several, or none.
   */
  of(target: ObjectReference, port?: ServicePort): readonly TlsSetting[] {
    const settings = [...this.ofBackend(target), ...this.byRoute(target)];
    return port === undefined ? settings : settings.filter((setting) => isFor(setting, port));
  }

  /** Those that hold for a backend whatever route leads to it: by policies, then its own. */
  ofBackend(target: ObjectReference): readonly TlsSetting[] {
    return [...this.byPolicy(target), ...this.byItself(target)];
  }

  private byPolicy(target: ObjectReference): readonly TlsSetting[] {
    return this.policies.on(target).flatMap(({ policy, sectionName, port }) => {
      const object = referenceTo(policy);
      const known = POLICY_KINDS.find(({ kind }) => isOfKind(object, kind));
      return (known?.blocks(policy) ?? []).map((block) =>
        this.setting(policy, target, { port: sectionName ?? port, ...block }, known?.implementations),
      );
    });
  }

  private byItself(target: ObjectReference): readonly TlsSetting[] {
    const backend = this.find(target);
    if (backend === undefined) {
      return [];
    }
    if (isOfKind(target, ENVOY_GATEWAY_BACKEND)) {
      return objectsAt('spec.tls')(backend).map((block) => this.setting(backend, target, block, ['envoy-gateway']));
    }
    // One that stands for a Service tells its settings there, as a TraefikService does.
    if (isOfKind(target, GLOO_UPSTREAM) && fieldAt(backend.body, 'spec', 'kube') === undefined) {
      return objectsAt('spec.sslConfig')(backend).map((block) => this.setting(backend, target, block, ['gloo']));
    }
    return isOfKind(target, SERVICE) ? this.byAnnotation(backend, target) : [];
  }

  private byAnnotation(service: Manifest, target: ObjectReference): readonly TlsSetting[] {
    const path = ['metadata', 'annotations'];
    const kong = TLS_PROTOCOLS.has(annotationOf(service, 'konghq.com/protocol') ?? '');
    const gloo = GLOO_ANNOTATIONS.flatMap((name) => annotationOf(service, name) ?? [])[0];
    const haproxy = HAPROXY_ANNOTATIONS.some((name) => annotationOf(service, name) !== undefined);
    return [
      ...(kong ? [this.setting(service, target, { path }, KONG, 'konghq.com/')] : []),
      ...(gloo === undefined
        ? []
        : [this.setting(service, target, { path, ...portBefore(gloo) }, ['gloo'], 'gloo.solo.io/sslService.')]),
      ...(haproxy ? [this.setting(service, target, { path }, ['haproxy-kubernetes-ingress'], 'haproxy.org/')] : []),
    ];
  }

  private byRoute(target: ObjectReference): readonly TlsSetting[] {
    return this.references
      .to(target)
      .filter((reference) => reference.purpose === 'backend')
      .flatMap((reference) => {
        const implementations = routeImplementations(reference);
        const block = { path: blockAround(reference), ...optional('port', reference.port) };
        return implementations.length === 0 ? [] : [this.setting(reference.from, target, block, implementations)];
      });
  }

  private setting(
    by: Manifest,
    target: ObjectReference,
    { path, port, exceptPorts = [] }: Block,
    implementations: readonly string[] | undefined,
    annotations = '',
  ): TlsSetting {
    const inside = this.references.of(by).filter((reference) => isInside(reference.path, path, annotations));
    const references = inside.flatMap((reference) => this.throughTransport(reference));
    return {
      by,
      path,
      target,
      ...optional('port', port),
      ...(exceptPorts.length === 0 ? {} : { exceptPorts }),
      ...optional('implementations', implementations),
      trust: references.filter(({ purpose }) => purpose === 'ca' || purpose === 'tls-secret'),
      clientCertificates: references.filter(
        ({ purpose }) => purpose === 'client-certificate' || purpose === 'tls-secret',
      ),
    };
  }

  /** Traefik and Emissary keep certificates in an object that the backend names. */
  private throughTransport(reference: Reference): readonly Reference[] {
    const transport = reference.purpose === 'transport' ? this.find(reference.to) : undefined;
    return transport === undefined ? [reference] : this.references.of(transport);
  }
}

function isInside(path: FieldPath, parent: FieldPath, annotations: string): boolean {
  const last = path[parent.length];
  return (
    parent.every((step, index) => path[index] === step) &&
    (annotations === '' || (typeof last === 'string' && last.startsWith(annotations)))
  );
}

/** Gloo takes `port:value` in an annotation for one port of the Service. */
function portBefore(value: string): Pick<Block, 'port'> {
  const [, port] = /^(\d{1,5}):/.exec(value) ?? [];
  return optional('port', port === undefined ? undefined : Number(port));
}

function objectsAt(pattern: string): (manifest: Manifest) => readonly Block[] {
  const steps = parsePattern(pattern);
  return ({ body }) =>
    valuesAt(body, steps)
      .filter(({ value }) => isJsonObject(value))
      .map(({ path }) => ({ path }));
}

function isFor({ port: meant, exceptPorts = [] }: TlsSetting, port: ServicePort): boolean {
  return meansPort(meant, port) && !exceptPorts.some((other) => meansPort(other, port));
}

/** Azure's policy lists the ports that it is for; without a list it is for all. */
function azureBlocks({ body }: Manifest): readonly Block[] {
  const ports = ['default', 'override'].flatMap((parent) =>
    valuesAt(body, parsePattern(`spec.${parent}.ports[].port`)).flatMap(({ value }) => portOf(value) ?? []),
  );
  return ports.length === 0 ? [{ path: ['spec'] }] : [...new Set(ports)].map((port) => ({ path: ['spec'], port }));
}

const DESTINATION_RULE_PATTERNS = DESTINATION_RULE_TLS.map(parsePattern);

/**
 * All TLS blocks but those that turn TLS off. Settings of a port stand under that port's entry, and replace those around
 * them also where they turn TLS off.
 */
function destinationRuleBlocks({ body }: Manifest): readonly Block[] {
  const blocks = DESTINATION_RULE_PATTERNS.flatMap((pattern) => valuesAt(body, pattern)).map(({ path, value }) => ({
    path,
    mode: nonEmpty(fieldOf(value, 'mode')),
    port: portOf(fieldAtPath(body, [...path.slice(0, -1), 'port'])),
  }));
  return blocks
    .filter(({ mode }) => mode !== 'DISABLE' && mode !== undefined)
    .map(({ path, port }) => {
      const around = path.slice(0, -1);
      const inner = blocks.filter((other) => other.port !== undefined && isWithin(other.path, around));
      return port === undefined ? { path, exceptPorts: inner.flatMap((other) => other.port ?? []) } : { path, port };
    });
}

function isWithin(path: FieldPath, parent: FieldPath): boolean {
  return parent.every((step, index) => path[index] === step);
}

function apisixBlocks({ body }: Manifest): readonly Block[] {
  const usesTls = (value: JsonValue | undefined) => APISIX_TLS.has(nonEmpty(fieldOf(value, 'scheme')) ?? '');
  const settings = valuesAt(body, parsePattern('spec.portLevelSettings[]'));
  const exceptPorts = settings.flatMap(({ value }) => portOf(fieldOf(value, 'port')) ?? []);
  const whole = usesTls(fieldOf(body, 'spec')) ? [{ path: ['spec'], exceptPorts }] : [];
  const ports = settings.filter(({ value }) => usesTls(value));
  return [
    ...whole,
    ...ports.map(({ path, value }: Located) => ({ path, ...optional('port', portOf(fieldOf(value, 'port'))) })),
  ];
}

/** The implementations that a route's own words about a backend make speak TLS to it. */
function routeImplementations({ from, path }: Reference): readonly string[] {
  const kind = referenceTo(from);
  const value = fieldAtPath(from.body, path);
  if (isOfKind(kind, HTTP_PROXY)) {
    // `h2` is HTTP/2 over TLS; `h2c` is without.
    return ['tls', 'h2'].includes(nonEmpty(fieldOf(value, 'protocol')) ?? '') ? ['contour'] : [];
  }
  if (isOfKind(kind, MAPPING) || isOfKind(kind, TCP_MAPPING)) {
    const usesTls = nonEmpty(fieldAt(from.body, 'spec', 'service'))?.startsWith('https://') === true;
    return usesTls || nonEmpty(fieldAt(from.body, 'spec', 'tls')) !== undefined ? ['emissary'] : [];
  }
  if (isOfKind(kind, GLOO_UPSTREAM)) {
    return isJsonObject(fieldAt(from.body, 'spec', 'sslConfig')) ? ['gloo'] : [];
  }
  if (kind.group === TRAEFIK_SERVICE.group) {
    return fieldOf(value, 'scheme') === 'https' || fieldOf(value, 'serversTransport') !== undefined ? ['traefik'] : [];
  }
  return [];
}

/** A Mapping and an Upstream have their settings beside the field that names the backend; others in the same entry. */
function blockAround({ from, path }: Reference): FieldPath {
  const kind = referenceTo(from);
  if (isOfKind(kind, GLOO_UPSTREAM)) {
    return ['spec', 'sslConfig'];
  }
  return isOfKind(kind, MAPPING) || isOfKind(kind, TCP_MAPPING) ? path.slice(0, -1) : path;
}
