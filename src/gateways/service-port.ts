import type { ServiceBackendIntent } from './intent';
import { Refusal } from './refusal';

/** The numbers of the ports that are meant: the one that is named, else each of the Service.
 *
 * @throws Refusal if they are not known
 */
export function requirePortNumbers(what: string, backend: ServiceBackendIntent): readonly number[] {
  const ports = backend.port === undefined ? (backend.ports ?? []) : [backend.port];
  const numbers = ports.flatMap(({ number }) => (number === undefined ? [] : [number]));
  if (numbers.length === 0 || numbers.length < ports.length) {
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `the port number of Service ${backend.name} is not known, and ${what} needs it`,
      fix: 'name the port, and give its number where the Service is not in the app: Backend.serviceName(name, { port, portNumber })',
    });
  }
  return numbers;
}

/** The number of the one port that is meant.
 *
 * @throws Refusal if it is not known, or the Service has several and none is named
 */
export function requirePortNumber(what: string, backend: ServiceBackendIntent): number {
  const [first, ...others] = requirePortNumbers(what, backend);
  if (first === undefined || others.length > 0) {
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `Service ${backend.name} has several ports (${[first, ...others].join(', ')}) and none is named; ${what} stands for one`,
      fix: 'name the port',
    });
  }
  return first;
}

/** @throws Refusal if the Service is not where the objects of the hop stand, or its namespace is not known */
export function requireServiceNamespace(what: string, backend: ServiceBackendIntent): string {
  if (backend.namespace === undefined) {
    throw new Refusal({
      rule: 'references/policy-namespace',
      message: `the namespace of Service ${backend.name} is not known, and ${what} needs it`,
      fix: 'set the namespace on the chart or on the Service',
    });
  }
  return backend.namespace;
}
