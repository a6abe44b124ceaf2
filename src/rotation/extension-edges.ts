import {
  type Configuration,
  configurationsOf,
  type ExtensionManager,
  type ExtensionSecretField,
  extensionManagersOf,
  extensionSecret,
} from '../manifests/graph/envoy-gateway-configuration';
import { fieldAt, textOf } from '../manifests/graph/json-fields';
import { SERVICE } from '../manifests/graph/object-kinds';
import { formatReference, identityOf, referenceTo } from '../manifests/graph/reference';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import { parseServiceHost } from '../manifests/graph/service-host';
import type { ObjectReference } from '../manifests/index-set';
import type { Wiring } from './edges';

/** The hop from the controller of Envoy Gateway to one of its extension servers. */
export interface ExtensionHop {
  /** The same for the same hop in another set of manifests. */
  readonly id: string;
  readonly configuration: Configuration;
  readonly backend: ObjectReference;
  readonly port: number;
  /** The DNS name that is called, and looked for in the certificate. */
  readonly hostname: string;
  readonly presents: Wiring;
  readonly trusts: Wiring;
}

/** The key that roots are read from. */
const TRUST_KEY = 'tls.crt';

/**
 * The hops over TLS from the controller of Envoy Gateway to its extension servers. Those that are called by address or
 * socket file are left out: nothing in the manifests tells what they present.
 */
export function extensionHops(graph: ReferenceGraph): readonly ExtensionHop[] {
  return configurationsOf(graph.index).flatMap(extensionManagersOf).flatMap(hopOf);
}

function hopOf(manager: ExtensionManager): readonly ExtensionHop[] {
  const { configuration, value } = manager;
  const fqdn = fieldAt(value, 'service', 'fqdn');
  const [hostname, port] = [textOf(fqdn, 'hostname'), fieldAt(fqdn, 'port')];
  const trusted = extensionSecret(manager, 'certificateRef');
  if (hostname === undefined || typeof port !== 'number' || trusted === undefined) {
    return [];
  }
  const identity = identityOf(referenceTo(configuration.manifest));
  return [
    {
      id: JSON.stringify(['extension', identity, configuration.root, textOf(value, 'name') ?? null, hostname, port]),
      configuration,
      backend: serverAt(hostname),
      port,
      hostname,
      presents: wiringOf(manager, 'clientCertificateRef'),
      trusts: wiringOf(manager, 'certificateRef', TRUST_KEY),
    },
  ];
}

/** A Service by its DNS name; any other host by its name alone. */
function serverAt(hostname: string): ObjectReference {
  const { name, namespace } = parseServiceHost(hostname, { namespaceAfterDot: false }) ?? {};
  return name === undefined || namespace === undefined
    ? { group: '', kind: 'Host', name: hostname }
    : { ...SERVICE, namespace, name };
}

function wiringOf(manager: ExtensionManager, field: ExtensionSecretField, key?: string): Wiring {
  const object = extensionSecret(manager, field);
  return object === undefined
    ? { sources: [] }
    : { sources: [{ object, ...(key === undefined ? {} : { key }) }], by: manager.configuration.manifest };
}

/** Names the controller in a message. */
export function describeController({ manifest }: Configuration): string {
  const name = formatReference(referenceTo(manifest));
  return `the controller of Envoy Gateway (${name.trim()})`;
}
