import { readFileSync } from 'node:fs';
import type { StructuralSchema } from '../../src/checks/schema/structural-schema';
import { BUILT_IN_GROUPS, CONTRACTS, nodesOf, type SchemaNode } from './_crd';

/** Field names on the wire with the type that each nests, as the Kubernetes 1.28 bindings of cdk8s-plus write them. */
type WireType = Readonly<Record<string, string | undefined>>;

const BINDINGS = readWireTypes(readFileSync(require.resolve('cdk8s-plus-28/lib/imports/k8s.js'), 'utf8'));

/** Fields that the contracts have and Kubernetes 1.28 had not. */
const LATER_FIELDS: Readonly<Record<string, string>> = {
  'Service spec.trafficDistribution': 'Kubernetes 1.30',
  'CronJob spec.jobTemplate.spec.managedBy': 'Kubernetes 1.30',
  'CronJob spec.jobTemplate.spec.successPolicy': 'Kubernetes 1.30',
};

function readWireTypes(script: string): ReadonlyMap<string, WireType> {
  const types = new Map<string, WireType>();
  for (const [, type = '', body = ''] of script.matchAll(/^function toJson_(\w+)\(obj\) \{([\s\S]*?)^\}/gm)) {
    const fields = [...body.matchAll(/^ {8}'([^']+)': (.*),$/gm)].map(([, name = '', value = '']) => [
      name,
      /toJson_(\w+)\(/.exec(value)?.[1],
    ]);
    types.set(type, Object.fromEntries(fields));
  }
  return types;
}

/** What one side has and the other lacks, as paths; nothing is compared below an open node. */
function differences(schema: StructuralSchema, type: string, path: string): { missing: string[]; extra: string[] } {
  const found = { missing: [] as string[], extra: [] as string[] };
  const wire = BINDINGS.get(type);
  const properties = (schema.items ?? schema).properties;
  if (wire === undefined || properties === undefined) {
    return found;
  }
  const open = (schema.items ?? schema)['x-kubernetes-preserve-unknown-fields'] === true;
  for (const name of new Set([...Object.keys(wire), ...Object.keys(properties)])) {
    const child = properties[name];
    const childPath = path === '' ? name : `${path}.${name}`;
    if (child === undefined) {
      found.missing.push(...(open ? [] : [childPath]));
    } else if (!(name in wire)) {
      found.extra.push(childPath);
    } else if (child['x-kubernetes-int-or-string'] !== true) {
      const below = differences(child, wire[name] ?? '', childPath);
      found.missing.push(...below.missing);
      found.extra.push(...below.extra);
    }
  }
  return found;
}

describe('the contract of a kind that Kubernetes serves itself', () => {
  const builtIn = CONTRACTS.filter(({ crd }) => BUILT_IN_GROUPS.includes(crd.spec.group));
  const compared = builtIn.map(({ crd }) => {
    const name = crd.spec.names.kind;
    const { apiVersion, kind, metadata, status, ...properties } =
      crd.spec.versions[0]?.schema.openAPIV3Schema.properties ?? {};
    // The metadata of the object itself is the same for every kind and stands in no contract.
    return { name, ...differences({ properties: { ...properties, metadata: {} } }, `Kube${name}Props`, '') };
  });

  test('is compared with bindings that were read', () => {
    for (const { name } of compared) {
      expect(Object.keys(BINDINGS.get(`Kube${name}Props`) ?? {})).toContain('metadata');
    }
    expect(BINDINGS.get('ServicePort')).toMatchObject({ port: undefined, targetPort: undefined });
    expect(BINDINGS.get('IngressRule')).toMatchObject({ http: 'HttpIngressRuleValue' });
  });

  test('has every field of the Kubernetes bindings of cdk8s-plus', () => {
    expect(compared.flatMap(({ name, missing }) => missing.map((path) => `${name} ${path}`))).toEqual([]);
  });

  test('has no other field, unless a later Kubernetes version added it', () => {
    const extra = compared.flatMap(({ name, extra }) => extra.map((path) => `${name} ${path}`));
    expect(extra.sort()).toEqual(Object.keys(LATER_FIELDS).sort());
  });

  test('merges Service ports by port and protocol', () => {
    const service = builtIn.find(({ crd }) => crd.spec.names.kind === 'Service');
    expect(service?.crd.spec.versions[0]?.schema.openAPIV3Schema.properties?.spec?.properties?.ports).toMatchObject({
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
      items: { required: ['port'], properties: { protocol: { default: 'TCP' } } },
    });
  });

  test('lets null stand for each field that is optional and has no default', () => {
    const notNullable = builtIn.flatMap(({ file, crd }) =>
      crd.spec.versions.flatMap(({ schema }) =>
        optionalFields(schema.openAPIV3Schema)
          .filter((field) => field.schema.default === undefined && field.schema.nullable !== true)
          .map(({ path }) => `${file} ${path}`),
      ),
    );
    expect(notNullable).toEqual([]);
  });

  test('lists null among the values of a field that may be null', () => {
    const fields = builtIn.flatMap(({ crd }) =>
      crd.spec.versions.flatMap(({ schema }) => nodesOf(schema.openAPIV3Schema)),
    );
    const nullable = fields.filter(({ schema }) => schema.enum !== undefined && schema.nullable === true);
    expect(nullable).not.toEqual([]);
    expect(nullable.filter(({ schema }) => !schema.enum?.includes(null))).toEqual([]);
  });
});

function optionalFields(schema: StructuralSchema): readonly SchemaNode[] {
  return nodesOf(schema).flatMap((parent) =>
    Object.entries(parent.schema.properties ?? {})
      .filter(([name]) => parent.path !== '' || !['apiVersion', 'kind', 'metadata'].includes(name))
      .filter(([name]) => parent.schema.required?.includes(name) !== true)
      .map(([name, child]) => ({ path: `${parent.path}.${name}`, schema: child })),
  );
}
