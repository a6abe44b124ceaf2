import { fieldAt, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import type { CheckContext } from '../../check-context';
import { type Container, containersOf, environmentOf, flagOf, imageName, type Setting } from '../_containers';

type GateSetting = 'off' | 'on' | 'unknown';

/** How the containers of a controller state a gate. */
interface GatedContainer {
  readonly implementation: string;
  readonly gate: string;
  /** The last part of the image's repository. */
  readonly image: string;
  readonly settingOf: (container: Container) => GateSetting;
}

const KONG_GATE = 'GatewayAlpha';
const ISTIO_GATE = 'PILOT_ENABLE_ALPHA_GATEWAY_API';

const GATED_CONTAINERS: readonly GatedContainer[] = [
  {
    implementation: 'kong-ingress-controller',
    gate: KONG_GATE,
    image: 'kubernetes-ingress-controller',
    settingOf: (container) =>
      listedGate(flagOf(container, '--feature-gates') ?? environmentOf(container, 'CONTROLLER_FEATURE_GATES')),
  },
  {
    implementation: 'istio',
    gate: ISTIO_GATE,
    image: 'pilot',
    settingOf: (container) => switchedGate(environmentOf(container, ISTIO_GATE)),
  },
];

/** Feature gates of the controllers that the set deploys. */
export class FeatureGates {
  private readonly settings = new Map<string, Set<GateSetting>>();

  constructor({ index }: CheckContext) {
    for (const container of containersOf(index)) {
      const image = imageName(container);
      for (const gated of GATED_CONTAINERS.filter((each) => each.image === image)) {
        this.add(gated.implementation, gated.gate, gated.settingOf(container));
      }
    }
    for (const { body } of index.ofKind('gateway-operator.konghq.com', 'ControlPlane')) {
      const gates = itemsOf(fieldAt(body, 'spec', 'featureGates'));
      const isOn = gates.some((gate) => textOf(gate, 'name') === KONG_GATE && textOf(gate, 'state') === 'enabled');
      this.add('kong-operator', KONG_GATE, isOn ? 'on' : 'off');
    }
  }

  /** Whether the set shows that a gate is shut: it has the controller, and no instance of it has the gate open. */
  isShut(implementation: string, gate: string): boolean {
    const settings = this.settings.get(keyOf(implementation, gate));
    return settings !== undefined && settings.size === 1 && settings.has('off');
  }

  private add(implementation: string, gate: string, setting: GateSetting): void {
    const key = keyOf(implementation, gate);
    this.settings.set(key, (this.settings.get(key) ?? new Set()).add(setting));
  }
}

function keyOf(implementation: string, gate: string): string {
  return `${implementation}/${gate}`;
}

/** `GatewayAlpha=true,Other=false`; a gate that is not listed is off. */
function listedGate(setting: Setting | undefined): GateSetting {
  if (setting === undefined) {
    return 'off';
  }
  if (setting.value === undefined) {
    return 'unknown';
  }
  return setting.value.split(',').some((entry) => entry.trim() === `${KONG_GATE}=true`) ? 'on' : 'off';
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
