import type { StructuralSchema, ValidationRule } from '../../src/checks/schema/structural-schema';

type Keyword = keyof StructuralSchema;

/** Keywords that hold schemas; they are walked, not compared. */
const CHILDREN: readonly string[] = ['properties', 'additionalProperties', 'items'];
/** What every object has, and what the controller writes. */
const COMMON: readonly string[] = ['apiVersion', 'kind', 'metadata', 'status'];

/**
 * Where a contract and a reference schema part, each as `<path>: <what>`.
 *
 * Below a node that only the contract leaves open, fields of the reference may be absent and its constraints unstated;
 * what the contract does state there must be the reference's.
 */
export function schemaDifferences(contract: StructuralSchema, reference: StructuralSchema): readonly string[] {
  return nodeDifferences(withoutCommon(contract), withoutCommon(reference), '');
}

function withoutCommon(schema: StructuralSchema): StructuralSchema {
  const { properties = {}, required = [], ...rest } = schema;
  return {
    ...rest,
    required: required.filter((name) => !COMMON.includes(name)),
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !COMMON.includes(name))),
  };
}

function nodeDifferences(contract: StructuralSchema, reference: StructuralSchema, path: string): readonly string[] {
  const open =
    contract['x-kubernetes-preserve-unknown-fields'] === true &&
    reference['x-kubernetes-preserve-unknown-fields'] !== true;
  return [
    ...keywordDifferences(contract, reference, open).map((text) => `${path}: ${text}`),
    ...ruleDifferences(contract, reference, open).map((text) => `${path}: ${text}`),
    ...propertyDifferences(contract, reference, path, open),
    ...childDifferences(contract.items, reference.items, `${path}[]`, open),
    ...childDifferences(
      objectOf(contract.additionalProperties),
      objectOf(reference.additionalProperties),
      `${path}{}`,
      open,
    ),
    ...(typeof contract.additionalProperties === 'boolean' || typeof reference.additionalProperties === 'boolean'
      ? [`${path}: additionalProperties is a boolean, which is not compared`]
      : []),
  ];
}

function keywordDifferences(contract: StructuralSchema, reference: StructuralSchema, open: boolean): readonly string[] {
  const keywords = new Set([...Object.keys(contract), ...Object.keys(reference)]) as Set<Keyword | 'description'>;
  return [...keywords]
    .filter((keyword): keyword is Keyword => keyword !== 'description' && !CHILDREN.includes(keyword))
    .filter((keyword) => keyword !== 'x-kubernetes-validations')
    .filter(
      (keyword) => !open || (contract[keyword] !== undefined && keyword !== 'x-kubernetes-preserve-unknown-fields'),
    )
    .filter((keyword) => comparable(keyword, contract) !== comparable(keyword, reference))
    .map((keyword) => `${keyword} is ${comparable(keyword, contract)}, reference ${comparable(keyword, reference)}`);
}

/** The keyword's value as text that is equal where the meaning is. */
function comparable(keyword: Keyword, schema: StructuralSchema): string {
  if (keyword === 'required' || keyword === 'enum' || keyword === 'x-kubernetes-list-map-keys') {
    return JSON.stringify([...(schema[keyword] ?? [])].sort());
  }
  return JSON.stringify(schema[keyword]) ?? 'absent';
}

function ruleDifferences(contract: StructuralSchema, reference: StructuralSchema, open: boolean): readonly string[] {
  const ours = (contract['x-kubernetes-validations'] ?? []).map(comparableRule);
  const theirs = (reference['x-kubernetes-validations'] ?? []).map(comparableRule);
  return [
    ...ours.filter((rule) => !theirs.includes(rule)).map((rule) => `rule ${rule} is not in the reference`),
    ...(open ? [] : theirs.filter((rule) => !ours.includes(rule)).map((rule) => `rule ${rule} is missing`)),
  ];
}

/** White space has no meaning in CEL, and messages are each side's own. */
function comparableRule({ rule, message: _, ...rest }: ValidationRule): string {
  return JSON.stringify({ rule: rule.replace(/\s+/g, ' ').trim(), ...rest });
}

function propertyDifferences(
  contract: StructuralSchema,
  reference: StructuralSchema,
  path: string,
  open: boolean,
): readonly string[] {
  const names = new Set([...Object.keys(contract.properties ?? {}), ...Object.keys(reference.properties ?? {})]);
  return [...names].flatMap((name) =>
    childDifferences(
      contract.properties?.[name],
      reference.properties?.[name],
      path === '' ? name : `${path}.${name}`,
      open,
    ),
  );
}

function childDifferences(
  contract: StructuralSchema | undefined,
  reference: StructuralSchema | undefined,
  path: string,
  open: boolean,
): readonly string[] {
  if (contract === undefined) {
    return reference === undefined || open ? [] : [`${path}: is missing`];
  }
  return reference === undefined ? [`${path}: is not in the reference`] : nodeDifferences(contract, reference, path);
}

function objectOf(schema: boolean | StructuralSchema | undefined): StructuralSchema | undefined {
  return typeof schema === 'object' ? schema : undefined;
}
