import { annotationOf, fieldAt, fieldOf } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, isOfKind, type ObjectKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ManifestIndex, ObjectReference } from '../../../manifests/index-set';
import { type FieldPath, isJsonObject, type Manifest } from '../../../manifests/manifest';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { oncePerManifest } from '../../once-per-manifest';
import { gatewaysFor, implementationsOf, statedNames } from '../_applicable-gateways';

/** The controllers that configure Kong Gateway, by their names on the command line. */
export const KONG_CONTROLLERS: readonly string[] = ['kong-ingress-controller', 'kong-operator'];

/** What Kong's own annotations begin with. */
export const KONG_PREFIX = 'konghq.com/';

/** The annotations that a Service says its TLS with. */
export const PROTOCOL = 'konghq.com/protocol';
export const TLS_VERIFY = 'konghq.com/tls-verify';
export const TLS_VERIFY_DEPTH = 'konghq.com/tls-verify-depth';
export const CLIENT_CERT = 'konghq.com/client-cert';
export const HOST_HEADER = 'konghq.com/host-header';
export const CA_SECRETS = 'konghq.com/ca-certificates-secrets';
export const CA_CONFIG_MAPS = 'konghq.com/ca-certificates-configmaps';

/** Stands for Services of an Ingress, and its annotations take the place of theirs. */
const SERVICE_FACADE: ObjectKind = { group: 'incubator.ingress-controller.konghq.com', kind: 'KongServiceFacade' };

/** The protocols with which Kong Gateway takes TLS settings of a Service. */
const TLS_PROTOCOLS = new Set(['https', 'tls']);

/** The Services, and what stands for them, that have one of these annotations. */
export function servicesWith(index: ManifestIndex, names: readonly string[]): readonly Manifest[] {
  const known = ANNOTATED.get(index) ?? annotatedServices(index);
  ANNOTATED.set(index, known);
  return known.filter((service) => names.some((name) => annotationOf(service, name) !== undefined));
}

/** Few Services have annotations of Kong, and each rule asks for some of them. */
const ANNOTATED = new WeakMap<ManifestIndex, readonly Manifest[]>();

function annotatedServices(index: ManifestIndex): readonly Manifest[] {
  return [SERVICE, SERVICE_FACADE]
    .flatMap(({ group, kind }) => index.ofKind(group, kind))
    .filter((service) => kongAnnotations(service).size > 0);
}

/** The way to an annotation. */
export function annotationPath(name: string): FieldPath {
  return ['metadata', 'annotations', name];
}

/** The annotations of Kong's own, by their full names. */
export function kongAnnotations({ body }: Manifest): ReadonlyMap<string, unknown> {
  const annotations = fieldAt(body, 'metadata', 'annotations');
  const entries = Object.entries(isJsonObject(annotations) ? annotations : {});
  return new Map(entries.filter(([name]) => name.startsWith(KONG_PREFIX)));
}

/** Whether TLS settings of a Service count with its protocol; a Service without one is spoken to in plaintext. */
export function speaksTls(service: Manifest): boolean {
  return TLS_PROTOCOLS.has(annotationOf(service, PROTOCOL) ?? 'http');
}

/** The BackendTLSPolicies on a Service. Kong takes them for the whole Service, and lays them over its annotations. */
export function policiesOn(graph: ReferenceGraph, service: ObjectReference): readonly Manifest[] {
  const policies = graph.policies
    .on(service)
    .map(({ policy }) => policy)
    .filter((policy) => isOfKind(referenceTo(policy), BACKEND_TLS_POLICY));
  return [...new Set(policies)];
}

/**
 * The controllers of Kong that configure the way to a Service. Where no Gateway of the set reaches it, the gateways that
 * the user states are meant, but only if all of them are Kong's: else nothing says whose the Service is.
 */
export function kongControllersFor(context: CheckContext, service: ObjectReference): readonly ApplicableGateway[] {
  const gateways = gatewaysFor(context, service);
  const kong = gateways.filter(({ name }) => isKong(name));
  if (kong.length === 0 || kong.length === gateways.length) {
    return kong;
  }
  const isReached = context.graph.routes
    .gatewaysReaching(service)
    .some(({ implementations }) => implementations.some(isKong));
  return isReached ? kong : [];
}

/** The Services that a BackendTLSPolicy targets, and that Kong reaches. */
export const kongTargetsOf = oncePerManifest((context, policy): readonly KongTarget[] =>
  context.graph.policies
    .targetsOf(policy)
    .map(({ target }) => (target.group === 'core' ? { ...target, group: '' } : target))
    .filter((target) => isOfKind(target, SERVICE))
    .map((service) => ({ service, controllers: kongControllersFor(context, service) }))
    .filter(({ controllers }) => controllers.length > 0),
);

/** A Service with the controllers of Kong that configure the way to it: one at least. */
export interface KongTarget {
  readonly service: ObjectReference;
  readonly controllers: readonly ApplicableGateway[];
}

/** All BackendTLSPolicies, in the order read. */
export function backendTlsPolicies(index: ManifestIndex): readonly Manifest[] {
  return index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind);
}

/** `spec.validation` of a BackendTLSPolicy. */
export function validationOf({ body }: Manifest) {
  return fieldOf(fieldOf(body, 'spec'), 'validation');
}

/** Whether a controller reads BackendTLSPolicies; undefined where its version is not stated or not known. */
export function readsPolicies({ questions }: CheckContext, controller: ApplicableGateway): boolean | undefined {
  const version = questions.ask(controller, 'btp.apiVersion');
  return version === undefined ? undefined : version !== 'none';
}

/** Why nothing is said of what depends on a controller's version. */
export const VERSION_UNKNOWN = 'the version of the Kong controller is not stated or not known';

/** The controller of Kong that reads a route: that of its Gateways or of its Ingress class; undefined where none is Kong's. */
export function kongControllerOf(context: CheckContext, route: Manifest): ApplicableGateway | undefined {
  const controllers = context.graph.routes
    .parentsOf(route)
    .flatMap(({ gateway }) => gateway ?? [])
    .filter((gateway) => isKongs(context, gateway))
    .flatMap((gateway) => implementationsOf(context, gateway))
    .filter(({ name }) => isKong(name));
  return controllers.find(({ version }) => version !== undefined) ?? controllers[0];
}

/**
 * Whether a Gateway or IngressClass is Kong's: by its controller, and where that is not known, as most classes are made by
 * installations, because the user states no other gateways than Kong's.
 */
export function isKongs(context: CheckContext, gateway: ObjectReference): boolean {
  const known = context.graph.gateways.implementationsOf(gateway);
  const stated = statedNames(context);
  return known.length > 0 ? known.some(isKong) : stated.length > 0 && stated.every(isKong);
}

/** Whether a gateway of that name on the command line is one of Kong's controllers. */
export function isKong(name: string): boolean {
  return KONG_CONTROLLERS.includes(name);
}
