import type { BackendIntent } from '../gateways/intent';
import { Refusal } from '../gateways/refusal';

/**
 * A Service, and its port where one is meant by name, as our annotations name it: `ledger` or `ledger:https`. The object
 * that bears the annotation must stand in the namespace of the Service.
 *
 * @param subject the object, for the message
 * @param namespace the object's namespace; undefined where it has none of its own
 * @throws Refusal if the backend is no Service, or in another namespace
 */
export function serviceText(backend: BackendIntent, subject: string, namespace: string | undefined): string {
  if (backend.kind !== 'Service') {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${subject} is tied to backend ${backend.hostname}:${backend.port}, which is no Service of the cluster`,
      fix: 'leave it out: what such a host presents and accepts is not in the manifests',
    });
  }
  const namespaces = new Set([namespace, backend.namespace]);
  if (namespaces.size === 2 && !namespaces.has(undefined)) {
    throw new Refusal({
      rule: 'references/missing-object',
      message: `${subject} stands in namespace ${namespace}, and the pods behind Service ${backend.namespace}/${backend.name} cannot read it there`,
      fix: `put it into namespace ${backend.namespace}`,
    });
  }
  return backend.port?.name === undefined ? backend.name : `${backend.name}:${backend.port.name}`;
}
