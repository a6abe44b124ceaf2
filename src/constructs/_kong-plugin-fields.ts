import { jsonPointer, secretFieldsIn } from '../checks/rules/secrets/plain-credentials';
import { describeString } from '../checks/schema/describe-value';
import { nearestName } from '../checks/schema/nearest-name';
import { availabilityOf, BUNDLED_PLUGINS, FICTITIOUS_PLUGINS } from '../gateways/kong/bundled-plugins';
import { type KongGateway, KongGatewayEdition } from '../gateways/kong/kong-gateway';
import { Refusal } from '../gateways/refusal';
import type { RenderingNote } from '../gateways/rendering';
import { formatPath, type JsonObject } from '../manifests/manifest';
import { requireObjectName } from './_object-name';
import type { KongPluginDefinition } from './kong-plugin-definition';
import type {
  KongClusterPluginSecretKey,
  KongPluginCommonProps,
  KongPluginOrdering,
  KongPluginSecretKey,
} from './kong-plugin-options';

type Props = KongPluginCommonProps<KongPluginSecretKey & Partial<KongClusterPluginSecretKey>>;

/**
 * The fields of a KongPlugin or KongClusterPlugin, which stand beside its metadata: the kinds have no `spec`.
 * @throws Refusal if Kong would refuse or ignore it, or a credential stands in it
 */
export function kongPluginFields(props: Props): JsonObject {
  requireOneSource(props);
  refuseSecrets(props.plugin);
  requireKnownFields(props.plugin, props.kongGateway);
  requireProtocols(props);
  requireOrdering(props);
  requireTags(props);
  return {
    plugin: props.plugin.pluginName,
    config: props.plugin.config,
    configFrom: props.configFrom === undefined ? undefined : { secretKeyRef: secretKey(props.configFrom) },
    configPatches: props.configPatches?.map(({ path, secretKeyRef }) => ({
      path: requirePointer(path),
      valueFrom: { secretKeyRef: secretKey(secretKeyRef) },
    })),
    disabled: props.disabled,
    instance_name: props.instanceName,
    ordering: props.ordering === undefined ? undefined : orderingField(props.ordering),
    protocols: props.protocols === undefined ? undefined : [...props.protocols],
  };
}

/**
 * Looks whether the gateway has the plugin, or is given it.
 * @throws Refusal if it has not
 */
export function checkAvailability(plugin: KongPluginDefinition, gateway: KongGateway): readonly RenderingNote[] {
  const { pluginName, installation } = plugin;
  const fictitious = FICTITIOUS_PLUGINS[pluginName];
  const availability = availabilityOf(pluginName, gateway);
  if (installation !== undefined) {
    return availability.state === 'bundled' ? [shadowing(pluginName, gateway)] : [];
  }
  if (availability.state === 'bundled') {
    return [];
  }
  if (availability.state === 'unknown') {
    return [
      {
        rule: 'plugins/unknown-name',
        severity: 'info',
        message: `whether ${gateway} bundles plugin "${pluginName}" is not known: ${availability.evidence}`,
        fix: 'look it up in the documentation of that release',
      },
    ];
  }
  const nearest = nearestName(pluginName, [...BUNDLED_PLUGINS]);
  throw new Refusal({
    rule: 'plugins/unknown-name',
    message:
      fictitious === undefined
        ? `${gateway} does not bundle plugin ${describeString(pluginName)} (${availability.evidence})`
        : `plugin ${describeString(pluginName)} does not exist in any release of Kong`,
    fix:
      fictitious ??
      (availability.elsewhere === undefined
        ? `${nearest === undefined ? '' : `did you mean "${nearest}"? `}say how a custom plugin is installed: KongPluginDefinition.custom("${pluginName}", { installation })`
        : `use ${availability.elsewhere}`),
  });
}

function shadowing(name: string, gateway: KongGateway): RenderingNote {
  return {
    rule: 'plugins/custom-not-installed',
    severity: 'warning',
    message: `${gateway} bundles a plugin "${name}" itself; which of the two is loaded depends on the search path of its code`,
    fix: 'give the custom plugin a name of its own, or use the bundled one: KongPluginDefinition.bundled(...)',
  };
}

function requireOneSource({ plugin, configFrom, configPatches }: Props): void {
  if (configFrom === undefined) {
    return;
  }
  const other =
    plugin.config !== undefined
      ? `a configuration for ${plugin.pluginName}`
      : configPatches === undefined
        ? undefined
        : 'configPatches';
  if (other !== undefined) {
    throw new Refusal({
      rule: 'schema/rule-violated',
      message: `configFrom takes the whole configuration from a Secret, and ${other} is given beside it`,
      fix: 'keep configFrom alone, or take single values from Secrets by configPatches',
    });
  }
}

