import type { Severity } from '../../../manifests/finding';
import { extensionManagersIn } from '../../../manifests/graph/envoy-gateway-configuration';
import { fieldAt, fieldOf, itemsOf, nonEmpty, textOf } from '../../../manifests/graph/json-fields';
import { type FieldPath, formatPath, isJsonObject, type JsonObject, type JsonValue } from '../../../manifests/manifest';
import { describeString } from '../../schema/describe-value';
import { nearestName } from '../../schema/nearest-name';
import { normalize } from '../../schema/normalize';
import { SchemaNode } from '../../schema/schema-node';
import type { StructuralSchema } from '../../schema/structural-schema';
import { validateStructure } from '../../schema/validate-structure';
import { CONFIGURATION_SCHEMA } from './_configuration-schema';

/** What is wrong with a configuration file of Envoy Gateway. */
export interface ConfigurationProblem {
  /** The way to it in the file. */
  readonly path: FieldPath;
  readonly message: string;
  readonly fix: string;
  /** @default 'error' */
  readonly severity?: Severity;
}

const ROOT = new SchemaNode(CONFIGURATION_SCHEMA);
const TARGETS = ['fqdn', 'ip', 'unix', 'host'];
const ONE_TARGET = 'name the extension by one of fqdn, ip and unix';

/**
 * What is wrong with a configuration file of Envoy Gateway. Its controller decodes the file without complaint about fields
 * that it does not know, and then tests a part of what a schema would say.
 */
export function configurationProblems(body: JsonObject): readonly ConfigurationProblem[] {
  return [
    ...droppedFields(body, CONFIGURATION_SCHEMA, []),
    ...wrongValues(body),
    ...managerFields(body),
    ...repeatedNames(body),
    ...extensionManagersIn(body).flatMap(({ path, value }) => [
      ...withoutHooks(path, value),
      ...wrongTarget(path, value),
      ...wrongSecretRefs(path, value),
    ]),
  ];
}

function droppedFields(value: JsonValue, schema: StructuralSchema, path: FieldPath): readonly ConfigurationProblem[] {
  const { properties, items } = schema;
  if (items !== undefined) {
    return itemsOf(value).flatMap((item, position) => droppedFields(item, items, [...path, position]));
  }
  return properties === undefined || !isJsonObject(value)
    ? []
    : Object.entries(value).flatMap(([name, inner]) => {
        const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
        const at = [...path, name];
        return known === undefined
          ? [dropped(at, name, Object.keys(properties))]
          : droppedFields(inner ?? null, known, at);
      });
}

/** Of the extension managers each field is known; of the rest one may belong to a release that is newer than the list. */
function dropped(path: FieldPath, name: string, known: readonly string[]): ConfigurationProblem {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) {
    return {
      path,
      message: `${formatPath(path)} is dropped in silence: the field is ${nearest}`,
      fix: `write ${nearest}`,
    };
  }
  return {
    path,
    message: `${formatPath(path)} is no field of Envoy Gateway up to 1.9, and what is not known is dropped in silence`,
    fix: 'remove it, or look for its name in the API reference of your release',
    ...(String(path[0]).startsWith('extensionManager') ? {} : { severity: 'warning' }),
  };
}

function wrongValues(body: JsonObject): readonly ConfigurationProblem[] {
  const { value } = normalize(body, ROOT, '');
  return validateStructure(value, ROOT, 'EnvoyGateway').map(({ path, message, fix }) => ({
    path,
    message: path.length < 2 ? message : `${formatPath(path.slice(0, -1))}: ${message}`,
    fix,
  }));
}

function managerFields(body: JsonObject): readonly ConfigurationProblem[] {
  const managers = fieldOf(body, 'extensionManagers');
  const isEmpty = Array.isArray(managers) && managers.length === 0;
  const areBoth = managers !== undefined && isJsonObject(fieldOf(body, 'extensionManager'));
  return [
    ...(isEmpty
      ? [
          {
            path: ['extensionManagers'],
            message: 'extensionManagers is empty, and one at least is wanted',
            fix: 'remove extensionManagers',
          },
        ]
      : []),
    ...(areBoth
      ? [
          {
            path: ['extensionManager'],
            message: 'extensionManager and extensionManagers are both set, and one of the two is allowed',
            fix: 'move extensionManager into the list, with a name',
          },
        ]
      : []),
  ];
}

function repeatedNames(body: JsonObject): readonly ConfigurationProblem[] {
  const seen = new Set<string>();
  return itemsOf(fieldOf(body, 'extensionManagers')).flatMap((manager, position) => {
    const name = textOf(manager, 'name');
    const path = ['extensionManagers', position];
    if (name === undefined) {
      return [
        {
          path,
          message: `${formatPath(path)} has no name, by which the list tells its entries apart`,
          fix: 'give it a name of its own',
        },
      ];
    }
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        path: [...path, 'name'],
        message: `${formatPath([...path, 'name'])} ${describeString(name)} is there twice, and the configuration is refused`,
        fix: 'give each extension manager a name of its own',
      },
    ];
  });
}

function withoutHooks(path: FieldPath, value: JsonValue): readonly ConfigurationProblem[] {
  const hooks = fieldAt(value, 'hooks', 'xdsTranslator');
  const named = ['pre', 'post'].flatMap((field) => itemsOf(fieldOf(hooks, field)));
  return named.length > 0
    ? []
    : [
        {
          path,
          message: `${formatPath(path)} has no hooks, and the configuration is refused without`,
          fix: 'name the hooks that the extension implements under hooks.xdsTranslator.pre or post',
        },
      ];
}

function wrongTarget(path: FieldPath, value: JsonValue): readonly ConfigurationProblem[] {
  const service = fieldOf(value, 'service');
  const at = [...path, 'service'];
  const named = TARGETS.filter((target) => isTarget(fieldOf(service, target)));
  if (named.length === 1) {
    return [];
  }
  if (named.length > 1) {
    return [
      {
        path: at,
        message: `${formatPath(at)} names ${named.join(' and ')}, and one target is allowed`,
        fix: ONE_TARGET,
      },
    ];
  }
  const found =
    textOf(service, 'hostname') === undefined ? 'names no target' : 'has hostname alone, which names no target';
  return [{ path: at, message: `${formatPath(at)} ${found}; one of fqdn, ip and unix is wanted`, fix: ONE_TARGET }];
}

function isTarget(value: JsonValue | undefined): boolean {
  return isJsonObject(value) || nonEmpty(value) !== undefined;
}

function wrongSecretRefs(path: FieldPath, value: JsonValue): readonly ConfigurationProblem[] {
  return ['certificateRef', 'clientCertificateRef'].flatMap((field) => {
    const reference = fieldAt(value, 'service', 'tls', field);
    const group = textOf(reference, 'group') ?? '';
    const kind = textOf(reference, 'kind') ?? 'Secret';
    const at = [...path, 'service', 'tls', field];
    return !isJsonObject(reference) || (group === '' && kind === 'Secret')
      ? []
      : [
          {
            path: at,
            message: `${formatPath(at)} names ${group === '' ? '' : `${group}/`}${kind}, and a Secret of the core group is wanted`,
            fix: 'name a Secret',
          },
        ];
  });
}
