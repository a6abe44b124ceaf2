import { fieldAt, fieldOf, itemsOf, optional, textOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { type Container, containersOf, environmentOf } from '../_containers';

/** The group of the kinds that configure plugins. */
export const KONG_GROUP = 'configuration.konghq.com';
const OPERATOR_GROUP = 'gateway-operator.konghq.com';

/** An object that configures a plugin. */
export interface PluginObject {
  readonly manifest: Manifest;
  /** The name of the plugin's code. */
  readonly plugin: string;
}

/** One name in the list of plugins that a Kong node is to load. */
export interface LoadedPlugin {
  readonly plugin: string;
  readonly manifest: Manifest;
  readonly path: FieldPath;
  /** @default - the list is one of a DataPlane or a GatewayConfiguration */
  readonly container?: Container;
  /** Where Kong Operator looks for the image of the plugin. */
  readonly namespace?: string;
}

/** All KongPlugins and KongClusterPlugins. */
export function pluginObjectsOf(index: ManifestIndex): readonly PluginObject[] {
  return ['KongPlugin', 'KongClusterPlugin']
    .flatMap((kind) => index.ofKind(KONG_GROUP, kind))
    .flatMap((manifest) => {
      const plugin = textOf(manifest.body, 'plugin');
      return plugin === undefined ? [] : [{ manifest, plugin }];
    });
}

/** The plugins that nodes of the set load beside the bundled ones: by KONG_PLUGINS, or by pluginsToInstall. */
export function loadedPluginsOf(index: ManifestIndex): readonly LoadedPlugin[] {
  const lists = INSTALLING.flatMap(({ kind, path }) =>
    index.ofKind(OPERATOR_GROUP, kind).flatMap((manifest) => installedBy(manifest, path)),
  );
  return [...containersOf(index).flatMap(listedIn), ...lists];
}

/** The objects of Kong Operator that say which plugins nodes have: a GatewayConfiguration for the DataPlanes of Gateways. */
const INSTALLING = [
  { kind: 'DataPlane', path: ['spec', 'pluginsToInstall'] },
  { kind: 'GatewayConfiguration', path: ['spec', 'dataPlaneOptions', 'pluginsToInstall'] },
];

/** The plugin images of Kong Operator; each has the name of its plugin. */
export function pluginInstallationsOf(index: ManifestIndex): readonly Manifest[] {
  return index.ofKind(OPERATOR_GROUP, 'KongPluginInstallation');
}

/** Whether a node of Kong is in the set, and with it the list of what it loads. */
export function tellsLoadedPlugins(index: ManifestIndex): boolean {
  return (
    INSTALLING.some(({ kind }) => index.ofKind(OPERATOR_GROUP, kind).length > 0) ||
    containersOf(index).some((container) => environmentOf(container, 'KONG_PLUGINS')?.value !== undefined)
  );
}

function listedIn(container: Container): readonly LoadedPlugin[] {
  const setting = environmentOf(container, 'KONG_PLUGINS');
  return (setting?.value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'bundled' && name !== 'off')
    .map((plugin) => ({ plugin, manifest: container.workload, path: setting?.path ?? container.path, container }));
}

function installedBy(manifest: Manifest, path: readonly string[]): readonly LoadedPlugin[] {
  return itemsOf(fieldAt(manifest.body, ...path)).flatMap((entry, position) => {
    const plugin = textOf(entry, 'name');
    const namespace = textOf(entry, 'namespace') ?? manifest.key.namespace;
    return plugin === undefined
      ? []
      : [{ plugin, manifest, path: [...path, position, 'name'], ...optional('namespace', namespace) }];
  });
}

/** The places where a container has volumes. */
export function mountPathsOf(container: Container): readonly string[] {
  return itemsOf(fieldOf(container.body, 'volumeMounts')).flatMap((mount) => textOf(mount, 'mountPath') ?? []);
}
