import { Refusal } from '../gateways/refusal';
import type { KongPluginDefinition } from './kong-plugin-definition';
import type { KongPluginSubdirectory } from './kong-plugin-installation';
import { KongHelmChart } from './license-store';

/** An entry of `plugins.configMaps` or `plugins.secrets`. */
export interface KongPluginMountValues {
  readonly pluginName: string;
  readonly name: string;
  readonly subdirectories?: readonly KongPluginSubdirectory[];
}

/** What the charts need to mount the code of plugins and to load them. */
export interface KongPluginNodeValues {
  /** The chart loads what it mounts; plugins of the image are named in `env.plugins`. */
  readonly plugins?: {
    readonly configMaps?: readonly KongPluginMountValues[];
    readonly secrets?: readonly KongPluginMountValues[];
  };
  readonly env?: { readonly plugins: string };
}

/** Values of chart `kong/ingress`, which has them under `gateway`. */
export interface KongPluginIngressChartValues {
  readonly gateway: KongPluginNodeValues;
}

/**
 * Values for Kong's Helm charts that install custom plugins: all of one release together, since lists of values replace
 * each other.
 *
 * @throws Refusal if a plugin needs no installation, or one by Kong Operator, or if plugins of the image and mounted ones are mixed
 */
export function kongPluginHelmValues(
  chart: KongHelmChart.KONG,
  plugins: readonly KongPluginDefinition[],
): KongPluginNodeValues;
export function kongPluginHelmValues(
  chart: KongHelmChart.INGRESS,
  plugins: readonly KongPluginDefinition[],
): KongPluginIngressChartValues;
export function kongPluginHelmValues(
  chart: KongHelmChart,
  plugins: readonly KongPluginDefinition[],
): KongPluginNodeValues | KongPluginIngressChartValues {
  const values = nodeValues(plugins);
  return chart === KongHelmChart.KONG ? values : { gateway: values };
}

function nodeValues(plugins: readonly KongPluginDefinition[]): KongPluginNodeValues {
  const sorted = [...plugins].sort((a, b) => (a.pluginName < b.pluginName ? -1 : 1));
  for (const plugin of sorted) {
    requireHelm(plugin);
  }
  const configMaps = sorted.flatMap((plugin) => mount(plugin, 'ConfigMap'));
  const secrets = sorted.flatMap((plugin) => mount(plugin, 'Secret'));
  const inImage = sorted.filter(({ installation }) => installation?.code.from === 'gateway-image');
  if (inImage.length === 0) {
    return { plugins: { ...nonEmpty('configMaps', configMaps), ...nonEmpty('secrets', secrets) } };
  }
  if (configMaps.length + secrets.length > 0) {
    // The chart writes KONG_PLUGINS for what it mounts, and leaves it to env.plugins where that is given.
    throw new Refusal({
      rule: 'plugins/custom-not-installed',
      message:
        'plugins of the image and mounted plugins are given together; env.plugins would take the place of the list that the chart makes of what it mounts',
      fix: 'mount all of them, or put all of them into the image',
    });
  }
  return { env: { plugins: ['bundled', ...inImage.map(({ pluginName }) => pluginName)].join(',') } };
}

function requireHelm({ pluginName, installation }: KongPluginDefinition): void {
  if (installation === undefined || installation.code.from === 'image') {
    throw new Refusal({
      rule: 'plugins/custom-not-installed',
      message:
        installation === undefined
          ? `plugin "${pluginName}" is a bundled one, which needs no installation`
          : `plugin "${pluginName}" is an image that Kong Operator fetches; the Helm charts cannot`,
      fix: installation === undefined ? 'leave it out' : 'name it in spec.pluginsToInstall of the DataPlane',
    });
  }
}

function mount(
  { pluginName, installation }: KongPluginDefinition,
  from: 'ConfigMap' | 'Secret',
): readonly KongPluginMountValues[] {
  const code = installation?.code;
  if (code?.from !== from) {
    return [];
  }
  const { name, subdirectories } = code;
  return [{ pluginName, name, ...nonEmpty('subdirectories', subdirectories) }];
}

function nonEmpty<Name extends string, Item>(
  name: Name,
  items: readonly Item[],
): { readonly [Key in Name]?: readonly Item[] } {
  return items.length === 0 ? {} : ({ [name]: items } as { readonly [Key in Name]?: readonly Item[] });
}
