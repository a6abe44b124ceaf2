import { fieldAtPath, fieldOf } from '../../manifests/graph/json-fields';
import type { Reference } from '../../manifests/graph/reference';

/**
 * Whether a gateway presents the pair in the Secret that a reference names. Some kinds take roots from the same Secret, and
 * have a field by which they take nothing else.
 */
export function isPresentedPair({ from, path, purpose }: Reference): boolean {
  if (purpose !== 'tls-secret') {
    return purpose === 'client-certificate';
  }
  const settings = fieldAtPath(from.body, path.slice(0, -1));
  const isOneWay = ['simpleTLS', 'oneWayTls'].some((field) => fieldOf(settings, field) === true);
  return !isOneWay && fieldOf(settings, 'mode') !== 'SIMPLE';
}
