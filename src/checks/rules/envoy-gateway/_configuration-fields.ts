/** The fields of an object, or of each item of a list. `any` is not looked into. */
export interface ConfigurationFields {
  readonly [field: string]: ConfigurationFields | 'any';
}

const TLS: ConfigurationFields = {
  certificateRef: { group: 'any', kind: 'any', name: 'any', namespace: 'any' },
  clientCertificateRef: { group: 'any', kind: 'any', name: 'any', namespace: 'any' },
};

const EXTENSION_MANAGER: ConfigurationFields = {
  name: 'any',
  resources: { group: 'any', version: 'any', kind: 'any' },
  policyResources: { group: 'any', version: 'any', kind: 'any' },
  backendResources: { group: 'any', version: 'any', kind: 'any' },
  hooks: { xdsTranslator: { pre: 'any', post: 'any', translation: 'any' } },
  service: {
    fqdn: { hostname: 'any', port: 'any' },
    ip: { address: 'any', port: 'any' },
    unix: { path: 'any' },
    hostname: 'any',
    zone: 'any',
    host: 'any',
    port: 'any',
    tls: TLS,
    retry: {
      maxAttempts: 'any',
      initialBackoff: 'any',
      maxBackoff: 'any',
      backoffMultiplier: { numerator: 'any', denominator: 'any' },
      // The only one that begins with a capital letter.
      RetryableStatusCodes: 'any',
    },
  },
  failOpen: 'any',
  maxMessageSize: 'any',
};

/**
 * The fields of Envoy Gateway's configuration file at 1.9, as far as they matter here.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#envoygateway
 */
export const CONFIGURATION_FIELDS: ConfigurationFields = {
  apiVersion: 'any',
  kind: 'any',
  metadata: 'any',
  gateway: { controllerName: 'any' },
  provider: 'any',
  logging: { level: 'any', encoder: 'any' },
  admin: 'any',
  telemetry: 'any',
  xdsServer: { maxConnectionAge: 'any', maxConnectionAgeGrace: 'any', maxReceiveMessageSize: 'any' },
  rateLimit: {
    backend: { type: 'any', redis: { url: 'any', urlRef: 'any', tls: TLS } },
    timeout: 'any',
    failClosed: 'any',
    telemetry: 'any',
  },
  extensionApis: {
    enableEnvoyPatchPolicy: 'any',
    enableBackend: 'any',
    enableLua: 'any',
    disableLua: 'any',
    enableSDSSecretRef: 'any',
  },
  gatewayAPI: { enabled: 'any' },
  runtimeFlags: { enabled: 'any', disabled: 'any' },
  envoyProxy: 'any',
  extensionManager: EXTENSION_MANAGER,
  extensionManagers: EXTENSION_MANAGER,
};
