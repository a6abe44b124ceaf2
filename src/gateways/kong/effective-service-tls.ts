import { annotationOf } from '../../manifests/graph/json-fields';
import type { Reference } from '../../manifests/graph/reference';
import type { ReferenceGraph } from '../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../manifests/index-set';
import type { Manifest } from '../../manifests/manifest';
import type { EffectiveSetting, SettingOrigin } from './effective-setting';
import { type JudgedPolicy, judgePolicies, type PolicyReading } from './service-policies';
import { truthOf } from './truth-of';

/** Something that is named and does not take effect. */
export interface DroppedSetting {
  readonly what: string;
  readonly reason: string;
  /** Id of the rule that finds it in the check of a whole set. */
  readonly rule: string;
  readonly origin: SettingOrigin;
}

/** What a route sends and verifies as the server's name. */
export interface RouteServerName {
  readonly route: Manifest;
  /**
   * `upstream-name` is a name inside Kong Gateway, which no certificate has; `unknown` depends on the router of Kong Gateway.
   */
  readonly name: 'host-header' | 'client-host' | 'upstream-name' | 'unknown';
}

/** The TLS of a Service as Kong's controllers put it together. Absent settings are those of Kong Gateway. */
export interface EffectiveServiceTls {
  readonly service: Manifest;
  /** @default - plaintext: `http` */
  readonly protocol?: EffectiveSetting;
  /** Sent as Host header and as SNI, and verified; only where a route does not keep the client's. */
  readonly hostHeader?: EffectiveSetting;
  readonly tlsVerify?: EffectiveSetting;
  readonly tlsVerifyDepth?: EffectiveSetting;
  readonly clientCertificate?: Reference;
  /** Those of the Service first, then those of the policy. */
  readonly authorities: readonly Reference[];
  readonly dropped: readonly DroppedSetting[];
  readonly policies: readonly JudgedPolicy[];
  readonly routes: readonly RouteServerName[];
  /** What the manifests do not tell and is taken to be so. */
  readonly assumptions: readonly string[];
}

const KONG = 'konghq.com/';
/** The values with which the controllers drop certificates and authorities. */
const PLAIN_PROTOCOLS = new Set(['http', 'grpc', 'tcp', 'tls_passthrough', 'udp', 'ws']);

/**
 * What comes out where annotations of a Service meet a BackendTLSPolicy: the policy is laid over protocol, host header,
 * verification and depth, its authorities come behind those of the Service, and the client certificate stays.
 *
 * @returns undefined if the Service is not in the set
 */
export function effectiveServiceTls(
  graph: ReferenceGraph,
  target: ObjectReference,
  reading: PolicyReading = {},
): EffectiveServiceTls | undefined {
  const service = graph.index.find(target);
  if (service === undefined) {
    return undefined;
  }
  const { policies, assumptions } = judgePolicies(graph, target, reading);
  const policy = policies.find(({ state }) => state === 'applied');
  const merged = merge(service, policy);
  const named = namedObjects(graph, service, policy);
  return {
    service,
    ...merged,
    ...resolve(merged, named),
    policies,
    routes: serverNames(graph, target, merged.hostHeader !== undefined),
    assumptions,
  };
}

type Merged = Pick<EffectiveServiceTls, 'protocol' | 'hostHeader' | 'tlsVerify' | 'tlsVerifyDepth'>;

function merge(service: Manifest, policy: JudgedPolicy | undefined): Merged {
  const overlay = policy?.overlay;
  return {
    ...setting('protocol', laidOver(ownSetting(service, 'protocol'), overlay?.protocol)),
    ...setting('hostHeader', laidOver(ownSetting(service, 'host-header'), overlay?.hostHeader)),
    ...setting('tlsVerify', laidOver(ownTruth(service), overlay?.tlsVerify)),
    ...setting('tlsVerifyDepth', laidOver(ownDepth(service), overlay?.tlsVerifyDepth)),
  };
}

function setting<Name extends keyof Merged>(name: Name, value: EffectiveSetting | undefined): Merged {
  return value === undefined ? {} : { [name]: value };
}

