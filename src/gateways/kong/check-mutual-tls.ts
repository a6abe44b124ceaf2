import { isIP } from 'node:net';
import type { GatewayImplementation } from '../gateway-implementation';
import type { ExternalBackendIntent, MutualTlsIntent, ServiceBackendIntent } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderingNote } from '../rendering';

/** A backend that Kong can be told of, with remarks. */
export interface CheckedBackend {
  readonly backend: ServiceBackendIntent;
  readonly notes: readonly RenderingNote[];
}

/**
 * Looks whether annotations of a Service can say all that is asked.
 *
 * @throws Refusal naming the first thing that they cannot
 */
export function checkMutualTls(gateway: GatewayImplementation, intent: MutualTlsIntent): CheckedBackend {
  const backend = requireService(gateway, intent);
  requireBackendScope(gateway, intent);
  requireClientNamespace(gateway, intent, backend);
  requireHostnameOnly(gateway, intent);
  requireOwnRoots(gateway, intent);
  requireParameterFields(gateway, intent.parameters, { writable: ['verifyDepth'] });
  return { backend, notes: checkPort(gateway, backend) };
}

/** Why a host outside the cluster cannot be a backend by itself. */
export function externalHostRefusal(gateway: GatewayImplementation, backend: ExternalBackendIntent): Refusal {
  return new Refusal({
    rule: 'gateway-api/btp-not-read',
    message: `${gateway} reads TLS settings of Services only; got the host ${backend.hostname}:${backend.port}`,
    fix:
      isIP(backend.hostname) === 0
        ? `create a Service of type ExternalName with externalName ${backend.hostname}, and give it as the backend`
        : `create a Service without selector and an EndpointSlice with the address ${backend.hostname} for it, and give the Service as the backend`,
  });
}

function requireService(gateway: GatewayImplementation, { backend, namespace }: MutualTlsIntent): ServiceBackendIntent {
  if (backend.kind === 'External') {
    throw externalHostRefusal(gateway, backend);
  }
  if (backend.namespace !== namespace) {
    throw new Refusal({
      rule: 'references/policy-namespace',
      message: `Service ${backend.namespace ?? '(no namespace)'}/${backend.name} is not in namespace ${namespace ?? '(none stated)'}; ${gateway} reads certificate authorities and client certificates beside the Service only`,
      fix: 'put the construct into a chart with the namespace of the Service',
    });
  }
  return backend;
}

function requireBackendScope(gateway: GatewayImplementation, { clientScope }: MutualTlsIntent): void {
  const { value, evidence } = gateway.capability('ccr');
  if (clientScope === 'gateway' && value !== 'honored') {
    throw new Refusal({
      rule: 'gateway-api/ccr-not-honoured',
      message: `${gateway} has no client certificate for a whole Gateway (${evidence})`,
      fix: 'use one client certificate per backend: clientScope ClientScope.BACKEND',
    });
  }
}

function requireClientNamespace(
  gateway: GatewayImplementation,
  { client }: MutualTlsIntent,
  { namespace, name }: ServiceBackendIntent,
): void {
  if (client.namespace !== namespace) {
    throw new Refusal({
      rule: 'kong/client-cert-unresolved',
      message: `client certificate Secret ${client.namespace ?? '(no namespace)'}/${client.secretName} is not in namespace ${namespace ?? '(none stated)'} of Service ${name}; ${gateway} reads it there only, and would go on without a client certificate`,
      fix: `issue the certificate in namespace ${namespace ?? 'of the Service'}`,
    });
  }
}

function requireHostnameOnly(gateway: GatewayImplementation, { server }: MutualTlsIntent): void {
  const { hostname, subjectAltNames } = server;
  const names = subjectAltNames.map((name) => (name.type === 'Hostname' ? name.hostname : name.uri));
  if (subjectAltNames.some((name) => name.type === 'URI' || name.hostname !== hostname)) {
    throw new Refusal({
      rule: 'gateway-api/san-not-honoured',
      message: `${gateway} verifies one name, the hostname ${hostname}; got subjectAltNames ${names.join(', ')}`,
      fix: `drop subjectAltNames and give the name in the server certificate as hostname, or use Envoy Gateway 1.5 or kgateway 2.4 or later`,
    });
  }
}

/** Without authorities of its own a Service is verified against a trust store that all Services share. */
function requireOwnRoots(gateway: GatewayImplementation, { trust }: MutualTlsIntent): void {
  if (trust.system || trust.certificates.length + trust.references.length === 0) {
    throw new Refusal({
      rule: 'gateway-api/system-ca-unusable',
      message: `${gateway} has no annotation for the system roots: a Service without authorities of its own is verified against the global trust store of Kong Gateway, whatever that holds`,
      fix: 'give the roots themselves: TrustAnchors.pem(...)',
    });
  }
}

/** Annotations hold for the whole Service: a plaintext port beside the TLS port would be spoken to in TLS. */
function checkPort(gateway: GatewayImplementation, backend: ServiceBackendIntent): readonly RenderingNote[] {
  const { port, ports, name } = backend;
  if (port === undefined || ports?.length === 1) {
    return [];
  }
  const label = port.name ?? port.number;
  if (ports === undefined) {
    return [
      {
        rule: 'gateway-api/section-not-honoured',
        severity: 'warning',
        message: `${gateway} speaks TLS to each port of Service ${name}, not only to ${label}; whether it has others is not known`,
        fix: 'give the TLS port a Service of its own where there are others',
      },
    ];
  }
  throw new Refusal({
    rule: 'gateway-api/section-not-honoured',
    message: `${gateway} would speak TLS to each port of Service ${name} (${ports.map((one) => one.name ?? one.number).join(', ')}), not only to ${label}`,
    fix: 'give the TLS port a Service of its own',
  });
}
