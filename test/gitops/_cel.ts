import { CelArray, CelDictionary, CelError, type CelValue } from '../../src/checks/schema/cel/values';
import type { HealthCheck } from '../../src/gitops/health-check';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/manifests/manifest';
import { evaluate } from '../checks/schema/cel/evaluate';

/**
 * What Flux makes of an object: failed or healthy where an expression is true of it, else in progress, as where an
 * expression comes to an error since a field is not there.
 */
export function celHealth({ cel }: HealthCheck, object: JsonObject): 'Degraded' | 'Healthy' | 'Progressing' {
  const variables = Object.fromEntries(Object.entries(object).map(([name, value]) => [name, celValue(value)]));
  // Flux declares these whether or not an object has them.
  const declared = { status: new CelError('no such attribute: status'), ...variables };
  if (evaluate(cel.failed, declared) === true) {
    return 'Degraded';
  }
  return evaluate(cel.current, declared) === true ? 'Healthy' : 'Progressing';
}

function celValue(value: JsonValue | undefined): CelValue {
  if (Array.isArray(value)) {
    return new CelArray(value.map(celValue));
  }
  if (isJsonObject(value)) {
    const map = CelDictionary.of(Object.entries(value).map(([key, item]) => [key, celValue(item)]));
    if (map instanceof CelError) {
      throw new Error(map.message);
    }
    return map;
  }
  return typeof value === 'number' ? BigInt(value) : ((value ?? null) as boolean | string | null);
}
