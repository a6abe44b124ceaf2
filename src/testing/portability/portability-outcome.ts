import { ApiObject } from 'cdk8s';
import { UpstreamTls } from '../../constructs/upstream-tls';
import { ValidationError } from '../../constructs/validation-error';
import type { GatewayImplementation } from '../../gateways/gateway-implementation';
import type { Finding } from '../../manifests/finding';
import { isJsonObject, type JsonObject, type JsonValue } from '../../manifests/manifest';
import { IntentSite } from './intent-site';
import type { PortabilityIntent } from './portability-intent';

/** A change that the constructs made to an object that was there before. */
export interface ObjectChange {
  /** `Service payments/ledger` */
  readonly object: string;
  /** JSON merge patch. */
  readonly patch: JsonObject;
}

/** The intent became objects, and `App.synth()` would write them. */
export interface EmittedOutcome {
  readonly kind: 'emitted';
  readonly objects: readonly JsonObject[];
  readonly changes: readonly ObjectChange[];
  /** All that was found: errors would fail the synthesis. */
  readonly findings: readonly Finding[];
}

/** One reason against an intent. */
export interface OutcomeRefusal {
  readonly rule: string;
  readonly reason: string;
  readonly fix: string;
}

/** The intent was refused: by a construct, or by the checks of the app, which know the routes. */
export interface RefusedOutcome {
  readonly kind: 'refused';
  readonly by: 'construct' | 'checks';
  readonly refusals: readonly OutcomeRefusal[];
}

/** What became of an intent on a gateway. */
export type PortabilityOutcome = EmittedOutcome | RefusedOutcome;

/** How an outcome is judged. */
export interface OutcomeOptions {
  /** `controllerName` of the GatewayClass. */
  readonly controllerName: string;
  /**
   * CustomResourceDefinitions, as YAML texts; hand over the same list each time, which is then read once.
   * @default - this library's own contracts
   */
  readonly crds?: readonly string[];
}

/** Asks an intent of a gateway, in an app of its own, and checks all objects of the app. */
export function outcomeOf(
  intent: PortabilityIntent,
  gateway: GatewayImplementation,
  options: OutcomeOptions,
): PortabilityOutcome {
  const site = new IntentSite(gateway, options.controllerName);
  try {
    intent.build(site);
  } catch (error) {
    if (!ValidationError.isValidationError(error)) {
      throw error;
    }
    const { rule, reason, fix } = error;
    return { kind: 'refused', by: 'construct', refusals: [{ rule, reason, fix }] };
  }
  const checks = UpstreamTls.of(site.app);
  checks.configure({ crds: options.crds });
  const { findings } = checks.check();
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (intent.hasRoutes && errors.length > 0) {
    const refusals = errors.map(({ rule, message, fix }) => ({ rule, reason: message, fix }));
    return { kind: 'refused', by: 'checks', refusals };
  }
  return { kind: 'emitted', objects: emittedObjects(site), changes: changesOf(site), findings };
}

function emittedObjects(site: IntentSite): readonly JsonObject[] {
  const given = new Set(site.givenObjects.map(({ object }) => object));
  const all = site.app.node.findAll().filter((node) => ApiObject.isApiObject(node));
  return all.filter((object) => !given.has(object)).map((object) => object.toJson());
}

function changesOf(site: IntentSite): readonly ObjectChange[] {
  return site.givenObjects.flatMap(({ object, before }) => {
    const patch = difference(before, object.toJson());
    const { kind, name, metadata } = object;
    return patch === undefined ? [] : [{ object: `${kind} ${metadata.namespace}/${name}`, patch }];
  });
}

/** What was added or changed, as a merge patch; constructs remove nothing. */
function difference(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const changed = Object.entries(after).flatMap(([key, value]): [string, JsonValue][] => {
    const old = before[key];
    if (JSON.stringify(old) === JSON.stringify(value) || value === undefined) {
      return [];
    }
    const inner = isJsonObject(old) && isJsonObject(value) ? difference(old, value) : value;
    return inner === undefined ? [] : [[key, inner]];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
