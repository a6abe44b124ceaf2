import type { GatewayImplementation } from '../../gateways/gateway-implementation';
import type { PortabilityIntent } from './portability-intent';
import { outcomeOf, type PortabilityOutcome } from './portability-outcome';
import { controllerNameOf, gatewayAt, type PortableGateway, versionsOf } from './portable-gateway';
import type { RepresentativeVersion } from './representative-versions';

/** What became of one intent on one gateway at one version. */
export interface IntentCell {
  readonly intent: PortabilityIntent;
  readonly gateway: GatewayImplementation;
  readonly version: RepresentativeVersion;
  readonly outcome: PortabilityOutcome;
}

/** Asks intents of a gateway at each version that its table tells apart, or at the newest alone. */
export function cellsOf(
  portable: PortableGateway,
  intents: readonly PortabilityIntent[],
  versions: readonly RepresentativeVersion[] = versionsOf(portable),
): readonly IntentCell[] {
  const options = { controllerName: controllerNameOf(portable), crds: portable.crds };
  return versions.flatMap((version) => {
    const gateway = gatewayAt(portable, version.version);
    return intents.map((intent) => ({ intent, gateway, version, outcome: outcomeOf(intent, gateway, options) }));
  });
}
