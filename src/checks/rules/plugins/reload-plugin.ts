import { FICTITIOUS_PLUGINS } from '../../../gateways/kong/bundled-plugins';
import { annotationOf } from '../../../manifests/graph/json-fields';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { loadedPluginsOf, type PluginObject, pluginObjectsOf } from './_kong-plugins';
import { kongGatewayOf, RENEWAL_FIX, renewalOf } from './_renewal';

/** What plugins are called that are said to reload certificates. */
const CERTIFICATE = /cert|tls|ssl/;
const RELOAD = /reload|refresh|rotat|renew/;
/** Our constructs write it on a plugin that is declared for that. */
const REMEDY = 'upstream-tls.dev/reload-remedy';

/** A remedy from the field: a plugin with an interval that reloads certificates. */
export const reloadPlugin: Rule<CheckContext> = {
  id: 'plugins/reload-plugin',
  severity: 'warning',
  title: 'A custom plugin is to reload certificates, which Kong Gateway does without it',
  why:
    'Certificates of Secrets are entities that the controller sends to Kong Gateway as soon as they change. Code of a plugin runs in ' +
    'requests and timers of a worker; it sees no Secret, cannot replace those entities without a database, and does not close ' +
    'the pooled connections that keep the old certificate. Files that kong.conf names are read at the start only, and no plugin changes that.',
  fix:
    'Let CertRotation renew the Secret in place, early enough before expiry, and name it by UpstreamMtls; for files of kong.conf ' +
    'restart the pods, as Stakater Reloader does by secret.reloader.stakater.com/reload on the Deployment.',
  check(context) {
    const plugins = pluginObjectsOf(context.index);
    if (plugins.length === 0) {
      return notApplicable('there is no KongPlugin and no KongClusterPlugin');
    }
    const renewal = renewalOf(context);
    const loaded = new Set(loadedPluginsOf(context.index).map(({ plugin }) => plugin));
    return resultOf(
      plugins
        .filter((object) => isRemedy(object, loaded))
        .map(({ manifest, plugin }) => {
          const gateway = kongGatewayOf(manifest);
          const on = gateway === undefined ? '' : ` on Kong Gateway ${gateway.version}`;
          return {
            manifest,
            path: ['plugin'],
            message: `plugin ${describeString(plugin)} is to reload certificates${on}, and has nothing to do: ${renewal}`,
            fix: RENEWAL_FIX,
          };
        }),
    );
  },
};

/** One that no release has is another rule's matter, unless its code is said to be somewhere or nodes load it. */
function isRemedy({ manifest, plugin }: PluginObject, loaded: ReadonlySet<string>): boolean {
  const isFictitious = FICTITIOUS_PLUGINS[plugin] !== undefined && !loaded.has(plugin);
  return (
    annotationOf(manifest, REMEDY) !== undefined || (!isFictitious && CERTIFICATE.test(plugin) && RELOAD.test(plugin))
  );
}
