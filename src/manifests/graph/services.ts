import type { FieldPath, Manifest } from '../manifest';
import { fieldAt, fieldOf, itemsOf, optional, textOf } from './json-fields';

/** A port of a Service. */
export interface ServicePort {
  readonly path: FieldPath;
  readonly number: number;
  /** @default - the Service's only port may go without a name */
  readonly name?: string;
  /** As an API server completes it. */
  readonly protocol: string;
  readonly appProtocol?: string;
}

/** The ports of a Service that have a number, in its order. */
export function portsOf(service: Manifest): readonly ServicePort[] {
  return itemsOf(fieldAt(service.body, 'spec', 'ports')).flatMap((port, index): readonly ServicePort[] => {
    const number = fieldOf(port, 'port');
    return typeof number !== 'number'
      ? []
      : [
          {
            path: ['spec', 'ports', index],
            number,
            protocol: textOf(port, 'protocol') ?? 'TCP',
            ...optional('name', textOf(port, 'name')),
            ...optional('appProtocol', textOf(port, 'appProtocol')),
          },
        ];
  });
}

/** The port that a backend or annotation means, by number or by name. */
export function findPort(ports: readonly ServicePort[], port: number | string): ServicePort | undefined {
  return ports.find(({ number, name }) => (typeof port === 'number' ? number === port : name === port));
}

/** Whether a reference's port, by number or by name, is this one. One that names no port means all of them. */
export function meansPort(port: number | string | undefined, { number, name }: ServicePort): boolean {
  return port === undefined || port === number || port === name;
}
