import type { FieldPath, JsonObject } from '../../manifests/manifest';
import { describeString } from '../schema/describe-value';
import { DNS_SUBDOMAIN, LABEL_VALUE, QUALIFIED_NAME } from '../schema/kubernetes-names';
import { isFilled, objectOf, objectsOf, rejected, type SpecProblem, textOf } from './spec-problem';

const RESERVED_PREFIX = 'cert-manager.io/';
const ALLOWED_RESERVED = 'cert-manager.io/allow-direct-injection';
/** Kubernetes' limit on all annotations of an object together, keys and values, in bytes. */
const MAX_ANNOTATIONS = 256 * 1024;

/** Says what is wrong with the Secret that a Certificate asks for. */
export function secretProblems(spec: JsonObject): readonly SpecProblem[] {
  const template = objectOf(spec.secretTemplate);
  return [
    ...secretNameProblems(textOf(spec.secretName) ?? ''),
    ...labelProblems(objectOf(template.labels)),
    ...annotationProblems(objectOf(template.annotations)),
    ...outputFormatProblems(spec),
    ...['jks', 'pkcs12'].flatMap((store) => keystoreProblems(spec, store)),
  ];
}

function secretNameProblems(name: string): readonly SpecProblem[] {
  return DNS_SUBDOMAIN.test(name)
    ? []
    : [
        rejected(
          ['secretName'],
          `${describeString(name)} is not a name of a Secret, allowed are ${DNS_SUBDOMAIN.allowed}`,
          'choose another name',
        ),
      ];
}

function labelProblems(labels: JsonObject): readonly SpecProblem[] {
  const path = ['secretTemplate', 'labels'];
  return Object.entries(labels).flatMap(([key, value]) => [
    ...metadataKeyProblems(path, key, key),
    ...(LABEL_VALUE.test(textOf(value) ?? '')
      ? []
      : [
          rejected(
            [...path, key],
            `${describeString(textOf(value) ?? '')} is not a label value, allowed are ${LABEL_VALUE.allowed}`,
            'use an annotation for free text',
          ),
        ]),
  ]);
}

function annotationProblems(annotations: JsonObject): readonly SpecProblem[] {
  const path = ['secretTemplate', 'annotations'];
  const entries = Object.entries(annotations);
  const size = entries.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(textOf(value) ?? ''),
    0,
  );
  return [
    ...entries.flatMap(([key]) => [
      ...reservedProblems(path, key),
      ...metadataKeyProblems(path, key, key.toLowerCase()),
    ]),
    ...(size > MAX_ANNOTATIONS
      ? [rejected(path, `hold ${size} bytes, at most ${MAX_ANNOTATIONS} are allowed`, 'keep the data elsewhere')]
      : []),
  ];
}

function reservedProblems(path: FieldPath, key: string): readonly SpecProblem[] {
  return key.startsWith(RESERVED_PREFIX) && key !== ALLOWED_RESERVED
    ? [
        rejected(
          path,
          `has ${describeString(key)}; of ${RESERVED_PREFIX}* only ${ALLOWED_RESERVED} is allowed`,
          'drop it, cert-manager writes its own',
        ),
      ]
    : [];
}

function metadataKeyProblems(path: FieldPath, key: string, compared: string): readonly SpecProblem[] {
  return QUALIFIED_NAME.test(compared)
    ? []
    : [rejected(path, `has the key ${describeString(key)}, allowed is ${QUALIFIED_NAME.allowed}`, 'rename the key')];
}

function outputFormatProblems(spec: JsonObject): readonly SpecProblem[] {
  const types = objectsOf(spec.additionalOutputFormats).map(([, format]) => textOf(format.type) ?? '');
  const twice = types.findIndex((type, index) => types.indexOf(type) < index);
  return twice < 0
    ? []
    : [
        rejected(
          ['additionalOutputFormats', twice],
          `repeats ${describeString(types[twice] ?? '')}`,
          'list each format once',
        ),
      ];
}

function keystoreProblems(spec: JsonObject, store: string): readonly SpecProblem[] {
  const keystore = objectOf(spec.keystores)[store];
  if (keystore === undefined) {
    return [];
  }
  const { password, passwordSecretRef } = objectOf(keystore);
  const hasReference = isFilled(objectOf(passwordSecretRef).name);
  return hasReference !== (password !== undefined) && password !== ''
    ? []
    : [
        rejected(
          ['keystores', store],
          'needs its password from exactly one of passwordSecretRef and password, and not an empty one',
          'name a Secret in passwordSecretRef, and keep the password out of the manifest',
        ),
      ];
}
