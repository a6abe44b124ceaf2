import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { attachByAnnotation, attachByFilter } from './_attach-kong-plugin';
import type { KongController } from './_check-license-source';
import { declareKongPlugin, pluginAnnotations } from './_declare-kong-plugin';
import { kongPluginFields } from './_kong-plugin-fields';
import type { KongPluginDefinition } from './kong-plugin-definition';
import type { KongPluginCommonProps, KongPluginSecretKey } from './kong-plugin-options';
import { refusingFor } from './validation-error';

/** A plugin of Kong Gateway for objects of one namespace. */
export type KongPluginProps = KongPluginCommonProps<KongPluginSecretKey>;

/** How a plugin is attached. */
export interface KongPluginAttachmentOptions {
  /**
   * The controller, where the object stands in another namespace than the plugin. A ReferenceGrant is then written beside
   * the plugin, without which the controller does not follow the reference. Kong Ingress Controller follows it from 3.2.3
   * on, Kong Operator from 2.0 on.
   *
   * @default - an object of another namespace is refused
   */
  readonly acrossNamespacesBy?: KongController;
}

/**
 * A KongPlugin: a plugin of Kong Gateway for Services, routes and consumers of its own namespace, and of others where that
 * is granted. It does nothing until it is attached.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/custom-resources/#kongplugin
 */
export class KongPlugin extends Construct {
  readonly name: string;
  readonly namespace?: string;
  private readonly plugin: KongPluginDefinition;

  /** @throws ValidationError if Kong Gateway has no such plugin, would refuse its configuration, or a credential stands in it */
  constructor(scope: Construct, id: string, props: KongPluginProps) {
    super(scope, id);
    this.plugin = props.plugin;
    const fields = refusingFor(this, () => kongPluginFields(props));
    const annotations = { ...pluginAnnotations(props), ...props.metadata?.annotations };
    const resource = new ApiObject(this, 'Resource', {
      apiVersion: 'configuration.konghq.com/v1',
      kind: 'KongPlugin',
      metadata: { ...props.metadata, annotations },
      ...fields,
    });
    this.name = resource.name;
    this.namespace = resource.metadata.namespace;
    refusingFor(this, () => declareKongPlugin(this, props));
  }

  /**
   * Attaches the plugin to a Service, an Ingress, a route of Gateway API, a KongConsumer or a KongConsumerGroup, as a whole.
   *
   * Attached to a consumer as well as to a Service or a route, it is for the requests of that consumer to that Service or
   * route alone: the controller makes one plugin for each pair, and none for either by itself. For both make two objects.
   *
   * @throws ValidationError if the controller would not follow it, or the plugin is attached already
   * @see https://developer.konghq.com/kubernetes-ingress-controller/custom-resources/#kongplugin
   */
  attachTo(target: IConstruct, options: KongPluginAttachmentOptions = {}): void {
    attachByAnnotation(this.attachable(), target, options.acrossNamespacesBy);
  }

  /**
   * Attaches the plugin to one rule of an HTTPRoute.
   * @param rule counted from 0
   * @throws ValidationError if it is no HTTPRoute or has no such rule, or the plugin is attached already
   */
  attachToRule(route: IConstruct, rule: number): void {
    attachByFilter(this.attachable(), route, rule);
  }

  private attachable() {
    const { name, namespace, plugin } = this;
    return { scope: this, kind: 'KongPlugin', name, namespace, plugin } as const;
  }
}
