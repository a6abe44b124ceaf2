import type { ApiObjectMetadata } from 'cdk8s';
import type { KongGateway } from '../gateways/kong/kong-gateway';
import type { KongPluginDefinition } from './kong-plugin-definition';

/** A protocol that a plugin is for. */
export enum KongPluginProtocol {
  HTTP = 'http',
  HTTPS = 'https',
  GRPC = 'grpc',
  GRPCS = 'grpcs',
  TCP = 'tcp',
  TLS = 'tls',
  UDP = 'udp',
}

/** Which plugins run before and after this one, by name of the plugin, in the phase `access`. */
export interface KongPluginOrdering {
  /**
   * Plugins that run after this one.
   * @default - none
   */
  readonly beforeAccess?: readonly string[];
  /**
   * Plugins that run before this one.
   * @default - none
   */
  readonly afterAccess?: readonly string[];
}

/** One key of a Secret that a plugin's configuration comes from. Its text is JSON or YAML, so that a string stands in quotes. */
export interface KongPluginSecretKey {
  /** Name of the Secret. */
  readonly name: string;
  readonly key: string;
}

/** The same for a plugin of all namespaces, which has none itself. */
export interface KongClusterPluginSecretKey extends KongPluginSecretKey {
  readonly namespace: string;
}

/** One field of a plugin's configuration that comes from a Secret. */
export interface KongPluginConfigPatch<SecretKey extends KongPluginSecretKey = KongPluginSecretKey> {
  /** Where the value goes, as JSON pointer into the configuration: `/redis/password`. */
  readonly path: string;
  readonly secretKeyRef: SecretKey;
}

/**
 * What plugins of one and of all namespaces have in common. Two fields of the CRDs are left out, which no release of today
 * takes: `run_on`, for which Kong Gateway from 2.0 on refuses the configuration, and `consumerRef`, which no controller
 * reads; a plugin is for a consumer by `attachTo`.
 */
export interface KongPluginCommonProps<SecretKey extends KongPluginSecretKey> {
  /** The Kong Gateway that runs the plugin, to check whether it has it. */
  readonly kongGateway: KongGateway;
  readonly plugin: KongPluginDefinition;
  /**
   * The whole configuration from a Secret; then the plugin is given without any.
   * @default - the configuration stands in the object
   */
  readonly configFrom?: SecretKey;
  /**
   * Single fields from Secrets, in the configuration that stands in the object. This is how credentials are given.
   * @default - none
   */
  readonly configPatches?: readonly KongPluginConfigPatch<SecretKey>[];
  /** @default false */
  readonly disabled?: boolean;
  /**
   * Name of the instance in Kong Gateway; the controller adds a suffix for each object that it is attached to.
   * @default - the name of the plugin, with the suffix
   */
  readonly instanceName?: string;
  /**
   * Kong Gateway Enterprise only.
   * @default - the order that Kong Gateway gives plugins
   */
  readonly ordering?: KongPluginOrdering;
  /** @default - those of the plugin */
  readonly protocols?: readonly KongPluginProtocol[];
  /**
   * Tags of the plugin in Kong Gateway, at most 20. They are given by the annotation `konghq.com/tags`, as the CRD of Kong
   * Ingress Controller has no field for them; the controller adds others.
   *
   * @default - only those of the controller
   */
  readonly tags?: readonly string[];
  /**
   * Labels and annotations, and the name where it must be a certain one.
   * @default - a generated name
   */
  readonly metadata?: ApiObjectMetadata;
}
