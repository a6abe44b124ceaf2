import Ajv, { type ValidateFunction } from 'ajv';
import type { StructuralSchema } from '../../src/checks/schema/structural-schema';
import type { RenderedObject } from '../../src/gateways/rendering';
import { groupOf, versionOf } from '../../src/manifests/manifest';
import { CONTRACTS } from '../imports/_crd';

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
const validators = new Map<string, ValidateFunction>();

/**
 * What the contracts of the kinds find wrong with an object: types, limits, patterns, and fields that they do not have.
 * Kinds that Kubernetes itself serves have no contract here.
 */
export function contractProblems({ manifest }: RenderedObject): readonly string[] {
  const { apiVersion, kind } = manifest;
  if (apiVersion === 'v1') {
    return [];
  }
  const validate = validators.get(`${apiVersion} ${kind}`) ?? compile(apiVersion, kind);
  validate(manifest);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${kind}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function compile(apiVersion: string, kind: string): ValidateFunction {
  const contract = CONTRACTS.find(({ crd }) => crd.spec.group === groupOf(apiVersion) && crd.spec.names.kind === kind);
  const version = contract?.crd.spec.versions.find(({ name }) => name === versionOf(apiVersion));
  if (version === undefined) {
    throw new Error(`there is no contract of ${apiVersion} ${kind}`);
  }
  const validate = ajv.compile(closed(version.schema.openAPIV3Schema));
  validators.set(`${apiVersion} ${kind}`, validate);
  return validate;
}

/** The API server prunes what a schema does not name; here it is a mistake. */
function closed(schema: StructuralSchema): Record<string, unknown> {
  const properties = Object.entries(schema.properties ?? {}).map(([name, child]) => [name, closed(child)]);
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.properties === undefined;
  return {
    ...schema,
    ...limits(schema),
    ...(schema.properties === undefined ? {} : { properties: Object.fromEntries(properties) }),
    ...(schema.items === undefined ? {} : { items: closed(schema.items) }),
    ...(open ? {} : { additionalProperties: false }),
  };
}

/** The API server has the exclusive limits of JSON Schema draft 4, where they are flags beside the limits. */
function limits({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: StructuralSchema): Record<string, unknown> {
  return {
    ...(exclusiveMinimum === undefined ? {} : { exclusiveMinimum: exclusiveMinimum ? minimum : undefined }),
    ...(exclusiveMaximum === undefined ? {} : { exclusiveMaximum: exclusiveMaximum ? maximum : undefined }),
  };
}
