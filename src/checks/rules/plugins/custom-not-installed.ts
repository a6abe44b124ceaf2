import { BUNDLED_PLUGINS } from '../../../gateways/kong/bundled-plugins';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import type { Container } from '../_containers';
import { type LoadedPlugin, loadedPluginsOf, mountPathsOf, pluginInstallationsOf } from './_kong-plugins';

/** Images of Kong as it publishes them; others may have plugins built in. */
const PUBLISHED_IMAGE = /^(?:docker\.io\/)?(?:library\/)?(?:kong\/)?kong(?:-gateway)?(?:[:@]|$)/;
const LUA_FOLDERS = ['/opt', '/usr/local/share/lua'];

/** A plugin that is to be loaded, without its code. */
export const customNotInstalled: Rule<CheckContext> = {
  id: 'plugins/custom-not-installed',
  severity: 'error',
  title: 'A custom plugin is to be loaded, but nothing brings its code',
  why: 'Kong does not start when it cannot load a plugin that it is told to load.',
  fix: 'Mount the code of the plugin, as the chart does for plugins.configMaps, or add a KongPluginInstallation.',
  check({ index, closedWorld }) {
    const custom = loadedPluginsOf(index).filter(({ plugin }) => !BUNDLED_PLUGINS.has(plugin));
    if (custom.length === 0) {
      return notApplicable('no node of the set loads a custom plugin');
    }
    const installations = new Set(pluginInstallationsOf(index).map(({ key }) => placeOf(key.namespace, key.name)));
    // Where the set has none at all, they are kept elsewhere.
    const isKnown = installations.size > 0 || closedWorld;
    return resultOf(
      custom
        .filter(({ plugin, namespace, container }) =>
          container === undefined
            ? isKnown && !installations.has(placeOf(namespace, plugin))
            : PUBLISHED_IMAGE.test(container.image) && !bringsCode(container, plugin),
        )
        .map(finding),
    );
  },
};

function placeOf(namespace: string | undefined, name: string): string {
  return JSON.stringify([namespace ?? null, name]);
}

/** The folder of the plugin, one above it, or anything among the Lua libraries, may hold the code. */
function bringsCode(container: Container, plugin: string): boolean {
  return mountPathsOf(container).some((path) => {
    const folder = path.replace(/\/+$/, '');
    const name = folder.split('/').at(-1);
    return (
      name === plugin || name === 'plugins' || LUA_FOLDERS.some((lua) => folder === lua || folder === `${lua}/kong`)
    );
  });
}

function finding({ plugin, manifest, path, namespace, container }: LoadedPlugin): RuleFinding {
  const shown = describeString(plugin);
  return container === undefined
    ? {
        manifest,
        path,
        message: `plugin ${shown} is to be installed, and there is no KongPluginInstallation of that name`,
        fix: `add KongPluginInstallation ${shown} in the namespace ${namespace ?? `of the ${manifest.key.kind}`}`,
      }
    : {
        manifest,
        path,
        message: `KONG_PLUGINS lists ${shown}, which is neither bundled nor mounted into the container`,
        fix: `mount the code of the plugin at /opt/kong/plugins/${plugin.slice(0, 80)}, or take it off the list`,
      };
}
