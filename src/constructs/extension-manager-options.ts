import type { Duration } from 'cdk8s';

/** A step of the translation to xDS at which the controller calls an extension server. */
export enum ExtensionHook {
  VIRTUAL_HOST = 'VirtualHost',
  ROUTE = 'Route',
  HTTP_LISTENER = 'HTTPListener',
  TRANSLATION = 'Translation',
  CLUSTER = 'Cluster',
  ENDPOINTS = 'Endpoints',
}

/** Which resources the hook `Translation` sends, beyond those that the extension's own resources concern. */
export interface ExtensionTranslation {
  /** @default false */
  readonly allListeners?: boolean;
  /** @default false */
  readonly allRoutes?: boolean;
  /** @default true */
  readonly allClusters?: boolean;
  /**
   * Secrets hold the private keys of listeners.
   * @default true
   */
  readonly allSecrets?: boolean;
}

/** When the controller calls the extension server; one hook at least. */
export interface ExtensionHooks {
  /** @default - none */
  readonly pre?: readonly ExtensionHook[];
  /** @default - none */
  readonly post?: readonly ExtensionHook[];
  /** @default - Envoy Gateway's own: all clusters and secrets */
  readonly translation?: ExtensionTranslation;
}

/** A kind of object that is the extension's. */
export interface ExtensionResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Answers of gRPC after which a call may be tried again. */
export enum GrpcStatusCode {
  CANCELLED = 'CANCELLED',
  UNKNOWN = 'UNKNOWN',
  INVALID_ARGUMENT = 'INVALID_ARGUMENT',
  DEADLINE_EXCEEDED = 'DEADLINE_EXCEEDED',
  NOT_FOUND = 'NOT_FOUND',
  ALREADY_EXISTS = 'ALREADY_EXISTS',
  PERMISSION_DENIED = 'PERMISSION_DENIED',
  RESOURCE_EXHAUSTED = 'RESOURCE_EXHAUSTED',
  FAILED_PRECONDITION = 'FAILED_PRECONDITION',
  ABORTED = 'ABORTED',
  OUT_OF_RANGE = 'OUT_OF_RANGE',
  UNIMPLEMENTED = 'UNIMPLEMENTED',
  INTERNAL = 'INTERNAL',
  UNAVAILABLE = 'UNAVAILABLE',
  DATA_LOSS = 'DATA_LOSS',
  UNAUTHENTICATED = 'UNAUTHENTICATED',
}

/**
 * How failed calls are tried again.
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md
 */
export interface ExtensionRetry {
  /**
   * Calls in all, the first among them: 2 to 5, since gRPC makes no more.
   * @default 4
   */
  readonly maxAttempts?: number;
  /** @default Duration.millis(100) */
  readonly initialBackoff?: Duration;
  /** @default Duration.seconds(1) */
  readonly maxBackoff?: Duration;
  /**
   * Factor by which each wait is longer than the one before it, in steps of 0.01.
   * @default 2
   */
  readonly backoffMultiplier?: number;
  /** @default [GrpcStatusCode.UNAVAILABLE] */
  readonly retryableStatusCodes?: readonly GrpcStatusCode[];
}
