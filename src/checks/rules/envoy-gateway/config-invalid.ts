import { fieldAt, fieldOf, itemsOf, nonEmpty, textOf } from '../../../manifests/graph/json-fields';
import { type FieldPath, formatPath, isJsonObject, type JsonValue } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import {
  type Configuration,
  configurationsOf,
  type ExtensionManager,
  extensionManagersOf,
  NO_CONFIGURATION,
  placeOf,
} from './_configuration';
import { CONFIGURATION_FIELDS, type ConfigurationFields } from './_configuration-fields';

const TARGETS = ['fqdn', 'ip', 'unix', 'host'];
const ONE_TARGET = 'name the extension by one of fqdn, ip and unix';

/** The file is decoded without a schema, and only a part of what the schema would say is then tested. */
export const configInvalid: Rule<CheckContext> = {
  id: 'envoy-gateway/config-invalid',
  severity: 'error',
  title: 'The configuration of Envoy Gateway has a field that is dropped, or is refused as a whole',
  why:
    'The configuration has no CRD and is decoded without complaint about fields that are not known: one in the wrong case, such ' +
    'as retryableStatusCodes, is dropped in silence. A configuration that fails validation is logged and the old one stays in force.',
  fix: 'Write fields as the API reference does, give each extension a name of its own, hooks, and one target.',
  check({ index }) {
    const configurations = configurationsOf(index);
    if (configurations.length === 0) {
      return notApplicable(NO_CONFIGURATION);
    }
    return resultOf(
      configurations.flatMap((configuration) => [
        ...miscased(configuration, configuration.body, CONFIGURATION_FIELDS, []),
        ...managerFields(configuration),
        ...repeatedNames(configuration),
        ...extensionManagersOf(configuration).flatMap((manager) => [
          ...withoutHooks(manager),
          ...wrongTarget(manager),
          ...wrongSecretRefs(manager),
        ]),
      ]),
    );
  },
};

function finding(configuration: Configuration, path: FieldPath, message: string, fix: string): RuleFinding {
  return { ...placeOf(configuration, path), message, fix };
}

/** Fields that are known but for their case. Others may belong to a release that is newer than the list. */
function miscased(
  configuration: Configuration,
  value: JsonValue,
  fields: ConfigurationFields,
  path: FieldPath,
): readonly RuleFinding[] {
  if (Array.isArray(value)) {
    return itemsOf(value).flatMap((item, position) => miscased(configuration, item, fields, [...path, position]));
  }
  return Object.entries(isJsonObject(value) ? value : {}).flatMap(([name, inner]) => {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (known !== undefined) {
      return known === 'any' || inner === undefined ? [] : miscased(configuration, inner, known, [...path, name]);
    }
    const meant = Object.keys(fields).find((field) => field.toLowerCase() === name.toLowerCase());
    return meant === undefined
      ? []
      : [
          finding(
            configuration,
            [...path, name],
            `${formatPath([...path, name])} is dropped in silence: the field is ${meant}`,
            `write ${meant}`,
          ),
        ];
  });
}

function managerFields(configuration: Configuration): readonly RuleFinding[] {
  const managers = fieldOf(configuration.body, 'extensionManagers');
  const isEmpty = Array.isArray(managers) && managers.length === 0;
  const areBoth = managers !== undefined && isJsonObject(fieldOf(configuration.body, 'extensionManager'));
  return [
    ...(isEmpty
      ? [
          finding(
            configuration,
            ['extensionManagers'],
            'extensionManagers is empty, and one at least is wanted',
            'remove extensionManagers',
          ),
        ]
      : []),
    ...(areBoth
      ? [
          finding(
            configuration,
            ['extensionManager'],
            'extensionManager and extensionManagers are both set, and one of the two is allowed',
            'move extensionManager into the list, with a name',
          ),
        ]
      : []),
  ];
}

function repeatedNames(configuration: Configuration): readonly RuleFinding[] {
  const seen = new Set<string>();
  return itemsOf(fieldOf(configuration.body, 'extensionManagers')).flatMap((manager, position) => {
    const name = textOf(manager, 'name');
    const path = ['extensionManagers', position];
    if (name === undefined) {
      return [
        finding(
          configuration,
          path,
          `${formatPath(path)} has no name, by which the list tells its entries apart`,
          'give it a name of its own',
        ),
      ];
    }
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      finding(
        configuration,
        [...path, 'name'],
        `${formatPath([...path, 'name'])} "${name.slice(0, 80)}" is there twice, and the configuration is refused`,
        'give each extension manager a name of its own',
      ),
    ];
  });
}

function withoutHooks({ configuration, path, value }: ExtensionManager): readonly RuleFinding[] {
  return isJsonObject(fieldOf(value, 'hooks'))
    ? []
    : [
        finding(
          configuration,
          path,
          `${formatPath(path)} has no hooks, and the configuration is refused without`,
          'name the hooks that the extension implements under hooks.xdsTranslator',
        ),
      ];
}

function wrongTarget({ configuration, path, value }: ExtensionManager): readonly RuleFinding[] {
  const service = fieldOf(value, 'service');
  const at = [...path, 'service'];
  const named = TARGETS.filter((target) => isTarget(fieldOf(service, target)));
  if (named.length === 1) {
    return [];
  }
  if (named.length > 1) {
    return [
      finding(
        configuration,
        at,
        `${formatPath(at)} names ${named.join(' and ')}, and one target is allowed`,
        ONE_TARGET,
      ),
    ];
  }
  const found =
    textOf(service, 'hostname') === undefined ? 'names no target' : 'has hostname alone, which names no target';
  return [finding(configuration, at, `${formatPath(at)} ${found}; one of fqdn, ip and unix is wanted`, ONE_TARGET)];
}

function isTarget(value: JsonValue | undefined): boolean {
  return isJsonObject(value) || nonEmpty(value) !== undefined;
}

function wrongSecretRefs({ configuration, path, value }: ExtensionManager): readonly RuleFinding[] {
  return ['certificateRef', 'clientCertificateRef'].flatMap((field) => {
    const reference = fieldAt(value, 'service', 'tls', field);
    const group = textOf(reference, 'group') ?? '';
    const kind = textOf(reference, 'kind') ?? 'Secret';
    const at = [...path, 'service', 'tls', field];
    return !isJsonObject(reference) || (group === '' && kind === 'Secret')
      ? []
      : [
          finding(
            configuration,
            at,
            `${formatPath(at)} names ${group === '' ? '' : `${group}/`}${kind}, and a Secret of the core group is wanted`,
            'name a Secret',
          ),
        ];
  });
}
