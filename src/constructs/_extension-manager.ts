import type { Duration, Size } from 'cdk8s';
import { Refusal } from '../gateways/refusal';
import { optional } from '../manifests/graph/json-fields';
import type { JsonObject } from '../manifests/manifest';
import type {
  ExtensionHooks,
  ExtensionResource,
  ExtensionRetry,
  ExtensionTranslation,
} from './extension-manager-options';

/** What an extension manager says beside where its server is and how it is trusted. */
export interface ExtensionManagerParts {
  readonly name?: string;
  readonly hooks: ExtensionHooks;
  readonly resources?: readonly ExtensionResource[];
  readonly policyResources?: readonly ExtensionResource[];
  readonly backendResources?: readonly ExtensionResource[];
  readonly failOpen?: boolean;
  readonly maxMessageSize?: Size;
}

const MAX_ATTEMPTS = { least: 2, most: 5 };
/** The denominator of factors; a numerator is an integer. */
const HUNDREDTHS = 100;

/** An entry of `extensionManager` as Envoy Gateway reads it. */
export function renderExtensionManager(parts: ExtensionManagerParts, service: JsonObject): JsonObject {
  const { name, hooks, failOpen, maxMessageSize } = parts;
  return {
    ...optional('name', name),
    ...optional('resources', kindsOf(parts.resources)),
    ...optional('policyResources', kindsOf(parts.policyResources)),
    ...optional('backendResources', kindsOf(parts.backendResources)),
    hooks: { xdsTranslator: renderHooks(hooks) },
    service,
    ...optional('failOpen', failOpen),
    ...optional('maxMessageSize', maxMessageSize?.asString()),
  };
}

/**
 * `service.retry`. The name of its last field begins with a capital letter; in lower case it would be dropped.
 * @throws Refusal if gRPC would not retry
 */
export function renderRetry(retry: ExtensionRetry): JsonObject {
  const { maxAttempts, initialBackoff, maxBackoff, backoffMultiplier, retryableStatusCodes } = retry;
  requireAttempts(maxAttempts);
  requireMultiplier(backoffMultiplier);
  if (retryableStatusCodes?.length === 0) {
    throw refusal(
      'retryableStatusCodes is empty, so that nothing is tried again',
      'leave it out, or name a status code',
    );
  }
  return {
    ...optional('maxAttempts', maxAttempts),
    ...optional('initialBackoff', initialBackoff && formatDuration('initialBackoff', initialBackoff)),
    ...optional('maxBackoff', maxBackoff && formatDuration('maxBackoff', maxBackoff)),
    ...optional(
      'backoffMultiplier',
      backoffMultiplier === undefined
        ? undefined
        : { numerator: Math.round(backoffMultiplier * HUNDREDTHS), denominator: HUNDREDTHS },
    ),
    ...optional('RetryableStatusCodes', retryableStatusCodes && [...retryableStatusCodes]),
  };
}

function renderHooks({ pre = [], post = [], translation }: ExtensionHooks): JsonObject {
  if (pre.length + post.length === 0) {
    throw refusal(
      'no hook is named, and Envoy Gateway refuses a configuration with an extension without',
      'name the hooks that the extension server implements',
    );
  }
  return {
    ...(pre.length === 0 ? {} : { pre: [...pre] }),
    ...(post.length === 0 ? {} : { post: [...post] }),
    ...(translation === undefined ? {} : { translation: renderTranslation(translation) }),
  };
}

function renderTranslation({ allListeners, allRoutes, allClusters, allSecrets }: ExtensionTranslation): JsonObject {
  const included = { listener: allListeners, route: allRoutes, cluster: allClusters, secret: allSecrets };
  return Object.fromEntries(
    Object.entries(included).flatMap(([field, includeAll]) =>
      includeAll === undefined ? [] : [[field, { includeAll }]],
    ),
  );
}

function kindsOf(resources: readonly ExtensionResource[] | undefined): readonly JsonObject[] | undefined {
  return resources?.map(({ group, version, kind }) => ({ group, version, kind }));
}

function requireAttempts(attempts: number | undefined): void {
  const { least, most } = MAX_ATTEMPTS;
  if (attempts !== undefined && !(Number.isInteger(attempts) && attempts >= least && attempts <= most)) {
    throw refusal(
      `maxAttempts ${attempts} is not allowed; gRPC takes ${least} to ${most}, the first call among them`,
      'give a number of calls that gRPC makes, or leave it out for 4',
    );
  }
}

function requireMultiplier(factor: number | undefined): void {
  const hundredths = Math.round((factor ?? 1) * HUNDREDTHS);
  if (
    factor !== undefined &&
    (hundredths < 1 || Math.abs(hundredths / HUNDREDTHS - factor) > Number.EPSILON * factor)
  ) {
    throw refusal(
      `backoffMultiplier ${factor} is not allowed; a positive number of at most two decimals is`,
      'give such a number, or leave it out for 2',
    );
  }
}

/** A duration of the Gateway API: up to five digits a unit. */
function formatDuration(field: string, duration: Duration): string {
  const milliseconds = duration.toMilliseconds();
  const text = milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
  if (milliseconds <= 0 || !/^[0-9]{1,5}m?s$/.test(text)) {
    throw refusal(
      `${field} is ${text}; more than nothing, and at most five digits of milliseconds or seconds are allowed`,
      'give a duration from 1ms to 99999s',
    );
  }
  return text;
}

function refusal(message: string, fix: string): Refusal {
  return new Refusal({ rule: 'envoy-gateway/config-invalid', message, fix });
}
