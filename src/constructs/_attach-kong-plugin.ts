import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Capabilities, Unknown } from '../gateways/capabilities';
import { renderReferenceGrant } from '../gateways/gateway-api/client-certificate-ref';
import type { JsonObject } from '../manifests/manifest';
import type { KongController } from './_check-license-source';
import type { KongPluginDefinition } from './kong-plugin-definition';
import { UpstreamTls } from './upstream-tls';
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
 * @param controller what follows it into another namespace, by a grant that is written then
 * @throws ValidationError if the controller would not follow it, or the plugin is attached already
 */
export function attachByAnnotation(plugin: AttachablePlugin, target: IConstruct, controller?: KongController): void {
  const object = ApiObject.of(target);
  const kind = kindOf(object);
  if (!BEARERS.includes(kind)) {
    throw refusal(plugin, {
      rule: 'plugins/not-attached',
      message: `${object.kind} "${object.name}" takes no plugins; ${BEARERS.map((one) => one.slice(one.indexOf('/') + 1)).join(', ')} do`,
      fix: 'attach it to the Service, or to a route of it',
    });
  }
  if (CONSUMERS.includes(kind) && plugin.plugin.traits?.forConsumers === false) {
    throw refusal(plugin, {
      rule: 'plugins/not-attached',
      message: `${plugin.plugin.pluginName} finds out who the consumer is, and cannot be for one; ${subjectOf(object)} is a consumer`,
      fix: 'attach it to the Service, to a route, or globally',
    });
  }
  const present = namesIn(object);
  requireNotAttached(plugin, object, isNamed(plugin, object));
  const name = isElsewhere(plugin, object) ? nameAcross(plugin, object, controller) : plugin.name;
  object.metadata.addAnnotation(PLUGINS, [...present, name].sort().join(','));
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
  if (isElsewhere(plugin, object)) {
    throw refusal(plugin, {
      rule: 'plugins/not-attached',
      message: `${elsewhereText(plugin, object)}, and a filter takes a KongPlugin of its own namespace only; requests would pass without ${plugin.plugin.pluginName}`,
      fix: `make a KongPlugin in namespace ${object.metadata.namespace ?? 'of the object'}, or attach this one to the route as a whole: attachTo(route, { acrossNamespacesBy })`,
    });
  }
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
  requireNotAttached(plugin, object, isInFilter || isNamed(plugin, object));
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

/** By its name, or by its namespace and name, which means the same within a namespace. */
function isNamed(plugin: AttachablePlugin, object: ApiObject): boolean {
  const full = `${plugin.namespace}:${plugin.name}`;
  return namesIn(object).some((name) => name === full || (name === plugin.name && !isElsewhere(plugin, object)));
}

function isElsewhere(plugin: AttachablePlugin, object: ApiObject): boolean {
  return plugin.kind === 'KongPlugin' && object.metadata.namespace !== plugin.namespace;
}

function elsewhereText(plugin: AttachablePlugin, object: ApiObject): string {
  return `${subjectOf(object)} is not in namespace ${plugin.namespace ?? '(none stated)'}`;
}

/** The name by which an object of another namespace has the plugin; the grant for it is written. */
function nameAcross(plugin: AttachablePlugin, object: ApiObject, controller: KongController | undefined): string {
  const { scope, name, namespace } = plugin;
  const from = object.metadata.namespace;
  if (controller === undefined || namespace === undefined || from === undefined) {
    throw refusal(plugin, {
      rule: 'plugins/not-attached',
      message: `${elsewhereText(plugin, object)}, and a KongPlugin is for objects of its own namespace; requests would pass without ${plugin.plugin.pluginName}`,
      fix: `make a KongPlugin in namespace ${from ?? 'of the object'}, or a KongClusterPlugin, or have a controller follow it: attachTo(object, { acrossNamespacesBy })`,
    });
  }
  requireFollowed(plugin, object, controller);
  const checks = UpstreamTls.of(scope);
  checks.useGateway(controller.implementation, controller.version.toString());
  const { sharedAs = '', manifest } = renderReferenceGrant({
    from: { group: groupOf(object), kind: object.kind, namespace: from },
    to: { group: KONG, kind: 'KongPlugin', name },
    namespace,
  });
  checks.share(scope, sharedAs, manifest, () => new ApiObject(Chart.of(scope), sharedAs, manifest));
  return `${namespace}:${name}`;
}

const FOLLOWS: Readonly<Record<Exclude<Capabilities['pluginNamespaces'], 'granted'> | Unknown, string>> = {
  own: 'takes plugins of the own namespace of an object only',
  misgranted: 'looks for the grant in the wrong namespace, and does not find that for a route at all',
  unknown: 'may or may not take plugins of another namespace',
};

function requireFollowed(plugin: AttachablePlugin, object: ApiObject, controller: KongController): void {
  const { value, evidence } = controller.capability('pluginNamespaces');
  if (value !== 'granted') {
    throw refusal(plugin, {
      rule: 'plugins/not-attached',
      message: `${elsewhereText(plugin, object)}, and ${controller} ${FOLLOWS[value]} (${evidence}); requests would pass without ${plugin.plugin.pluginName}`,
      fix: `make a KongPlugin in namespace ${object.metadata.namespace ?? 'of the object'}, or a KongClusterPlugin, or use Kong Ingress Controller 3.2.3, Kong Operator 2.0 or later`,
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
  return `${groupOf(object)}/${object.kind}`;
}

function groupOf({ apiGroup }: ApiObject): string {
  return apiGroup === 'core' ? '' : apiGroup;
}

function subjectOf({ kind, name, metadata }: ApiObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${name}`;
}

function refusal({ scope }: AttachablePlugin, details: ConstructorParameters<typeof ValidationError>[1]) {
  return new ValidationError(scope, details);
}
