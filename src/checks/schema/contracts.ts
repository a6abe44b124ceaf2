import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '../../manifests/manifest';

/** The folder of the contracts, the same distance away from the sources as from what the build makes of them. */
const IMPORTS = join(__dirname, '../../../imports');

/** What the index says about the contract of one kind. */
export interface ContractEntry {
  /** Relative to the folder of the contracts. */
  readonly file: string;
  readonly versions: readonly { readonly name: string; readonly served: boolean }[];
}

let index: ReadonlyMap<string, ContractEntry> | undefined;

/** The contract of a kind, if there is one; the core group is the empty string. Reads the index, not the contract. */
export function contractOf(group: string, kind: string): ContractEntry | undefined {
  index ??= readIndex();
  return index.get(`${group}/${kind}`);
}

/** All kinds with a contract, as `group/kind`. */
export function contractKinds(): readonly string[] {
  index ??= readIndex();
  return [...index.keys()];
}

/** Reads a contract: a CustomResourceDefinition. */
export function readContract(entry: ContractEntry): JsonObject {
  const text = readFileSync(join(IMPORTS, entry.file), 'utf8');
  const contract: JsonValue = entry.file.endsWith('.json') ? JSON.parse(text) : parseYaml(text);
  if (!isJsonObject(contract)) {
    throw new Error(`contract ${entry.file} is not an object`);
  }
  return contract;
}

/** The contracts are written in YAML; the build makes JSON of them, which needs no parser to be loaded. */
function parseYaml(text: string): JsonValue {
  const { parse } = require('yaml') as typeof import('yaml');
  return parse(text);
}

function readIndex(): ReadonlyMap<string, ContractEntry> {
  const entries: Readonly<Record<string, ContractEntry>> = JSON.parse(
    readFileSync(join(IMPORTS, 'contracts.json'), 'utf8'),
  );
  return new Map(Object.entries(entries));
}
