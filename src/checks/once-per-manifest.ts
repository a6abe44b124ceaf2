import type { Manifest } from '../manifests/manifest';
import type { CheckContext } from './check-context';

/** What several rules ask of one object, worked out once in a check. */
export function oncePerManifest<Value extends object>(
  compute: (context: CheckContext, manifest: Manifest) => Value,
): (context: CheckContext, manifest: Manifest) => Value {
  const checks = new WeakMap<CheckContext, Map<Manifest, Value>>();
  return (context, manifest) => {
    const known = checks.get(context) ?? new Map<Manifest, Value>();
    checks.set(context, known);
    const value = known.get(manifest) ?? compute(context, manifest);
    known.set(manifest, value);
    return value;
  };
}
