import type { ManifestIndex } from '../../../manifests/index-set';
import type { StatedGateway } from '../../../manifests/rule';
import { type Container, containersOf, environmentOf, flagOf, imageName, imageTag, type Setting } from '../_containers';

/** A workload that runs one of Kong's controllers. */
export interface KongController {
  readonly name: 'kong-ingress-controller' | 'kong-operator';
  readonly container: Container;
  /**
   * As the image's tag has it, else as the user states it.
   * @default - not known
   */
  readonly version?: string;
}

const CONTROLLER_IMAGES: Readonly<Record<string, KongController['name']>> = {
  'kubernetes-ingress-controller': 'kong-ingress-controller',
  'kong-operator': 'kong-operator',
};

const VERSION = /^v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4}(?:-[0-9A-Za-z.]{1,20})?)?)$/;
const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** The controllers that the set deploys, by their images. */
export function kongControllersOf(
  index: ManifestIndex,
  gateways: readonly StatedGateway[] = [],
): readonly KongController[] {
  return containersOf(index).flatMap((container) => {
    const name = CONTROLLER_IMAGES[imageName(container)];
    if (name === undefined) {
      return [];
    }
    const version = VERSION.exec(imageTag(container) ?? '')?.[1] ?? statedVersion(gateways, name);
    return [{ name, container, ...(version === undefined ? {} : { version }) }];
  });
}

/** The version that the user states for a controller, if it is one and no more. */
export function statedVersion(gateways: readonly StatedGateway[], name: string): string | undefined {
  const versions = gateways.filter((gateway) => gateway.name === name).map(({ version }) => VERSION.exec(version)?.[1]);
  return versions.length === 1 ? versions[0] : undefined;
}

/**
 * A setting by its flag, `--konnect-licensing-enabled`, or by the environment variable of that name,
 * `CONTROLLER_KONNECT_LICENSING_ENABLED`. The flag wins.
 */
export function settingOf({ container }: KongController, flag: string): Setting | undefined {
  return (
    flagOf(container, `--${flag}`) ?? environmentOf(container, `CONTROLLER_${flag.replaceAll('-', '_').toUpperCase()}`)
  );
}

/** Whether a setting is on: as Go reads truth values; undefined where it is stated elsewhere or is no truth value. */
export function isOn(setting: Setting | undefined, byDefault: boolean): boolean | undefined {
  if (setting === undefined) {
    return byDefault;
  }
  if (TRUE.has(setting.value ?? '')) {
    return true;
  }
  return FALSE.has(setting.value ?? '') ? false : undefined;
}

/** Whether the controller fetches its license from Konnect; off by default. */
export function usesKonnectLicensing(controller: KongController): boolean {
  return isOn(settingOf(controller, LICENSING), false) === true;
}

/** Whether it also keeps what it fetched in a Secret, which is on by default. */
export function storesLicense(controller: KongController): boolean {
  return usesKonnectLicensing(controller) && isOn(settingOf(controller, STORAGE), true) === true;
}

export const LICENSING = 'konnect-licensing-enabled';
export const STORAGE = 'konnect-license-storage-enabled';
export const CONTROL_PLANE_ID = 'konnect-control-plane-id';
