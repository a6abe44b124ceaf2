import { annotationOf, labelOf } from '../../../manifests/graph/json-fields';
import { MultiMap } from '../../../manifests/graph/multi-map';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { pluginObjectsOf } from './_kong-plugins';

/** Of several global plugins of one kind the controllers apply none. */
export const globalTwice: Rule<CheckContext> = {
  id: 'plugins/global-twice',
  severity: 'error',
  title: 'Two global KongClusterPlugins configure the same plugin, so that neither is applied',
  why: 'The controllers log the second one and leave all of them out. Where the plugin authenticates, every request passes without.',
  fix: 'Keep one of them global, and attach the others to what they are for.',
  check({ index }) {
    const globals = pluginObjectsOf(index).filter(({ manifest }) => isGlobal(manifest));
    if (globals.length === 0) {
      return notApplicable('no KongClusterPlugin is global');
    }
    const byPlugin = new MultiMap<Manifest>();
    for (const { manifest, plugin } of globals) {
      byPlugin.add(keyOf(plugin, manifest), manifest);
    }
    return resultOf(
      globals.flatMap(({ manifest, plugin }) => {
        const [first, second] = byPlugin.get(keyOf(plugin, manifest));
        const other = first === manifest ? second : first;
        return other === undefined ? [] : [neither(manifest, other, plugin)];
      }),
    );
  },
};

function neither(manifest: Manifest, other: Manifest, plugin: string): RuleFinding {
  return {
    manifest,
    path: ['metadata', 'labels', 'global'],
    message: `plugin ${describeString(plugin)} is global here and in KongClusterPlugin ${other.key.name}, so neither is applied`,
    fix: 'keep one of them global, and attach the other to what it is for',
  };
}

function isGlobal(manifest: Manifest): boolean {
  return manifest.key.kind === 'KongClusterPlugin' && labelOf(manifest, 'global') === 'true';
}

/** Controllers of other classes do not see it. */
function keyOf(plugin: string, manifest: Manifest): string {
  return JSON.stringify([plugin, annotationOf(manifest, 'kubernetes.io/ingress.class') ?? '']);
}
