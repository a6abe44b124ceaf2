import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Capability } from '../gateways/capabilities';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import type { BackendIntent } from '../gateways/intent';
import { unknownNote } from '../gateways/wording';
import type { Finding } from '../manifests/finding';
import type { JsonObject } from '../manifests/manifest';
import { pointsAt } from './_app-manifests';

/** Two policies share a Service, one of them for a port: a finding where nobody knows what becomes of them. */
export function unknownMixedPorts(
  scope: Construct,
  gateway: GatewayImplementation,
  thing: string,
  other: string,
): readonly Finding[] {
  return unknownFinding(
    scope,
    gateway,
    'btp.mixedPorts',
    `what becomes of ${thing}, for which [${other}] and this construct set TLS, one as a whole and one by port,`,
  );
}

/** A rule of a route spreads requests over several backends: a finding where nobody knows whether they may differ. */
export function unknownRuleBackends(
  scope: Construct,
  gateway: GatewayImplementation,
  route: ApiObject,
  backend: BackendIntent,
): readonly Finding[] {
  const rules: readonly JsonObject[] = route.toJson().spec?.rules ?? [];
  const shares = rules.some(({ backendRefs }) => {
    const refs = (backendRefs ?? []) as readonly JsonObject[];
    return refs.length > 1 && refs.some((ref) => pointsAt(ref, backend, route.metadata.namespace));
  });
  return shares
    ? unknownFinding(
        scope,
        gateway,
        'btp.ruleBackends',
        `whether the backends in one rule of ${route.kind} ${route.name} may differ in their TLS settings`,
      )
    : [];
}

function unknownFinding(
  scope: Construct,
  gateway: GatewayImplementation,
  capability: Capability,
  what: string,
): readonly Finding[] {
  const { value, evidence, notApplicable } = gateway.capability(capability);
  return value === 'unknown' && notApplicable !== true
    ? [{ ...unknownNote(gateway, what, evidence), path: '', constructPath: scope.node.path }]
    : [];
}
