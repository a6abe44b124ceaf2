import { type FieldPath, isJsonObject, type JsonObject } from '../../manifests/manifest';
import { describeString } from '../schema/describe-value';
import { isFilled, objectOf, rejected, type SpecProblem, textOf, tolerated } from './spec-problem';

const AUTH_METHODS = ['tokenSecretRef', 'appRole', 'clientCertificate', 'kubernetes', 'aws'];
const REQUIRED_OF_METHOD: Readonly<Record<string, readonly string[]>> = {
  tokenSecretRef: ['name'],
  appRole: ['roleId'],
  kubernetes: ['role'],
  aws: ['role'],
};

/** Says what is wrong with the `vault` part of an issuer. */
export function vaultProblems(path: FieldPath, vault: JsonObject): readonly SpecProblem[] {
  return [
    ...requiredProblems(path, vault, ['server', 'path']),
    ...pathProblems([...path, 'path'], textOf(vault.path) ?? ''),
    ...(isFilled(vault.caBundle) && isJsonObject(vault.caBundleSecretRef)
      ? [rejected([...path, 'caBundleSecretRef'], 'is set beside caBundle', 'keep one of the two')]
      : []),
    ...clientPairProblems(path, vault),
    ...authProblems([...path, 'auth'], objectOf(vault.auth)),
  ];
}

function requiredProblems(path: FieldPath, parent: JsonObject, fields: readonly string[]): readonly SpecProblem[] {
  return fields
    .filter((field) => !isFilled(parent[field]))
    .map((field) => rejected([...path, field], 'is empty', `give the ${field}`));
}

function pathProblems(path: FieldPath, value: string): readonly SpecProblem[] {
  return value.split('/').includes('..')
    ? [
        rejected(
          path,
          `${describeString(value)} has a segment "..", which is not allowed`,
          'write the path from the root of Vault',
        ),
      ]
    : [];
}

function clientPairProblems(path: FieldPath, vault: JsonObject): readonly SpecProblem[] {
  const [given, ...more] = ['clientCertSecretRef', 'clientKeySecretRef'].filter((field) => isJsonObject(vault[field]));
  if (given === undefined || more.length > 0) {
    return [];
  }
  const missing = given === 'clientCertSecretRef' ? 'clientKeySecretRef' : 'clientCertSecretRef';
  return [rejected([...path, missing], `is missing beside ${given}`, 'give the certificate and its key together')];
}

function authProblems(path: FieldPath, auth: JsonObject): readonly SpecProblem[] {
  const [method, ...others] = AUTH_METHODS.filter((name) => isJsonObject(auth[name]));
  if (method === undefined) {
    return [rejected(path, 'is empty', `give one of ${AUTH_METHODS.join(', ')}`)];
  }
  if (others.length > 0) {
    return [
      tolerated(
        path,
        `has ${[method, ...others].join(' and ')}; cert-manager uses one of them and ignores the rest`,
        'keep one',
      ),
    ];
  }
  const settings = objectOf(auth[method]);
  return [
    ...requiredProblems([...path, method], settings, REQUIRED_OF_METHOD[method] ?? []),
    ...['path', 'mountPath'].flatMap((field) => pathProblems([...path, method, field], textOf(settings[field]) ?? '')),
    ...(method === 'appRole'
      ? requiredProblems([...path, method, 'secretRef'], objectOf(settings.secretRef), ['name'])
      : []),
    ...(method === 'kubernetes' ? kubernetesProblems([...path, method], settings) : []),
    ...(method === 'aws' ? awsProblems([...path, method], settings) : []),
  ];
}

function kubernetesProblems(path: FieldPath, settings: JsonObject): readonly SpecProblem[] {
  const sources = ['secretRef', 'serviceAccountRef'].filter((field) => isFilled(objectOf(settings[field]).name));
  return sources.length === 1
    ? []
    : [
        rejected(
          path,
          `has ${sources.length === 0 ? 'neither' : 'both'} secretRef ${sources.length === 0 ? 'nor' : 'and'} serviceAccountRef`,
          'give exactly one, serviceAccountRef if you can',
        ),
      ];
}

/** With a ServiceAccount the token is exchanged for the credentials of a role, so the role must be named. */
function awsProblems(path: FieldPath, settings: JsonObject): readonly SpecProblem[] {
  return isJsonObject(settings.serviceAccountRef) && !isFilled(settings.iamRoleArn)
    ? [
        rejected(
          [...path, 'iamRoleArn'],
          'is empty beside serviceAccountRef',
          'name the AWS role that the ServiceAccount assumes',
        ),
      ]
    : [];
}
