import { BUNDLED_PLUGINS, FICTITIOUS_PLUGINS } from '../../../gateways/kong/bundled-plugins';
import { annotationOf } from '../../../manifests/graph/json-fields';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { nearestName } from '../../schema/nearest-name';
import {
  loadedPluginsOf,
  type PluginObject,
  pluginInstallationsOf,
  pluginObjectsOf,
  tellsLoadedPlugins,
} from './_kong-plugins';

/** Says how the nodes come to the code of the plugin, where manifests do not show it. Our constructs write it. */
const CODE_ANNOTATION = 'upstream-tls.dev/plugin-code';

/** A plugin that Kong does not have. */
export const unknownName: Rule<CheckContext> = {
  id: 'plugins/unknown-name',
  severity: 'error',
  title: 'A KongPlugin names a plugin that is neither bundled with Kong nor declared as custom',
  why:
    'The API server takes any name. Kong refuses the configuration, and without a database all of it: no change of any ' +
    'object takes effect until the name is right. The plugin ssl-cert-reloader, often advised, does not exist.',
  fix:
    'Name a bundled plugin, or load the custom one by KONG_PLUGINS or by a KongPluginInstallation; where the nodes are elsewhere, ' +
    'say so on the object by upstream-tls.dev/plugin-code.',
  check({ index, closedWorld }) {
    const plugins = pluginObjectsOf(index);
    if (plugins.length === 0) {
      return notApplicable('there is no KongPlugin and no KongClusterPlugin');
    }
    const custom = new Set([
      ...loadedPluginsOf(index).map(({ plugin }) => plugin),
      ...pluginInstallationsOf(index).map(({ key }) => key.name),
    ]);
    const isSure = closedWorld || tellsLoadedPlugins(index);
    const unknown = plugins
      .filter(({ plugin }) => !BUNDLED_PLUGINS.has(plugin) && !custom.has(plugin))
      .filter(({ manifest }) => annotationOf(manifest, CODE_ANNOTATION) === undefined);
    return resultOf(unknown.map((object) => finding(object, isSure)));
  },
};

function finding({ manifest, plugin }: PluginObject, isSure: boolean): RuleFinding {
  const shown = describeString(plugin);
  const instead = FICTITIOUS_PLUGINS[plugin];
  if (instead !== undefined) {
    return {
      manifest,
      path: ['plugin'],
      message: `plugin ${shown} does not exist in any release of Kong`,
      fix: instead,
    };
  }
  const nearest = nearestName(plugin, [...BUNDLED_PLUGINS]);
  const message = `plugin ${shown} is neither bundled with Kong nor loaded by a node of the set`;
  if (nearest !== undefined) {
    return { manifest, path: ['plugin'], message, fix: `did you mean "${nearest}"? otherwise load it by KONG_PLUGINS` };
  }
  return {
    manifest,
    path: ['plugin'],
    message: isSure ? message : `${message}; the nodes are outside the set, so it may be loaded there`,
    fix: 'name a bundled plugin, or load this one by KONG_PLUGINS or a KongPluginInstallation',
    // Nodes elsewhere may load it: that is said, and not held against anyone.
    ...(isSure ? {} : { severity: 'info' }),
  };
}
