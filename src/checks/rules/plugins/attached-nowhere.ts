import { labelOf } from '../../../manifests/graph/json-fields';
import { referenceTo } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { pluginObjectsOf } from './_kong-plugins';

/** A plugin object configures nothing by itself. */
export const attachedNowhere: Rule<CheckContext> = {
  id: 'plugins/attached-nowhere',
  severity: 'info',
  title: 'A plugin of Kong is attached to nothing in the set',
  why: 'Kong Gateway runs a plugin only where something names it or where it is global. Objects outside the set may name it; as a warning, where the set is declared complete: it does nothing.',
  fix: 'Name it in the annotation konghq.com/plugins, in a filter of an HTTPRoute, or make a KongClusterPlugin of it with the label global: "true".',
  check({ index, graph, closedWorld }) {
    const plugins = pluginObjectsOf(index);
    if (plugins.length === 0) {
      return notApplicable('there is no KongPlugin and no KongClusterPlugin');
    }
    const isAttached = (manifest: Manifest) =>
      graph.references.to(referenceTo(manifest)).some(({ purpose }) => purpose === 'plugin' || purpose === 'filter');
    return resultOf(
      plugins
        .filter(({ manifest }) => !isAttached(manifest) && !isGlobal(manifest))
        .map(({ manifest }) => ({
          manifest,
          path: [],
          severity: closedWorld ? 'warning' : 'info',
          message: closedWorld
            ? 'nothing names the plugin, so it does nothing'
            : 'nothing in the set names the plugin; unless something elsewhere does, it does nothing',
          fix: `name ${manifest.key.name} in the annotation konghq.com/plugins of the route, Service or consumer that it is for`,
        })),
    );
  },
};

function isGlobal(manifest: Manifest): boolean {
  return manifest.key.kind === 'KongClusterPlugin' && labelOf(manifest, 'global') === 'true';
}
