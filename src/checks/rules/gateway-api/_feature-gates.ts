import { fieldAt, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import type { CheckContext } from '../../check-context';
import { containersOf, environmentOf, flagOf, imageName, type Setting } from '../_containers';

/** Where the set tells whether a gate of a controller is open: in the containers that run it, or in an object. */
interface GateSource {
  readonly implementation: string;
  readonly gate: string;
  /** The settings that the set has for the gate; none where the controller is not in the set. */
  readonly settings: (context: CheckContext) => readonly GateSetting[];
}

type GateSetting = 'off' | 'on' | 'unknown';

const SOURCES: readonly GateSource[] = [
  {
    implementation: 'kong-ingress-controller',
    gate: 'GatewayAlpha',
    settings: (context) =>
      containersOf(context.index)
        .filter((container) => imageName(container) === 'kubernetes-ingress-controller')
        .map(
          (container) => flagOf(container, '--feature-gates') ?? environmentOf(container, 'CONTROLLER_FEATURE_GATES'),
        )
        .map((setting) => listedGate(setting, 'GatewayAlpha')),
  },
  {
    implementation: 'kong-operator',
    gate: 'GatewayAlpha',
    settings: ({ index }) =>
      index.ofKind('gateway-operator.konghq.com', 'ControlPlane').map(({ body }) => {
        const gates = itemsOf(fieldAt(body, 'spec', 'featureGates'));
        const gate = gates.find((entry) => textOf(entry, 'name') === 'GatewayAlpha');
        return gate !== undefined && textOf(gate, 'state') === 'enabled' ? 'on' : 'off';
      }),
  },
  {
    implementation: 'istio',
    gate: 'PILOT_ENABLE_ALPHA_GATEWAY_API',
    settings: ({ index }) =>
      containersOf(index)
        .filter((container) => imageName(container) === 'pilot')
        .map((container) => switchedGate(environmentOf(container, 'PILOT_ENABLE_ALPHA_GATEWAY_API'))),
  },
];

/** Whether the set shows that a gate is shut: it has the controller, and no instance of it has the gate open. */
export function isGateShut(context: CheckContext, implementation: string, gate: string): boolean {
  const settings = SOURCES.filter((source) => source.implementation === implementation && source.gate === gate).flatMap(
    (source) => source.settings(context),
  );
  return settings.length > 0 && settings.every((setting) => setting === 'off');
}

/** `GatewayAlpha=true,Other=false`; a gate that is not listed is off. */
function listedGate(setting: Setting | undefined, gate: string): GateSetting {
  if (setting === undefined) {
    return 'off';
  }
  if (setting.value === undefined) {
    return 'unknown';
  }
  return setting.value.split(',').some((entry) => entry.trim() === `${gate}=true`) ? 'on' : 'off';
}

function switchedGate(setting: Setting | undefined): GateSetting {
  if (setting === undefined) {
    return 'off';
  }
  if (setting.value === undefined) {
    return 'unknown';
  }
  return setting.value === 'true' ? 'on' : 'off';
}
