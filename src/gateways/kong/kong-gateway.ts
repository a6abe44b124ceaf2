import { GatewayVersion } from '../gateway-version';

/** Which Kong Gateway it is. */
export enum KongGatewayEdition {
  ENTERPRISE = 'Kong Gateway Enterprise',
  /** The last release is 3.9. */
  OPEN_SOURCE = 'Kong Gateway (open source)',
}

/** Where Kong Gateway keeps its configuration. */
export enum KongGatewayDatabase {
  /** In memory: the controller sends all of it at once. */
  OFF = 'off',
  POSTGRES = 'postgres',
}

/** Which Kong Gateway runs behind the controller. */
export interface KongGatewayProps {
  /**
   * Version of Kong Gateway, not of the controller: a minor version (`3.14`) or one release (`3.9.1`). What it bundles
   * differs by version, so there is no default.
   */
  readonly version: string;
  /** What it bundles differs by edition too. */
  readonly edition: KongGatewayEdition;
  /** @default KongGatewayDatabase.OFF */
  readonly database?: KongGatewayDatabase;
}

/** The Kong Gateway that a controller configures: its edition, version and database. */
export class KongGateway {
  readonly version: GatewayVersion;
  readonly edition: KongGatewayEdition;
  readonly database: KongGatewayDatabase;

  /** @throws Refusal if the version cannot be read */
  constructor(props: KongGatewayProps) {
    this.version = GatewayVersion.parse(props.version);
    this.edition = props.edition;
    this.database = props.database ?? KongGatewayDatabase.OFF;
  }

  /** Edition and version for messages: `Kong Gateway Enterprise 3.14`. */
  toString(): string {
    return `${this.edition} ${this.version}`;
  }
}
