import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { JsonObject } from '../manifests/manifest';
import type { KongPluginDefinition } from './kong-plugin-definition';
import { ValidationError } from './validation-error';

/** A plugin object that can be attached. */
export interface AttachablePlugin {
  readonly scope: Construct;
  readonly kind: 'KongPlugin' | 'KongClusterPlugin';
  readonly name: string;
  /** @default - it is for all namespaces, or left to whoever applies it */
  readonly namespace?: string;
  readonly plugin: KongPluginDefinition;
}

const PLUGINS = 'konghq.com/plugins';
const KONG = 'configuration.konghq.com';
const GATEWAY_API = 'gateway.networking.k8s.io';
const CONSUMERS = [`${KONG}/KongConsumer`, `${KONG}/KongConsumerGroup`];

/** The kinds whose annotation the controllers read. */
const BEARERS: readonly string[] = [
  '/Service',
  'networking.k8s.io/Ingress',
  ...['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => `${GATEWAY_API}/${kind}`),
  ...CONSUMERS,
];

/**
 * Names the plugin in the annotation of an object.
 * @throws ValidationError if the controller would not follow it, or the plugin is attached already
 */
export function attachByAnnotation(plugin: AttachablePlugin, target: IConstruct): void {
  const object = ApiObject.of(target);
  const kind = kindOf(object);
  if (!BEARERS.includes(kind)) {
    throw refusal(plugin, {
      rule: 'plugins/not-attached',
      message: `${object.kind} "${object.name}" takes no plugins; ${BEARERS.map((one) => one.slice(one.indexOf('/') + 1)).join(', ')} do`,
      fix: 'attach it to the Service, or to a route of it',
    });
  }
  requireSameNamespace(plugin, object);
  if (CONSUMERS.includes(kind) && plugin.plugin.traits?.forConsumers === false) {
    throw refusal(plugin, {
      rule: 'plugins/not-attached',
      message: `${plugin.plugin.pluginName} finds out who the consumer is, and cannot be for one; ${subjectOf(object)} is a consumer`,
      fix: 'attach it to the Service, to a route, or globally',
    });
  }
  const present = namesIn(object);
  requireNotAttached(plugin, object, present.includes(plugin.name));
  object.metadata.addAnnotation(PLUGINS, [...present, plugin.name].sort().join(','));
}

/**
 * Names the plugin in a filter of one rule of an HTTPRoute.
 * @param rule counted from 0
 * @throws ValidationError if the controller would not follow it, or the plugin is attached already
 */
export function attachByFilter(plugin: AttachablePlugin, route: IConstruct, rule: number): void {
  const object = ApiObject.of(route);
  if (kindOf(object) !== `${GATEWAY_API}/HTTPRoute`) {
    throw refusal(plugin, {
      rule: 'plugins/not-attached',
      message: `${object.kind} "${object.name}" takes no plugin in a rule; only HTTPRoute does`,
      fix: 'attach it to the object as a whole: attachTo(...)',
    });
  }
  requireSameNamespace(plugin, object);
  const rules: readonly JsonObject[] = object.toJson().spec?.rules ?? [];
  const filters = filtersOf(rules[rule]);
  if (rules[rule] === undefined) {
    throw refusal(plugin, {
      rule: 'schema/invalid-value',
      message: `${subjectOf(object)} has no rule ${rule}; it has ${rules.length}, counted from 0`,
      fix: 'give the number of one of its rules',
    });
  }
  const isInFilter = filters.some(({ extensionRef }) => (extensionRef as JsonObject | undefined)?.name === plugin.name);
  requireNotAttached(plugin, object, isInFilter || namesIn(object).includes(plugin.name));
  const filter = { type: 'ExtensionRef', extensionRef: { group: KONG, kind: 'KongPlugin', name: plugin.name } };
  const path = `/spec/rules/${rule}/filters`;
  object.addJsonPatch(JsonPatch.add(path, [...filters, filter]));
}

function filtersOf(rule: JsonObject | undefined): readonly JsonObject[] {
  return Array.isArray(rule?.filters) ? rule.filters : [];
}

function namesIn(object: ApiObject): readonly string[] {
  const annotations: Readonly<Record<string, string>> = object.metadata.toJson()?.annotations ?? {};
  return (annotations[PLUGINS] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function requireSameNamespace(plugin: AttachablePlugin, object: ApiObject): void {
  const own = object.metadata.namespace;
  if (plugin.kind === 'KongPlugin' && own !== plugin.namespace) {
    throw refusal(plugin, {
      rule: 'plugins/not-attached',
      message: `${subjectOf(object)} is not in namespace ${plugin.namespace ?? '(none stated)'}, and a KongPlugin is for objects of its own namespace; requests would pass without ${plugin.plugin.pluginName}`,
      fix: `make a KongPlugin in namespace ${own ?? 'of the object'}, or a KongClusterPlugin`,
    });
  }
}

function requireNotAttached(plugin: AttachablePlugin, object: ApiObject, isAttached: boolean): void {
  if (isAttached) {
    throw refusal(plugin, {
      rule: 'plugins/attached-twice',
      message: `${plugin.kind} ${plugin.name} is attached to ${subjectOf(object)} already`,
      fix: 'attach it once',
    });
  }
}

function kindOf(object: ApiObject): string {
  return `${object.apiGroup === 'core' ? '' : object.apiGroup}/${object.kind}`;
}

function subjectOf({ kind, name, metadata }: ApiObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${name}`;
}

function refusal({ scope }: AttachablePlugin, details: ConstructorParameters<typeof ValidationError>[1]) {
  return new ValidationError(scope, details);
}
