import { findPerBackendObstacle } from '../client-scope';
import { serviceBackendRef } from '../gateway-api/backend-tls-policy';
import type { GatewayImplementation } from '../gateway-implementation';
import type { BackendIntent, MutualTlsIntent, ServicePortIntent } from '../intent';
import { findParameterObstacle } from '../parameter-fields';
import type { RefusalDetails } from '../refusal';
import type { BackendRef, RenderContext, RenderedObject, Rendering, RenderingNote } from '../rendering';
import { unknownNote } from '../wording';

export const AGENTGATEWAY_GROUP = 'agentgateway.dev';
export const AGENTGATEWAY_API_VERSION = `${AGENTGATEWAY_GROUP}/v1alpha1`;

/** What an AgentgatewayPolicy is attached to, and what a route then points at. */
export interface AgentgatewayTarget {
  /** @default - the Service exists already */
  readonly object?: RenderedObject;
  readonly backendRef: BackendRef;
}

/**
 * Tells one backend's mutual TLS with an AgentgatewayPolicy alone: which of it and a BackendTLSPolicy wins on one
 * target is not established.
 *
 * The roots are always named: without them agentgateway takes those in the client certificate's Secret, else the
 * system's.
 *
 * @param intent one for which `findAgentgatewayPolicyObstacle` finds nothing
 * @see https://agentgateway.dev/docs/kubernetes/
 */
export function renderAgentgatewayPolicy(
  gateway: GatewayImplementation,
  intent: MutualTlsIntent,
  target: AgentgatewayTarget,
  context: RenderContext,
): Rendering {
  const { server, trust, client, namespace, parameters } = intent;
  const rendered =
    trust.certificates.length === 0
      ? { objects: [], references: [] }
      : gateway.renderCas(trust.certificates, namespace, context);
  const { group, kind, name } = target.backendRef;
  const hostnames = server.subjectAltNames.flatMap((each) => (each.type === 'Hostname' ? [each.hostname] : []));
  const policy: RenderedObject = {
    role: 'Resource',
    manifest: {
      apiVersion: AGENTGATEWAY_API_VERSION,
      kind: 'AgentgatewayPolicy',
      metadata: namespace === undefined ? {} : { namespace },
      spec: {
        targetRefs: [{ group, kind, name }],
        backend: {
          tls: {
            mtlsCertificateRef: [{ name: client.secretName }],
            caCertificateRefs: [...trust.references, ...rendered.references].map((reference) => ({
              name: reference.name,
            })),
            sni: server.hostname,
            verifySubjectAltNames: hostnames.length === 0 ? [server.hostname] : hostnames,
            ...(parameters.alpnProtocols === undefined ? {} : { alpnProtocols: [...parameters.alpnProtocols] }),
          },
        },
      },
    },
  };
  return {
    objects: [...(target.object === undefined ? [] : [target.object]), ...rendered.objects, policy],
    patches: [],
    routeAnnotations: gateway.routeAnnotations(),
    backendRef: target.backendRef,
    notes: [...portNotes(gateway, intent.backend), ...caNotes(gateway, trust.certificates.length)],
  };
}

/** The Service as a target; its port is no part of it. */
export function serviceTarget(backend: Extract<BackendIntent, { kind: 'Service' }>): AgentgatewayTarget {
  return { backendRef: serviceBackendRef(backend) };
}

function portNotes(gateway: GatewayImplementation, backend: BackendIntent): readonly RenderingNote[] {
  if (backend.kind !== 'Service' || backend.port === undefined || backend.ports !== undefined) {
    return [];
  }
  return [
    {
      rule: 'gateway-api/section-not-honoured',
      severity: 'info',
      message: `the AgentgatewayPolicy of ${gateway} applies to each port of Service ${backend.name}; whether it has others than ${portText(backend.port)} is not known`,
      fix: 'give the TLS port a Service of its own if it has',
    },
  ];
}

function caNotes(gateway: GatewayImplementation, certificates: number): readonly RenderingNote[] {
  const { value, evidence } = gateway.capability('btp.caPems');
  return certificates > 1 && value === 'unknown'
    ? [unknownNote(gateway, 'whether it reads several certificates of one object', evidence)]
    : [];
}

