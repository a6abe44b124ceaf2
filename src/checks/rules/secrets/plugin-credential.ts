import { fieldOf } from '../../../manifests/graph/json-fields';
import { KONG } from '../../../manifests/graph/kong-fields';
import { type FieldPath, formatPath, isJsonObject, type JsonValue, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { secretsIn } from './_secret-text';
import { isCredentialName, isPlaceholder } from './_token';

/** Credentials that go by another name: of the ai-* plugins and of the session store. */
const OTHER_NAMES: ReadonlySet<string> = new Set([
  'aws_secret_access_key',
  'gcp_service_account_json',
  'header_value',
  'param_value',
  'secret_v1',
]);

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
    return resultOf(plugins.flatMap((plugin) => credentialsIn(plugin, fieldOf(plugin.body, 'config'), ['config'])));
  },
};

function credentialsIn(plugin: Manifest, value: JsonValue | undefined, path: FieldPath): readonly RuleFinding[] {
  if (typeof value === 'string') {
    return isCredential(value, path) ? [finding(plugin, path)] : [];
  }
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).flatMap((item, index) => credentialsIn(plugin, item, [...path, index]));
  }
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([name, field]) => credentialsIn(plugin, field, [...path, name]))
    : [];
}

function isCredential(value: string, path: FieldPath): boolean {
  const name = String(path.findLast((segment) => typeof segment === 'string'));
  return (isCredentialName(name) || OTHER_NAMES.has(name)) && !isPlaceholder(value) && secretsIn(value).length === 0;
}

function finding(plugin: Manifest, path: FieldPath): RuleFinding {
  const pointer = path.slice(1).map(pointerSegment).join('');
  return {
    manifest: plugin,
    path,
    message: `${formatPath(path)} holds a credential in plain text; allowed are references to a Secret`,
    fix: `remove it, and give configPatches an entry with path "${pointer}" and valueFrom.secretKeyRef`,
  };
}

/** A step of a JSON pointer, which escapes its own two marks. */
function pointerSegment(segment: string | number): string {
  return `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
