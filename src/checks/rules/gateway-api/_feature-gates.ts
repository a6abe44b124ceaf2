import { fieldAt, fieldOf, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import type { JsonValue } from '../../../manifests/manifest';
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

const KONG_OPERATOR = 'gateway-operator.konghq.com';
const KONG_GATE = 'GatewayAlpha';
const NGINX_GATE = 'gateway-api-experimental-features';
const TRAEFIK_GATE = 'experimentalChannel';
const ISTIO_GATE = 'PILOT_ENABLE_ALPHA_GATEWAY_API';

/** Traefik reads its flags without regard to case. Documentation and chart write these two. */
const TRAEFIK_FLAGS = ['experimentalchannel', 'experimentalChannel'].map(
  (name) => `--providers.kubernetesgateway.${name}`,
);

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
  {
    implementation: 'nginx-gateway-fabric',
    gate: NGINX_GATE,
    image: 'nginx-gateway-fabric',
    settingOf: (container) => switchedGate(flagOf(container, `--${NGINX_GATE}`)),
  },
  {
    implementation: 'traefik',
    gate: TRAEFIK_GATE,
    image: 'traefik',
    settingOf: traefikSetting,
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
    for (const { body } of index.ofKind(KONG_OPERATOR, 'ControlPlane')) {
      this.add('kong-operator', KONG_GATE, opensKongGate(fieldAt(body, 'spec')) ? 'on' : 'off');
    }
    // The operator makes the ControlPlanes of Gateways by these.
    for (const { body } of index.ofKind(KONG_OPERATOR, 'GatewayConfiguration')) {
      this.add(
        'kong-operator',
        KONG_GATE,
        opensKongGate(fieldAt(body, 'spec', 'controlPlaneOptions')) ? 'on' : 'unknown',
      );
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

function opensKongGate(options: JsonValue | undefined): boolean {
  const gates = itemsOf(fieldOf(options, 'featureGates'));
  return gates.some((gate) => textOf(gate, 'name') === KONG_GATE && textOf(gate, 'state') === 'enabled');
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

/** Without any flag of the provider, a file or the environment may configure it. */
function traefikSetting(container: Container): GateSetting {
  const flags = TRAEFIK_FLAGS.flatMap((flag) => flagOf(container, flag) ?? []);
  const [setting] = flags;
  return setting === undefined && flagOf(container, '--providers.kubernetesgateway') === undefined
    ? 'unknown'
    : switchedGate(setting);
}