/** Why no AgentgatewayPolicy can tell this intent, with the way out; undefined where one can. */
export function findAgentgatewayPolicyObstacle(
  gateway: GatewayImplementation,
  intent: MutualTlsIntent,
): RefusalDetails | undefined {
  return (
    // The parameters come first: a release with the certificate is no way out where it has no field for them.
    findParameterObstacle(gateway, intent.parameters, { title: 'an AgentgatewayPolicy' }) ??
    findPerBackendObstacle(gateway) ??
    namespaceObstacle(gateway, intent) ??
    trustObstacle(gateway, intent) ??
    nameObstacle(gateway, intent) ??
    portObstacle(gateway, intent.backend)
  );
}

function namespaceObstacle(
  gateway: GatewayImplementation,
  { backend, client, namespace }: MutualTlsIntent,
): RefusalDetails | undefined {
  if (backend.kind === 'Service' && backend.namespace !== namespace) {
    return {
      rule: 'references/policy-namespace',
      message: `Service ${backend.namespace ?? '(no namespace)'}/${backend.name} is not in the policy's namespace ${namespace ?? '(none stated)'}; an AgentgatewayPolicy of ${gateway} reaches its own namespace only`,
      fix: "write the policy in the Service's namespace",
    };
  }
  if (client.namespace !== namespace) {
    return {
      rule: 'references/policy-namespace',
      message: `client certificate Secret ${client.namespace ?? '(no namespace)'}/${client.secretName} is not in the backend's namespace ${namespace ?? '(none stated)'}; an AgentgatewayPolicy of ${gateway} reads it there only`,
      fix: `issue the certificate in namespace ${namespace ?? 'of the backend'}`,
    };
  }
  return undefined;
}

function trustObstacle(
  gateway: GatewayImplementation,
  { trust, client, namespace }: MutualTlsIntent,
): RefusalDetails | undefined {
  const fix = 'write the roots into one ConfigMap: TrustAnchors.pem(...), TrustAnchors.configMap(...) or a Bundle';
  if (trust.system) {
    return {
      rule: 'agentgateway/implicit-system-ca',
      message: `an AgentgatewayPolicy of ${gateway} has no field for the system roots, and where Secret ${client.secretName} has a ca.crt, as those of cert-manager do, that is taken in their place`,
      fix,
    };
  }
  const other = trust.references.find(({ kind }) => kind !== 'ConfigMap');
  if (other !== undefined) {
    return {
      rule: 'gateway-api/ca-kind-not-read',
      message: `an AgentgatewayPolicy of ${gateway} reads certificate authorities from a ConfigMap only; got ${other.kind} ${other.name}`,
      fix,
    };
  }
  const foreign = trust.references.find((each) => each.namespace !== undefined && each.namespace !== namespace);
  if (foreign !== undefined) {
    return {
      rule: 'references/policy-namespace',
      message: `ConfigMap ${foreign.namespace}/${foreign.name} is not in the backend's namespace ${namespace ?? '(none stated)'}; an AgentgatewayPolicy of ${gateway} reads it there only`,
      fix: `put the roots into namespace ${namespace ?? 'of the backend'}, for example with a trust-manager Bundle`,
    };
  }
  const count = trust.references.length + (trust.certificates.length === 0 ? 0 : 1);
  return count === 1
    ? undefined
    : {
        rule: 'gateway-api/too-many-ca-refs',
        message: `an AgentgatewayPolicy of ${gateway} takes one ConfigMap of certificate authorities; got ${count}`,
        fix,
      };
}

function nameObstacle(gateway: GatewayImplementation, { server }: MutualTlsIntent): RefusalDetails | undefined {
  const uris = server.subjectAltNames.flatMap((name) => (name.type === 'URI' ? [name.uri] : []));
  return uris.length === 0
    ? undefined
    : {
        rule: 'gateway-api/capability-unknown',
        message: `whether an AgentgatewayPolicy of ${gateway} verifies a URI is not established; got ${uris.join(', ')}`,
        fix: `drop the URI and give a DNS name of the server certificate, such as ${server.hostname}`,
      };
}

/** A target may have a sectionName, but what it means for a Service is not documented. */
function portObstacle(gateway: GatewayImplementation, backend: BackendIntent): RefusalDetails | undefined {
  if (backend.kind !== 'Service' || backend.port === undefined || (backend.ports?.length ?? 0) < 2) {
    return undefined;
  }
  return {
    rule: 'gateway-api/section-not-honoured',
    message: `whether an AgentgatewayPolicy of ${gateway} can be kept to one port is not established, and without that it would hit each port of Service ${backend.name} (${backend.ports?.map(portText).join(', ')}), not only ${portText(backend.port)}`,
    fix: 'give the TLS port a Service of its own',
  };
}

function portText({ name, number }: ServicePortIntent): string {
  return name ?? String(number);
}
