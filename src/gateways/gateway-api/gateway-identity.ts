import type { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent } from '../intent';
import { Refusal } from '../refusal';
import { refuseParameters } from '../refuse-parameters';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { unknownNote, upgradeOr } from '../wording';
import { renderClientCertificateRef, versionsWithClientCertificateRef, whyNotHonored } from './client-certificate-ref';

/**
 * Mutual TLS in the portable way: a policy that verifies the server, and one client certificate on the Gateway for all
 * of its backends.
 *
 * @throws Refusal if the gateway would not present that certificate, or more is asked than the Gateway API can say
 */
export function renderGatewayIdentity(
  gateway: GatewayImplementation,
  intent: MutualTlsIntent,
  context: RenderContext,
): Rendering {
  if (intent.clientScope === 'backend') {
    throw perBackendRefusal(gateway);
  }
  requireHonored(gateway);
  refuseParameters(gateway, intent.parameters);
  const identity = renderClientCertificateRef(gateway, intent.client);
  const policy = gateway.renderServerTls({ ...intent, backends: [intent.backend], options: {} }, context);
  return {
    ...policy,
    objects: [...policy.objects, ...identity.objects],
    patches: [...policy.patches, ...identity.patches],
    notes: [...policy.notes, ...routeNotes(gateway)],
  };
}

function requireHonored(gateway: GatewayImplementation): void {
  const message = whyNotHonored(gateway);
  if (message === undefined) {
    return;
  }
  const { value } = gateway.capability('perBackendCert');
  const hasPerBackend = value !== 'none' && value !== 'unknown';
  throw new Refusal({
    rule: 'gateway-api/ccr-not-honoured',
    message,
    fix: upgradeOr(
      versionsWithClientCertificateRef(gateway),
      hasPerBackend
        ? 'use a client certificate per backend: clientScope ClientScope.BACKEND'
        : `verify the server alone with BackendTlsPolicy, or use ${ANOTHER_GATEWAY}`,
    ),
  });
}

const ANOTHER_GATEWAY = 'a gateway that presents one, such as Envoy Gateway 1.6 or later';

function perBackendRefusal(gateway: GatewayImplementation): Refusal {
  const { value, evidence } = gateway.capability('perBackendCert');
  const isUnknown = value === 'unknown';
  return new Refusal({
    rule: isUnknown ? 'gateway-api/capability-unknown' : 'schema/unknown-field',
    message: `${gateway} ${isUnknown ? 'may have' : 'has'} no client certificate per backend (${evidence})`,
    fix: perBackendFix(gateway),
  });
}

function perBackendFix(gateway: GatewayImplementation): string {
  const perGateway = 'use one client certificate per Gateway: clientScope ClientScope.GATEWAY';
  const versions = versionsWithClientCertificateRef(gateway);
  if (whyNotHonored(gateway) === undefined) {
    return perGateway;
  }
  return versions === undefined ? `use ${ANOTHER_GATEWAY}` : `${perGateway}, with version ${versions}`;
}

/** Which routes the certificate goes with is not told by any status. */
function routeNotes(gateway: GatewayImplementation): readonly RenderingNote[] {
  const { value, evidence, notApplicable } = gateway.capability('ccr.grpc');
  if (value === 'unknown') {
    return notApplicable
      ? []
      : [unknownNote(gateway, 'whether it presents the client certificate to backends of a GRPCRoute', evidence)];
  }
  return value === 'yes'
    ? []
    : [
        {
          rule: 'gateway-api/ccr-not-honoured',
          severity: 'info',
          message: `${gateway} presents the client certificate to backends of HTTPRoutes only, not of GRPCRoutes (${evidence})`,
          fix: 'send requests to this backend by an HTTPRoute',
        },
      ];
}