function laidOver(own: EffectiveSetting | undefined, over: EffectiveSetting | undefined): EffectiveSetting | undefined {
  if (own === undefined || over === undefined) {
    return over ?? own;
  }
  return own.value === over.value ? over : { ...over, replaced: own };
}

function ownSetting(service: Manifest, name: string): EffectiveSetting | undefined {
  const value = annotationOf(service, `${KONG}${name}`);
  return value === undefined ? undefined : { value, origin: annotationOrigin(service, name) };
}

/** Texts that Go does not read as a truth value count as unset. */
function ownTruth(service: Manifest): EffectiveSetting | undefined {
  const own = ownSetting(service, 'tls-verify');
  const truth = truthOf(own?.value);
  return own === undefined || truth === undefined ? undefined : { ...own, value: String(truth) };
}

/** What is no integer is ignored. */
function ownDepth(service: Manifest): EffectiveSetting | undefined {
  const own = ownSetting(service, 'tls-verify-depth');
  return own !== undefined && /^[+-]?\d{1,18}$/.test(own.value)
    ? { ...own, value: String(Number(own.value)) }
    : undefined;
}

function annotationOrigin(manifest: Manifest, name: string): SettingOrigin {
  return { manifest, path: ['metadata', 'annotations', `${KONG}${name}`] };
}

interface NamedObjects {
  readonly clientCertificate?: Reference;
  readonly authorities: readonly Reference[];
}

function namedObjects(graph: ReferenceGraph, service: Manifest, policy: JudgedPolicy | undefined): NamedObjects {
  const own = graph.references.of(service).filter(({ path }) => String(path.at(2)).startsWith(KONG));
  const [clientCertificate] = own.filter(({ purpose }) => purpose === 'client-certificate');
  const ofPolicy = policy === undefined ? [] : graph.references.of(policy.policy);
  return {
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
    authorities: [...own, ...ofPolicy].filter(({ purpose }) => purpose === 'ca'),
  };
}

/** The controllers drop what does not go with the protocol, and authorities where nothing is verified. */
function resolve(merged: Merged, named: NamedObjects): NamedObjects & Pick<EffectiveServiceTls, 'dropped'> {
  const protocol = merged.protocol?.value ?? 'http';
  if (PLAIN_PROTOCOLS.has(protocol)) {
    const all = [...(named.clientCertificate === undefined ? [] : [named.clientCertificate]), ...named.authorities];
    const why = { rule: 'kong/protocol-not-tls', reason: `the protocol is ${protocol}` };
    return { authorities: [], dropped: all.map((one) => ({ ...describe(one), ...why })) };
  }
  if (merged.tlsVerify?.value !== 'true') {
    const why = { rule: 'kong/ca-without-verify', reason: 'konghq.com/tls-verify is not "true"' };
    return { ...named, authorities: [], dropped: named.authorities.map((one) => ({ ...describe(one), ...why })) };
  }
  return { ...named, dropped: [] };
}

function describe({ to, from, path }: Reference): Pick<DroppedSetting, 'what' | 'origin'> {
  return { what: `${to.kind} ${to.name}`, origin: { manifest: from, path } };
}

/** HTTPRoutes and Ingresses keep the client's Host header unless told otherwise (Kong/kong#5580). */
function serverNames(
  graph: ReferenceGraph,
  target: ObjectReference,
  hasHostHeader: boolean,
): readonly RouteServerName[] {
  const routes = [...new Set(graph.routes.backendsTo(target).map(({ route }) => route))];
  return routes.map((route) => {
    const preserveHost = annotationOf(route, `${KONG}preserve-host`);
    if (preserveHost === 'false') {
      return { route, name: hasHostHeader ? 'host-header' : 'upstream-name' };
    }
    const keeps = preserveHost === 'true' || ['HTTPRoute', 'Ingress'].includes(route.key.kind);
    return { route, name: keeps ? 'client-host' : 'unknown' };
  });
}
