import type { StructuralSchema } from '../../schema/structural-schema';

const TEXT: StructuralSchema = { type: 'string' };
const BOOLEAN: StructuralSchema = { type: 'boolean' };
const ANY_OBJECT: StructuralSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const PORT: StructuralSchema = { type: 'integer', minimum: 0, maximum: 65535 };
/** A duration of the Gateway API, which is narrower than one of Go. */
const DURATION: StructuralSchema = { type: 'string', pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' };
const SECRET_REFERENCE = object({ group: TEXT, kind: TEXT, name: TEXT, namespace: TEXT }, ['name']);
const KINDS = listOf(object({ group: TEXT, version: TEXT, kind: TEXT }, ['group', 'version', 'kind']));
const INCLUDE_ALL = object({ includeAll: BOOLEAN });

/** Those that the controller looks for; it never calls an extension for another. */
const HOOK: StructuralSchema = {
  type: 'string',
  enum: ['VirtualHost', 'Route', 'HTTPListener', 'Translation', 'Cluster', 'Endpoints'],
};

/** @see https://github.com/grpc/grpc/blob/master/doc/statuscodes.md */
const STATUS_CODE: StructuralSchema = {
  type: 'string',
  enum: [
    'CANCELLED',
    'UNKNOWN',
    'INVALID_ARGUMENT',
    'DEADLINE_EXCEEDED',
    'NOT_FOUND',
    'ALREADY_EXISTS',
    'PERMISSION_DENIED',
    'RESOURCE_EXHAUSTED',
    'FAILED_PRECONDITION',
    'ABORTED',
    'OUT_OF_RANGE',
    'UNIMPLEMENTED',
    'INTERNAL',
    'UNAVAILABLE',
    'DATA_LOSS',
    'UNAUTHENTICATED',
  ],
};

const EXTENSION_SERVICE = object({
  fqdn: object({ hostname: TEXT, port: PORT }, ['hostname', 'port']),
  ip: object({ address: TEXT, port: PORT }, ['address', 'port']),
  unix: object({ path: { type: 'string', maxLength: 108 } }, ['path']),
  hostname: TEXT,
  zone: TEXT,
  host: TEXT,
  port: PORT,
  tls: object({ certificateRef: SECRET_REFERENCE, clientCertificateRef: SECRET_REFERENCE }, ['certificateRef']),
  retry: object({
    maxAttempts: { type: 'integer' },
    initialBackoff: DURATION,
    maxBackoff: DURATION,
    backoffMultiplier: object({ numerator: { type: 'integer' }, denominator: { type: 'integer' } }, ['numerator']),
    // The only one that begins with a capital letter.
    RetryableStatusCodes: listOf(STATUS_CODE),
  }),
});

/** An extension manager, whole at 1.9. What is missing or there twice is told in words of its own, and not by `required`. */
const EXTENSION_MANAGER = object({
  name: TEXT,
  resources: KINDS,
  policyResources: KINDS,
  backendResources: KINDS,
  hooks: object({
    xdsTranslator: object({
      pre: listOf(HOOK),
      post: listOf(HOOK),
      translation: object({ listener: INCLUDE_ALL, route: INCLUDE_ALL, cluster: INCLUDE_ALL, secret: INCLUDE_ALL }),
    }),
  }),
  service: EXTENSION_SERVICE,
  failOpen: BOOLEAN,
  maxMessageSize: { 'x-kubernetes-int-or-string': true, pattern: '^[1-9]+[0-9]*([EPTGMK]i|[EPTGMk])?$' },
});

/**
 * The configuration file of Envoy Gateway at 1.9: the extension managers whole, of the rest what matters here.
 *
 * There is no CRD for the file, so that this contract stands here and not among those of the kinds that API servers know.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#envoygateway
 */
export const CONFIGURATION_SCHEMA: StructuralSchema = object({
  apiVersion: TEXT,
  kind: TEXT,
  metadata: ANY_OBJECT,
  gateway: object({ controllerName: TEXT }),
  provider: ANY_OBJECT,
  logging: object({ level: { type: 'object', additionalProperties: TEXT }, encoder: TEXT }),
  admin: ANY_OBJECT,
  telemetry: ANY_OBJECT,
  xdsServer: object({
    maxConnectionAge: TEXT,
    maxConnectionAgeGrace: TEXT,
    maxReceiveMessageSize: { 'x-kubernetes-int-or-string': true },
  }),
  rateLimit: object({
    backend: object({
      type: TEXT,
      redis: object({ url: TEXT, urlRef: ANY_OBJECT, tls: object({ certificateRef: SECRET_REFERENCE }) }),
    }),
    timeout: DURATION,
    failClosed: BOOLEAN,
    telemetry: ANY_OBJECT,
  }),
  extensionApis: object({
    enableEnvoyPatchPolicy: BOOLEAN,
    enableBackend: BOOLEAN,
    enableLua: BOOLEAN,
    disableLua: BOOLEAN,
    enableSDSSecretRef: BOOLEAN,
  }),
  gatewayAPI: object({ enabled: listOf(TEXT) }),
  runtimeFlags: object({ enabled: listOf(TEXT), disabled: listOf(TEXT) }),
  envoyProxy: ANY_OBJECT,
  extensionManager: EXTENSION_MANAGER,
  extensionManagers: listOf(EXTENSION_MANAGER),
});

function object(
  properties: Readonly<Record<string, StructuralSchema>>,
  required: readonly string[] = [],
): StructuralSchema {
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

function listOf(items: StructuralSchema): StructuralSchema {
  return { type: 'array', items };
}
