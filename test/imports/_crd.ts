import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { StructuralSchema } from '../../src/checks/schema/structural-schema';

export interface CustomResourceDefinition {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly scope: string;
    readonly versions: readonly CrdVersion[];
  };
}

export interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema: { readonly openAPIV3Schema: StructuralSchema };
}

export interface Contract {
  /** Path below `imports/crds`. */
  readonly file: string;
  readonly text: string;
  readonly crd: CustomResourceDefinition;
}

/** A node of a schema with the way to it: `spec.ports[].name`, `data{}` for the values of a map. */
export interface SchemaNode {
  readonly path: string;
  readonly schema: StructuralSchema;
}

const CRDS = join(__dirname, '../../imports/crds');

/** Kubernetes serves these groups itself. */
export const BUILT_IN_GROUPS: readonly string[] = [
  '',
  'apps',
  'batch',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
];

export const CONTRACTS: readonly Contract[] = readdirSync(CRDS, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .map((file) => {
    const text = readFileSync(join(CRDS, file), 'utf8');
    return { file, text, crd: parseCrd(text, file) };
  });

export function parseCrd(text: string, file: string): CustomResourceDefinition {
  const [document, ...others] = parseAllDocuments(text);
  if (document === undefined || 'empty' in document || others.length > 0 || document.errors.length > 0) {
    throw new Error(`${file}: expected one valid YAML document`);
  }
  return document.toJS() as CustomResourceDefinition;
}

/** Every node of a schema, parents before children. */
export function nodesOf(schema: StructuralSchema, path = ''): readonly SchemaNode[] {
  return [
    { path, schema },
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
      nodesOf(child, path === '' ? name : `${path}.${name}`),
    ),
    ...(typeof schema.additionalProperties === 'object' ? nodesOf(schema.additionalProperties, `${path}{}`) : []),
    ...(schema.items === undefined ? [] : nodesOf(schema.items, `${path}[]`)),
  ];
}

/** The nodes below the ones that every object has in common. */
export function ownNodesOf(schema: StructuralSchema): readonly SchemaNode[] {
  return nodesOf(schema).filter(({ path }) => !['', 'apiVersion', 'kind', 'metadata', 'status'].includes(path));
}
