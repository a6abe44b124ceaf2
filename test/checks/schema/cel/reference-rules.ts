import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { StructuralSchema, ValidationRule } from '../../../../src/checks/schema/structural-schema';

/** A rule, and a schema node that holds it. */
export interface RuleSite {
  readonly rule: ValidationRule;
  readonly schema: StructuralSchema;
  /** Whether the node is the root of an object. */
  readonly isResource: boolean;
  /** Where the rule stands, for messages. */
  readonly place: string;
}

/** Reads every rule in every CRD (YAML) and bare JSON schema under a folder: rule text to the nodes that hold it. */
export function readRules(folder: string): ReadonlyMap<string, readonly RuleSite[]> {
  const sites = new Map<string, RuleSite[]>();
  for (const { name, schema } of readSchemas(folder)) {
    for (const site of rulesIn(schema, name, true)) {
      const known = sites.get(site.rule.rule);
      if (known === undefined) {
        sites.set(site.rule.rule, [site]);
      } else {
        known.push(site);
      }
    }
  }
  return sites;
}

interface NamedSchema {
  readonly name: string;
  readonly schema: StructuralSchema;
}

function readSchemas(folder: string): readonly NamedSchema[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return files.flatMap((file) => {
    const path = join(folder, file);
    if (file.endsWith('.json')) {
      return [{ name: file, schema: JSON.parse(readFileSync(path, 'utf8')) as StructuralSchema }];
    }
    return file.endsWith('.yaml') ? schemasOfCrds(file, readFileSync(path, 'utf8')) : [];
  });
}

interface CustomResourceDefinition {
  readonly kind?: string;
  readonly spec: {
    readonly versions: readonly { readonly name: string; readonly schema?: { openAPIV3Schema?: StructuralSchema } }[];
  };
}

function schemasOfCrds(file: string, text: string): readonly NamedSchema[] {
  return parseAllDocuments(text).flatMap((document) => {
    const crd = document.toJS() as CustomResourceDefinition | null;
    if (crd?.kind !== 'CustomResourceDefinition') {
      return [];
    }
    return crd.spec.versions.flatMap(({ name, schema }) =>
      schema?.openAPIV3Schema === undefined ? [] : [{ name: `${file} ${name}`, schema: schema.openAPIV3Schema }],
    );
  });
}

function rulesIn(schema: StructuralSchema, place: string, isResource: boolean): readonly RuleSite[] {
  const holders = [schema, ...(schema.allOf ?? [])];
  const own = holders.flatMap((holder) =>
    (holder['x-kubernetes-validations'] ?? []).map((rule) => ({ rule, schema, isResource, place })),
  );
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    rulesIn(property, `${place} ${name}`, property['x-kubernetes-embedded-resource'] === true),
  );
  const items = schema.items === undefined ? [] : rulesIn(schema.items, `${place} []`, false);
  const additional = schema.additionalProperties;
  const values = typeof additional === 'object' ? rulesIn(additional, `${place} {}`, false) : [];
  return [...own, ...properties, ...items, ...values];
}
