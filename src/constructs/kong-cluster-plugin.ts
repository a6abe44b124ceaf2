import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { attachByAnnotation } from './_attach-kong-plugin';
import { declareKongPlugin, pluginAnnotations } from './_declare-kong-plugin';
import { kongPluginFields } from './_kong-plugin-fields';
import type { KongPluginDefinition } from './kong-plugin-definition';
import type { KongClusterPluginSecretKey, KongPluginCommonProps } from './kong-plugin-options';
import { refusingFor, ValidationError } from './validation-error';

/** A plugin of Kong Gateway for objects of all namespaces. */
export interface KongClusterPluginProps extends KongPluginCommonProps<KongClusterPluginSecretKey> {
  /**
   * Whether it is for all requests. Of two global ones of the same plugin the controller applies neither.
   * @default false
   */
  readonly global?: boolean;
  /**
   * The class of the controller that reads it; a controller leaves those of other classes alone.
   * @default 'kong'
   */
  readonly ingressClassName?: string;
}

/**
 * A KongClusterPlugin: a plugin of Kong Gateway for objects of all namespaces, or for all requests. Where a namespace has a
 * KongPlugin of the same name, objects there get that one.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/custom-resources/#kongclusterplugin
 */
export class KongClusterPlugin extends Construct {
  readonly name: string;
  private readonly plugin: KongPluginDefinition;
  private readonly global: boolean;

  /** @throws ValidationError if Kong Gateway has no such plugin, would refuse its configuration, or a credential stands in it */
  constructor(scope: Construct, id: string, props: KongClusterPluginProps) {
    super(scope, id);
    this.plugin = props.plugin;
    this.global = props.global ?? false;
    const fields = refusingFor(this, () => kongPluginFields(props));
    const resource = new ApiObject(this, 'Resource', {
      apiVersion: 'configuration.konghq.com/v1',
      kind: 'KongClusterPlugin',
      metadata: {
        ...props.metadata,
        labels: { ...(this.global ? { global: 'true' } : {}), ...props.metadata?.labels },
        annotations: {
          'kubernetes.io/ingress.class': props.ingressClassName ?? 'kong',
          ...pluginAnnotations(props),
          ...props.metadata?.annotations,
        },
      },
      ...fields,
    });
    if (resource.metadata.namespace !== undefined) {
      // cdk8s puts the namespace of the chart on each object; this kind has none.
      resource.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
    this.name = resource.name;
    refusingFor(this, () => declareKongPlugin(this, props));
  }

  /**
   * Attaches the plugin to a Service, an Ingress, a route of Gateway API, a KongConsumer or a KongConsumerGroup, as a whole.
   * @throws ValidationError if the controller would not follow it, the plugin is attached already, or is global
   */
  attachTo(target: IConstruct): void {
    const { name, plugin } = this;
    if (this.global) {
      throw new ValidationError(this, {
        rule: 'plugins/attached-twice',
        message: 'the plugin is global, and is for each request already',
        fix: 'drop the attachment, or global',
      });
    }
    attachByAnnotation({ scope: this, kind: 'KongClusterPlugin', name, plugin }, target);
  }
}
