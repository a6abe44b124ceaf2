import { fieldOf, objectOf, parsePattern, valuesAt } from '../../../manifests/graph/json-fields';
import { AZURE_BACKEND_TLS_POLICY, BACKEND_TLS_POLICY, type ObjectKind } from '../../../manifests/graph/object-kinds';
import { type FieldPath, isJsonObject, type Manifest, versionOf } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';

/** Fields of `spec` that one of the two kinds has and the other has not. */
const GATEWAY_API_FIELDS = ['targetRefs', 'validation', 'options'] as const;
const AZURE_FIELDS = ['targetRef', 'default', 'override'] as const;

/** The version of the Gateway API that had one `targetRef`, too. */
const WITH_ONE_TARGET = 'v1alpha2';

/** Azure's policy verifies one name: in the plural, or as a list, it is another API's field. */
const AZURE_VERIFY = ['spec.default.verify', 'spec.override.verify'].map(parsePattern);

/** Two APIs share the kind and the plural; only the group tells them apart. */
export const kindConfusion: Rule = {
  id: 'azure-agc/kind-confusion',
  severity: 'error',
  title: 'A BackendTLSPolicy has fields of the API group that it is not of',
  why:
    'Application Gateway for Containers has its own kind BackendTLSPolicy in the group alb.networking.azure.io, with one targetRef, ' +
    'one name to verify and settings under spec.default. Fields of the Gateway API kind of the same name are pruned or refused ' +
    'there, and the other way round, so the backend is not verified (documentation of 2023-09; the CRD of today was not read).',
  fix: 'Write the fields of the group that apiVersion names, or name the other group.',
  check({ index }) {
    const standard = index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind);
    const azure = index.ofKind(AZURE_BACKEND_TLS_POLICY.group, AZURE_BACKEND_TLS_POLICY.kind);
    if (standard.length === 0 && azure.length === 0) {
      return notApplicable('there is no BackendTLSPolicy of either group');
    }
    return resultOf([
      ...standard.flatMap((policy) =>
        foreignFields(policy, azureFieldsIn(policy), GATEWAY_API_FIELDS, AZURE_BACKEND_TLS_POLICY),
      ),
      ...azure.flatMap((policy) => [
        ...foreignFields(policy, GATEWAY_API_FIELDS, AZURE_FIELDS, BACKEND_TLS_POLICY),
        ...severalNames(policy),
      ]),
    ]);
  },
};

function azureFieldsIn({ key }: Manifest): readonly string[] {
  return AZURE_FIELDS.filter((field) => field !== 'targetRef' || versionOf(key.apiVersion) !== WITH_ONE_TARGET);
}

function foreignFields(
  policy: Manifest,
  foreign: readonly string[],
  own: readonly string[],
  other: ObjectKind,
): readonly RuleFinding[] {
  const spec = objectOf(policy.body, 'spec');
  return foreign
    .filter((field) => fieldOf(spec, field) !== undefined)
    .map((field) => ({
      manifest: policy,
      path: ['spec', field],
      message: `${field} is a field of ${other.group}; ${policy.key.apiVersion} has ${own.join(', ')}`,
      fix: `write the fields of ${policy.key.apiVersion}, or set apiVersion to one of ${other.group}`,
    }));
}

function severalNames(policy: Manifest): readonly RuleFinding[] {
  return AZURE_VERIFY.flatMap((pattern) => valuesAt(policy.body, pattern)).flatMap(({ path, value: verify }) => {
    if (!isJsonObject(verify)) {
      return [];
    }
    return [
      ...(verify.subjectAltNames === undefined ? [] : [severalNamesFinding(policy, [...path, 'subjectAltNames'])]),
      ...(Array.isArray(verify.subjectAltName) ? [severalNamesFinding(policy, [...path, 'subjectAltName'])] : []),
    ];
  });
}

function severalNamesFinding(policy: Manifest, path: FieldPath): RuleFinding {
  return {
    manifest: policy,
    path,
    message: 'Application Gateway for Containers verifies one name; allowed is subjectAltName with one text',
    fix: 'give subjectAltName one name that the certificates of all endpoints have',
  };
}
