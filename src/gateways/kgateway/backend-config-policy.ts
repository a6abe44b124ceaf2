import type { JsonObject } from '../../manifests/manifest';
import { findPerBackendObstacle } from '../client-scope';
import type { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent, ServiceBackendIntent, TlsParameters, TrustIntent } from '../intent';
import type { RefusalDetails } from '../refusal';
import type { RenderedObject, RenderingNote } from '../rendering';

/** API version of the kinds of kgateway's own. */
export const KGATEWAY_API_VERSION = 'gateway.kgateway.dev/v1alpha1';

/** What a BackendConfigPolicy is attached to. */
export interface BackendConfigPolicyTarget {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * Tells one backend's mutual TLS: client certificate and roots come from one Secret.
 *
 * `sni` does not imply a check of the name, so that the names are always listed in `verifySubjectAltNames`.
 *
 * @param intent one for which `findBackendConfigPolicyObstacle` finds nothing
 * @see https://github.com/kgateway-dev/kgateway/pull/11308
 */
export function renderBackendConfigPolicy(intent: MutualTlsIntent, target: BackendConfigPolicyTarget): RenderedObject {
  const { server, client, namespace, parameters } = intent;
  const dnsNames = server.subjectAltNames.flatMap((name) => (name.type === 'Hostname' ? [name.hostname] : []));
  return {
    role: 'Resource',
    manifest: {
      apiVersion: KGATEWAY_API_VERSION,
      kind: 'BackendConfigPolicy',
      metadata: namespace === undefined ? {} : { namespace },
      spec: {
        targetRefs: [{ ...target }],
        tls: {
          secretRef: { name: client.secretName },
          sni: server.hostname,
          verifySubjectAltNames: dnsNames.length === 0 ? [server.hostname] : dnsNames,
          ...renderParameters(parameters),
        },
      },
    },
  };
}

function renderParameters({ minVersion, maxVersion, cipherSuites, alpnProtocols }: TlsParameters): JsonObject {
  const parameters = {
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
    ...(cipherSuites === undefined ? {} : { cipherSuites: [...cipherSuites] }),
  };
  return {
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(alpnProtocols === undefined ? {} : { alpnProtocols: [...alpnProtocols] }),
  };
}

/** What could not be judged about an intent that a BackendConfigPolicy can tell. */
export function noteBackendConfigPolicy(
  gateway: GatewayImplementation,
  intent: MutualTlsIntent,
): readonly RenderingNote[] {
  const { backend, client, parameters } = intent;
  const notes: RenderingNote[] = [
    {
      rule: 'kgateway/bcp-unverified',
      severity: 'info',
      message: `${gateway} verifies the server with ca.crt of Secret ${client.secretName}, and refuses the policy where that key is missing, so that no request reaches the backend`,
      fix: "see to it that the Secret holds the server's roots under ca.crt: cert-manager writes the authority of the client certificate there, and nothing where the issuer names none",
    },
  ];
  if (backend.kind === 'Service' && backend.port !== undefined && backend.ports === undefined) {
    notes.push({
      rule: 'gateway-api/section-not-honoured',
      severity: 'info',
      message: `a BackendConfigPolicy of ${gateway} has no sectionName and applies to each port of Service ${backend.name}; whether it has others than ${portText(backend.port)} is not known`,
      fix: 'give the TLS port a Service of its own if it has',
    });
  }
  if (parameters.cipherSuites !== undefined) {
    notes.push({
      rule: 'kgateway/bcp-parameters-invalid',
      severity: 'info',
      message: `cipherSuites ${parameters.cipherSuites.join(', ')} are not judged, and ${gateway} accepts names that Envoy then refuses (kgateway-dev/kgateway#11983)`,
      fix: "compare the names with those of Envoy, or turn on kgateway's strict validation",
    });
  }
  return notes;
}

/** Why no BackendConfigPolicy can tell this intent, with the way out; undefined where one can. */
export function findBackendConfigPolicyObstacle(
  gateway: GatewayImplementation,
  intent: MutualTlsIntent,
): RefusalDetails | undefined {
  return (
    findPerBackendObstacle(gateway) ??
    namespaceObstacle(gateway, intent) ??
    trustObstacle(gateway, intent) ??
    nameObstacle(gateway, intent) ??
    portObstacle(gateway, intent)
  );
}

function namespaceObstacle(gateway: GatewayImplementation, intent: MutualTlsIntent): RefusalDetails | undefined {
  const { backend, client, namespace } = intent;
  if (backend.kind === 'Service' && backend.namespace !== namespace) {
    return {
      rule: 'references/policy-namespace',
      message: `Service ${backend.namespace ?? '(no namespace)'}/${backend.name} is not in the policy's namespace ${namespace ?? '(none stated)'}; a policy reaches its own namespace only`,
      fix: "write the policy in the Service's namespace",
    };
  }
  if (client.namespace !== namespace) {
    return {
      rule: 'references/policy-namespace',
      message: `client certificate Secret ${client.namespace ?? '(no namespace)'}/${client.secretName} is not in the backend's namespace ${namespace ?? '(none stated)'}; a BackendConfigPolicy of ${gateway} reads it there only`,
      fix: `issue the certificate in namespace ${namespace ?? 'of the backend'}`,
    };
  }
  return undefined;
}

/** The only roots that go with a client certificate are those in its Secret: one `secretRef` names both. */
function trustObstacle(gateway: GatewayImplementation, intent: MutualTlsIntent): RefusalDetails | undefined {
  const { client, trust, namespace } = intent;
  const fix = `put the server's roots under ca.crt of Secret ${client.secretName} and trust them there: TrustAnchors.secret('${client.secretName}')`;
  if (trust.system) {
    return {
      rule: 'gateway-api/system-ca-unusable',
      message: `a BackendConfigPolicy of ${gateway} takes a client certificate or the system roots, not both`,
      fix,
    };
  }
  const [reference, ...others] = trust.references;
  const isClientSecret =
    reference?.kind === 'Secret' &&
    reference.name === client.secretName &&
    (reference.namespace === undefined || reference.namespace === namespace);
  if (isClientSecret && others.length === 0 && trust.certificates.length === 0) {
    return undefined;
  }
  return {
    rule: 'kgateway/bcp-unverified',
    message: `a BackendConfigPolicy of ${gateway} verifies the server with ca.crt of the client certificate's Secret ${client.secretName} only; got ${trustText(trust)}`,
    fix,
  };
}

function trustText({ certificates, references }: TrustIntent): string {
  const objects = references.map(
    ({ kind, namespace, name }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
  );
  const count = certificates.length;
  const known = count === 0 ? [] : [`${count} certificate${count === 1 ? '' : 's'} known at synthesis`];
  return [...known, ...objects].join(', ');
}

function nameObstacle(gateway: GatewayImplementation, { server }: MutualTlsIntent): RefusalDetails | undefined {
  const uris = server.subjectAltNames.flatMap((name) => (name.type === 'URI' ? [name.uri] : []));
  if (uris.length === 0) {
    return undefined;
  }
  return {
    rule: 'kgateway/bcp-uri-san',
    message: `a BackendConfigPolicy of ${gateway} verifies DNS names only, never a URI (kgateway-dev/kgateway#11073); got ${uris.join(', ')}`,
    fix: `drop the URI and give a DNS name of the server certificate, such as ${server.hostname}`,
  };
}

function portObstacle(gateway: GatewayImplementation, { backend }: MutualTlsIntent): RefusalDetails | undefined {
  if (!hasFurtherPorts(backend)) {
    return undefined;
  }
  const { name, port, ports } = backend;
  return {
    rule: 'gateway-api/section-not-honoured',
    message: `a BackendConfigPolicy of ${gateway} has no sectionName, so it would hit each port of Service ${name} (${ports.map(portText).join(', ')}), not only ${portText(port)}`,
    fix: 'give the TLS port a Service of its own',
  };
}

function hasFurtherPorts(
  backend: MutualTlsIntent['backend'],
): backend is ServiceBackendIntent & Required<Pick<ServiceBackendIntent, 'port' | 'ports'>> {
  return backend.kind === 'Service' && backend.port !== undefined && (backend.ports?.length ?? 0) > 1;
}

function portText(port: { readonly name?: string; readonly number?: number }): string {
  return port.name ?? String(port.number);
}
