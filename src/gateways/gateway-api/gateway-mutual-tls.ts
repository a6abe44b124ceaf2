import { chooseClientScope, findPerBackendObstacle, unknownScopeNotes } from '../client-scope';
import type { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent, TlsParameters } from '../intent';
import { findParameterObstacle } from '../parameter-fields';
import type { RefusalDetails } from '../refusal';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { unknownNote } from '../wording';
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
    notes: [
      ...policy.notes,
      ...identity.notes,
      ...routeNotes(gateway),
      ...unknownScopeNotes(gateway, intent.clientScope),
    ],
  };
}

/** Which routes the certificate goes with is not told by any status. */
function routeNotes(gateway: GatewayImplementation): readonly RenderingNote[] {
  const { value, evidence } = gateway.capability('ccr.grpc');
  if (value === 'yes') {
    return [];
  }
  if (value === 'unknown') {
    // Only who has GRPCRoutes must know, and where one is in the set the checks say so.
    const unknown = unknownNote(
      gateway,
      'whether it presents the client certificate to backends of a GRPCRoute',
      evidence,
    );
    return [{ ...unknown, severity: 'info' }];
  }
  return [
    {
      rule: 'gateway-api/ccr-not-honoured',
      severity: 'info',
      message: `${gateway} presents the client certificate to backends of HTTPRoutes only, not of GRPCRoutes (${evidence})`,
      fix: 'send requests to this backend by an HTTPRoute',
    },
  ];
}

/**
 * Mutual TLS of a gateway that has no other means: one client certificate for all backends of the Gateway.
 *
 * @throws Refusal if the gateway would not present it, or more is asked than the Gateway API can say
 */
export function renderOnlyGatewayMutualTls(
  gateway: GatewayImplementation,
  intent: MutualTlsIntent,
  context: RenderContext,
): Rendering {
  const { clientScope = 'gateway' } = intent;
  chooseClientScope(clientScope, {
    backend: findPerBackendObstacle(gateway),
    gateway: findGatewayMutualTlsObstacle(gateway, intent),
  });
  return renderGatewayMutualTls(gateway, { ...intent, clientScope }, context);
}

/** Why the client certificate cannot stand on the Gateway, with the way out; undefined where it can. */
export function findGatewayMutualTlsObstacle(
  gateway: GatewayImplementation,
  { parameters }: MutualTlsIntent,
): RefusalDetails | undefined {
  // Support comes first: without it there is no way out in dropping a parameter.
  return supportObstacle(gateway) ?? parameterObstacle(gateway, parameters) ?? nameObstacle(gateway);
}

/** The certificate goes with a BackendTLSPolicy; vendors' own settings beside that are a matter of one backend's. */
function parameterObstacle(gateway: GatewayImplementation, parameters: TlsParameters): RefusalDetails | undefined {
  const { value } = gateway.capability('perBackendCert');
  return findParameterObstacle(gateway, parameters, {
    title: 'the BackendTLSPolicy that a client certificate on the Gateway goes with',
    writable: [],
    elsewhere: value === 'none' ? 'beside' : 'instead',
  });
}

function supportObstacle(gateway: GatewayImplementation): RefusalDetails | undefined {
  const message = whyNotHonored(gateway);
  const versions = versionsWithClientCertificateRef(gateway);
  return message === undefined
    ? undefined
    : {
        rule: 'gateway-api/ccr-not-honoured',
        message,
        fix: `${versions === undefined ? 'use another gateway, such as Envoy Gateway 1.8 or kgateway 2.4' : `use version ${versions}`}, or verify the server alone with BackendTlsPolicy`,
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
