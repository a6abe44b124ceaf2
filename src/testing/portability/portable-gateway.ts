import type { CapabilityTable } from '../../gateways/capabilities';
import type { GatewayImplementation, GatewayProps } from '../../gateways/gateway-implementation';
import { PORTABILITY_GATEWAY, UNKNOWN_CONTROLLER } from './intent-site';
import { type RepresentativeVersion, representativeVersions } from './representative-versions';

/** A gateway implementation as the portability suite takes it. */
export interface PortableGateway {
  /** Makes the implementation at a version, for the Gateway of that name and namespace. */
  readonly create: (props: Required<GatewayProps>) => GatewayImplementation;
  /** What it can do; each run of versions of which it says the same is asked once. */
  readonly table: CapabilityTable;
  /**
   * Versions as users state them, oldest first.
   * @default - the releases at which something changes
   */
  readonly versions?: readonly string[];
  /**
   * `controllerName` of its GatewayClass.
   * @default - one that no implementation has
   */
  readonly controllerName?: string;
  /**
   * CustomResourceDefinitions of your cluster as YAML texts, such as those of the gateway's own kinds.
   * @default - this library's own contracts
   */
  readonly crds?: readonly string[];
}

/** The versions to ask. */
export function versionsOf({ table, versions = [] }: PortableGateway): readonly RepresentativeVersion[] {
  return representativeVersions(table, versions);
}

/** The gateway at a version. */
export function gatewayAt({ create }: PortableGateway, version: string): GatewayImplementation {
  return create({ version, ...PORTABILITY_GATEWAY });
}

/** The name of its controller. */
export function controllerNameOf({ controllerName = UNKNOWN_CONTROLLER }: PortableGateway): string {
  return controllerName;
}
