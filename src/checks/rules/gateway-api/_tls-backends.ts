import { DESTINATION_RULE_TLS } from '../../../manifests/graph/istio-fields';
import { fieldAt, parsePattern, textOf, valuesAt } from '../../../manifests/graph/json-fields';
import { DESTINATION_RULE, isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { identityOf, type Reference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { findPort, portsOf, type ServicePort } from '../../../manifests/graph/services';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import type { CheckContext } from '../../check-context';

const TLS_PORTS = new Set([443, 8443]);
const TLS_PROTOCOLS = new Set(['https', 'kubernetes.io/wss', 'gateway.envoyproxy.io/wss']);
const PLAIN_NAME = /^(?:http|grpc|h2c|ws|tcp|http2)(?:-|$)/;
const TLS_NAME = /^https(?:-|$)/;

/** A place in a route that leads to a port of a Service of the set. */
export interface ServiceBackend {
  readonly reference: Reference;
  readonly service: Manifest;
  readonly port: ServicePort;
}

/** The places in a route that lead to known ports of Services of the set. */
export function serviceBackendsOf({ graph, index }: CheckContext, route: Manifest): readonly ServiceBackend[] {
  return graph.references.of(route).flatMap((reference) => {
    if (reference.purpose !== 'backend' || !isOfKind(reference.to, SERVICE)) {
      return [];
    }
    const service = index.find(reference.to);
    const port =
      service === undefined || reference.port === undefined ? undefined : findPort(portsOf(service), reference.port);
    return service === undefined || port === undefined ? [] : [{ reference, service, port }];
  });
}

/**
 * Whether a port looks as if the backend spoke TLS on it: by `appProtocol` where that is stated, else by its name, else by
 * its number.
 */
export function looksLikeTls({ protocol, appProtocol, name, number }: ServicePort): boolean {
  if (protocol !== 'TCP') {
    return false;
  }
  if (appProtocol !== undefined) {
    return TLS_PROTOCOLS.has(appProtocol.toLowerCase());
  }
  return name !== undefined && (TLS_NAME.test(name) || PLAIN_NAME.test(name))
    ? TLS_NAME.test(name)
    : TLS_PORTS.has(number);
}

/** The first place of each port, however many lead there. */
export function distinctPorts(backends: readonly ServiceBackend[]): readonly ServiceBackend[] {
  const firsts = new Map<string, ServiceBackend>();
  for (const backend of backends) {
    const key = JSON.stringify([identityOf(backend.reference.to), backend.port.number]);
    if (!firsts.has(key)) {
      firsts.set(key, backend);
    }
  }
  return [...firsts.values()];
}

/** Whether something in the set makes a gateway speak TLS to the backend. */
export function hasTls({ graph }: CheckContext, { reference, port }: ServiceBackend): boolean {
  return graph.tlsSettings.of(reference.to, port).length > 0 || isUnderWildcardRule(graph, reference.to);
}

const WILDCARD_DOMAINS = new WeakMap<ReferenceGraph, ReadonlySet<string>>();

/** A DestinationRule for `*.payments.svc.cluster.local` is about all Services of the namespace, and names none. */
function isUnderWildcardRule(graph: ReferenceGraph, { name, namespace }: ObjectReference): boolean {
  const domains = WILDCARD_DOMAINS.get(graph) ?? wildcardDomains(graph);
  WILDCARD_DOMAINS.set(graph, domains);
  const labels = `${name}.${namespace ?? ''}.svc.cluster.local`.split('.');
  return labels.some((_, position) => domains.has(labels.slice(position + 1).join('.')));
}

/** What follows the asterisk in the hosts of DestinationRules that turn TLS on; empty for all hosts. */
function wildcardDomains({ index }: ReferenceGraph): ReadonlySet<string> {
  const rules = index.ofKind(DESTINATION_RULE.group, DESTINATION_RULE.kind).filter(({ body }) =>
    DESTINATION_RULE_TLS.map(parsePattern)
      .flatMap((pattern) => valuesAt(body, pattern))
      .some(({ value }) => !['DISABLE', undefined].includes(textOf(value, 'mode'))),
  );
  const hosts = rules.flatMap(({ body }) => textOf(fieldAt(body, 'spec'), 'host') ?? []);
  return new Set(hosts.filter((host) => /^\*(?:\.|$)/.test(host)).map((host) => host.slice(2)));
}

/** Why a port is taken for one with TLS, for messages. */
export function describePort({ name, number, appProtocol }: ServicePort): string {
  const details = [
    ...(name === undefined ? [] : [JSON.stringify(name)]),
    ...(appProtocol === undefined ? [] : [`appProtocol ${JSON.stringify(appProtocol)}`]),
  ];
  return details.length === 0 ? `port ${number}` : `port ${number} (${details.join(', ')})`;
}
