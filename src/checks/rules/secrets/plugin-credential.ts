import { fieldOf } from '../../../manifests/graph/json-fields';
import { KONG } from '../../../manifests/graph/kong-fields';
import { type FieldPath, formatPath, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { jsonPointer, plainCredentialsIn } from './plain-credentials';

/** Credentials in the `config` of a KongPlugin. Those of a known form are `secrets/token-text` wherever they stand. */
export const pluginCredential: Rule<CheckContext> = {
  id: 'secrets/plugin-credential',
  severity: 'warning',
  title: 'A credential stands in the configuration of a Kong plugin',
  why: 'A plugin object is no Secret: its `config` is readable to everyone who may read plugins, and it is committed to Git.',
  fix:
    'Keep the value in a Secret and name it in `configPatches` (one field) or `configFrom` (the whole configuration), or use a ' +
    'vault reference such as {vault://env/my-secret}.',
  check({ index }) {
    const plugins = ['KongPlugin', 'KongClusterPlugin'].flatMap((kind) => index.ofKind(KONG, kind));
    if (plugins.length === 0) {
      return notApplicable('there is no KongPlugin');
    }
    return resultOf(
      plugins.flatMap((plugin) =>
        plainCredentialsIn(fieldOf(plugin.body, 'config'), ['config']).map((path) => finding(plugin, path)),
      ),
    );
  },
};

function finding(plugin: Manifest, path: FieldPath): RuleFinding {
  return {
    manifest: plugin,
    path,
    message: `${formatPath(path)} holds a credential in plain text; allowed are references to a Secret`,
    fix: `remove it, and give configPatches an entry with path "${jsonPointer(path.slice(1))}" and valueFrom.secretKeyRef`,
  };
}
