import type { Capabilities, Capability, Unknown } from '../capabilities';
import { GatewayVersion } from '../gateway-version';
import { gatewayNamed } from '../registry';

/** The Secret in which the controllers keep a license is this, followed by the id of the control plane. */
export const STORAGE_SECRET_PREFIX = 'konnect-license-';

/** The form in which a controller reads the license back from its Secret. */
export type StoredForm = Capabilities['licenseForm'];

/** Whether a license of Konnect outlives a restart of the controller. */
export type LicenseStorage = Capabilities['licenseStorage'];

/**
 * What the table of a controller says at a version; unknown also where patches of the stated version differ.
 * @throws Refusal if the version cannot be read
 */
export function controllerCapability<K extends Capability>(
  controller: 'kong-ingress-controller' | 'kong-operator',
  capability: K,
  version: string,
): Capabilities[K] | Unknown {
  return gatewayNamed(controller)?.table.at(capability, GatewayVersion.parse(version)).value ?? 'unknown';
}
