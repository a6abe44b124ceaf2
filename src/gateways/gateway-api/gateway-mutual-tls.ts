import type { GatewayImplementation } from '../gateway-implementation';
import type { ClientIntent, MutualTlsIntent, TlsParameters } from '../intent';
import type { RefusalDetails } from '../refusal';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { unknownNote, upgradeOr } from '../wording';
import { renderClientCertificateRef, versionsWithClientCertificateRef, whyNotHonored } from './client-certificate-ref';

/**
 * Tells mutual TLS with the Gateway API alone: a BackendTLSPolicy, and one client certificate for all backends of the
 * Gateway.
 *
 * @param intent one for which `findGatewayMutualTlsObstacle` finds nothing
 * @throws Refusal if the gateway would not read the policy, or would ignore a part of it
 */
export function renderGatewayMutualTls(
  gateway: GatewayImplementation,
  intent: MutualTlsIntent,
  context: RenderContext,
): Rendering {
  const { backend, namespace, server, trust, client } = intent;
  const policy = gateway.renderServerTls({ backends: [backend], namespace, server, trust, options: {} }, context);
  const identity = renderClientCertificateRef(gateway, client);
  return {
    ...policy,
    objects: [...policy.objects, ...identity.objects],
    patches: [...policy.patches, ...identity.patches],
    notes: [...policy.notes, ...namespaceNotes(gateway, client)],
  };
}

function namespaceNotes(gateway: GatewayImplementation, client: ClientIntent): readonly RenderingNote[] {
  const { value, evidence } = gateway.capability('ccr.namespaceField');
  return value === 'unknown' && client.namespace !== gateway.namespace
    ? [unknownNote(gateway, 'whether it takes a namespace in clientCertificateRef', evidence)]
    : [];
}

/** Why the client certificate cannot stand on the Gateway, with the way out; undefined where it can. */
export function findGatewayMutualTlsObstacle(
  gateway: GatewayImplementation,
  { parameters }: MutualTlsIntent,
): RefusalDetails | undefined {
  return parameterObstacle(gateway, parameters) ?? supportObstacle(gateway) ?? nameObstacle(gateway);
}

function parameterObstacle(gateway: GatewayImplementation, parameters: TlsParameters): RefusalDetails | undefined {
  const asked = Object.entries(parameters).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  return asked.length === 0
    ? undefined
    : {
        rule: 'schema/unknown-field',
        message: `a client certificate on the Gateway goes with a BackendTLSPolicy, which has no field for ${asked.join(', ')} on ${gateway}`,
        fix: `drop ${asked.join(', ')}, or use a gateway that has TLS settings of its own, such as Envoy Gateway`,
      };
}

function supportObstacle(gateway: GatewayImplementation): RefusalDetails | undefined {
  const message = whyNotHonored(gateway);
  return message === undefined
    ? undefined
    : {
        rule: 'gateway-api/ccr-not-honoured',
        message,
        fix: upgradeOr(
          versionsWithClientCertificateRef(gateway),
          'use another gateway, such as Envoy Gateway 1.8 or kgateway 2.4',
        ),
      };
}

function nameObstacle(gateway: GatewayImplementation): RefusalDetails | undefined {
  return gateway.name === undefined
    ? {
        rule: 'references/missing-object',
        message: `the client certificate stands on the Gateway of ${gateway}, whose name is not given`,
        fix: 'give name and namespace of the Gateway beside its version',
      }
    : undefined;
}
