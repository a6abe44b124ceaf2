import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { JsonObject } from '../../../src/manifests/manifest';

/** The folder of reference CRDs, if there is one on this machine. */
export const REFERENCE_CRDS = process.env.UPSTREAM_TLS_REFERENCE_CRDS;

/** One version of one reference CRD. */
export interface ReferenceSchema {
  readonly name: string;
  readonly crd: JsonObject;
  readonly schema: JsonObject;
}

/** Reads every CRD version under a folder, in a fixed order. */
export function referenceSchemas(folder: string): readonly ReferenceSchema[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .sort();
  return files.flatMap((file) => schemasIn(folder, join(folder, file)));
}

interface Crd extends JsonObject {
  readonly spec: JsonObject & {
    readonly names: { readonly kind: string };
    readonly versions: readonly (JsonObject & {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: JsonObject };
    })[];
  };
}

function schemasIn(folder: string, file: string): readonly ReferenceSchema[] {
  return parseAllDocuments(readFileSync(file, 'utf8'))
    .map((document) => document.toJS() as Crd | null)
    .filter((crd) => crd?.kind === 'CustomResourceDefinition')
    .flatMap((crd) =>
      (crd?.spec.versions ?? []).map((version) => ({
        name: `${crd?.spec.names.kind} ${version.name} (${relative(folder, file)})`,
        crd: crd ?? {},
        schema: version.schema.openAPIV3Schema,
      })),
    );
}