/** The text itself is never shown. */
function refuseSecrets({ config, pluginName }: KongPluginDefinition): void {
  const [path] = secretFieldsIn(config, ['config']);
  if (path !== undefined) {
    throw new Refusal({
      rule: 'secrets/plugin-credential',
      message: `${formatPath(path)} of ${pluginName} holds a secret in plain text; a plugin object is readable to all who may read plugins, and stands in Git`,
      fix: `remove it, and give configPatches { path: "${jsonPointer(path.slice(1))}", secretKeyRef: { name, key } }`,
    });
  }
}

function requireKnownFields({ pluginName, config, traits }: KongPluginDefinition, gateway: KongGateway): void {
  for (const [field, since] of Object.entries(traits?.since ?? {})) {
    if (config?.[field] !== undefined && !gateway.version.overlaps(`>=${since}.0`)) {
      throw new Refusal({
        rule: 'schema/unknown-field',
        message: `${gateway} does not know ${field} of ${pluginName}, which came with ${since}, and refuses the configuration`,
        fix: `drop ${field}, or use Kong Gateway ${since} or later`,
      });
    }
  }
  if (config?.ssl_verify === false && traits?.since?.ssl_verify !== undefined && onlyFrom314(gateway)) {
    throw new Refusal({
      rule: 'kong/tls-verify-off',
      message: `${gateway} refuses ssl_verify false of ${pluginName}, as its tls_certificate_verify is on by default since 3.14`,
      fix: 'drop sslVerify, and let the gateway trust the authority of the revocation servers',
    });
  }
}

function onlyFrom314({ version }: KongGateway): boolean {
  return version.overlaps('>=3.14.0') && !version.overlaps('<3.14.0-0');
}

function requireProtocols({ plugin, protocols }: Props): void {
  const allowed = plugin.traits?.protocols;
  const wrong = allowed === undefined ? undefined : protocols?.find((protocol) => !allowed.includes(protocol));
  if (wrong !== undefined || protocols?.length === 0) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `protocols of ${plugin.pluginName} ${wrong === undefined ? 'is an empty list' : `has "${wrong}"`}; allowed are ${(allowed ?? ['those of the plugin']).join(', ')}`,
      fix: 'drop protocols for those of the plugin',
    });
  }
}

function requireOrdering({ ordering, kongGateway }: Props): void {
  if (ordering !== undefined && kongGateway.edition !== KongGatewayEdition.ENTERPRISE) {
    throw new Refusal({
      rule: 'schema/unknown-field',
      message: `${kongGateway} has no ordering of plugins`,
      fix: `drop ordering, or use ${KongGatewayEdition.ENTERPRISE}`,
    });
  }
}

/** As Kong Gateway takes tags, but for spaces around them; commas separate them. */
const TAG = /^(?! )[^,/\p{Cc}]{1,128}(?<! )$/u;
const MAX_TAGS = 20;

function requireTags({ tags }: Props): void {
  const wrong = tags?.find((tag) => !TAG.test(tag));
  const count = tags?.length ?? 1;
  if (wrong !== undefined || count === 0 || count > MAX_TAGS) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message:
        wrong === undefined
          ? `tags has ${count} entries; allowed are 1 to ${MAX_TAGS}`
          : `tags has ${describeString(wrong)}; allowed are 1 to 128 characters but "," and "/", without spaces around them`,
      fix: 'give tags as in ["payments", "edge"]',
    });
  }
}

function orderingField({ beforeAccess, afterAccess }: KongPluginOrdering): JsonObject {
  return {
    ...(beforeAccess === undefined ? {} : { before: { access: [...beforeAccess] } }),
    ...(afterAccess === undefined ? {} : { after: { access: [...afterAccess] } }),
  };
}

/** A JSON pointer to a field; the empty one would mean the whole configuration. */
const POINTER = /^(?:\/(?:[^/~]|~[01])+)+$/;

function requirePointer(path: string): string {
  if (!POINTER.test(path)) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `path ${describeString(path)} of configPatches is not a JSON pointer to a field`,
      fix: 'give it as in "/redis/password"',
    });
  }
  return path;
}

function secretKey({ name, key, namespace }: KongPluginSecretKey & { readonly namespace?: string }): JsonObject {
  requireObjectName('Secret', name);
  if (namespace !== undefined) {
    requireObjectName('Namespace', namespace);
  }
  return { name, key, ...(namespace === undefined ? {} : { namespace }) };
}
