import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/manifests/manifest';

/** What a health check of Argo CD returns. */
export interface LuaHealth {
  readonly status: string;
  readonly message: string;
}

/** Runs a health check on each object as Argo CD does: with the object under `obj`. */
export function runHealthCheck(script: string, objects: readonly JsonObject[]): readonly LuaHealth[] {
  const scripts = objects.map((object) => `obj = ${literal(object)}\n${script}`);
  const output = execFileSync(process.execPath, [join(__dirname, '_run-lua.cjs')], {
    input: JSON.stringify(scripts),
    encoding: 'utf8',
  });
  return JSON.parse(output);
}

function literal(value: JsonValue | undefined): string {
  if (Array.isArray(value)) {
    return `{ ${value.map(literal).join(', ')} }`;
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => `[${JSON.stringify(key)}] = ${literal(item)}`);
    return `{ ${entries.join(', ')} }`;
  }
  return value === undefined || value === null ? 'nil' : JSON.stringify(value);
}
