import type { JsonObject } from '../../manifests/manifest';
import { describeField, describeValue } from './describe-value';
import { DNS_1035_LABEL, PATH_SEGMENT } from './kubernetes-names';
import { metadataViolations } from './object-metadata';
import type { Place } from './validate-structure';
import type { Violation } from './violation';

/**
 * Identity and metadata of a whole Kubernetes object that stands inside another one.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#rawextension
 */
export function embeddedResourceViolations(value: JsonObject, place: Place): readonly Violation[] {
  return [
    ...identityViolations(
      value,
      'apiVersion',
      place,
      (text) => text.split('/').length <= 2,
      '"version" or "group/version"',
    ),
    ...identityViolations(
      value,
      'kind',
      place,
      (text) => DNS_1035_LABEL.test(text.toLowerCase()),
      'letters, digits and "-"',
    ),
    ...metadataViolations(value.metadata, {
      path: [...place.path, 'metadata'],
      nameRule: PATH_SEGMENT,
      needsName: false,
    }),
  ];
}

function identityViolations(
  value: JsonObject,
  name: 'apiVersion' | 'kind',
  place: Place,
  isGood: (text: string) => boolean,
  allowed: string,
): readonly Violation[] {
  const text = value[name];
  if (text === undefined || text === '') {
    return [
      {
        rule: 'schema/invalid-value',
        path: [...place.path, name],
        message: `${name} is missing; ${describeField(place.path)} holds a whole object`,
        fix: `set ${name}`,
        blocksRules: true,
      },
    ];
  }
  if (typeof text === 'string' && isGood(text)) {
    return [];
  }
  return [
    {
      rule: 'schema/invalid-value',
      path: [...place.path, name],
      message: `${name} is ${describeValue(text, [...place.path, name], place.kind)}; allowed is ${allowed}`,
      fix: `correct ${name}`,
      blocksRules: typeof text !== 'string',
    },
  ];
}
