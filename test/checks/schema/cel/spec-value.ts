import { parseDateTime, parseDuration } from '../../../../src/checks/schema/cel/time-formats';
import {
  CelArray,
  CelDictionary,
  CelDuration,
  CelError,
  CelTimestamp,
  CelType,
  CelUint,
  type CelValue,
} from '../../../../src/checks/schema/cel/values';

/** A value as the CEL specification's test data write it: one property, named after the kind. */
export type SpecValue = Readonly<Record<string, unknown>>;

/**
 * Reads a value of the specification's test data.
 *
 * @returns `undefined` for protocol buffer messages other than times and durations
 */
export function readSpecValue(value: SpecValue): CelValue | undefined {
  const [kind, content] = Object.entries(value)[0] ?? [];
  switch (kind) {
    case 'nullValue':
      return null;
    case 'boolValue':
      return content === true;
    case 'stringValue':
      return String(content);
    case 'int64Value':
      return BigInt(String(content));
    case 'uint64Value':
      return new CelUint(BigInt(String(content)));
    case 'doubleValue':
      return Number(content);
    case 'bytesValue':
      return new Uint8Array(Buffer.from(String(content), 'base64'));
    case 'typeValue':
      return new CelType(String(content));
    case 'listValue':
      return readList(content as { values?: readonly SpecValue[] });
    case 'mapValue':
      return readMap(content as { entries?: readonly { key: SpecValue; value: SpecValue }[] });
    case 'objectValue':
      return readMessage(content as { '@type': string; value?: unknown });
    default:
      return undefined;
  }
}

function readList({ values = [] }: { values?: readonly SpecValue[] }): CelValue | undefined {
  const elements = values.map(readSpecValue).filter((element) => element !== undefined);
  return elements.length === values.length ? new CelArray(elements) : undefined;
}

function readMap({
  entries = [],
}: {
  entries?: readonly { key: SpecValue; value: SpecValue }[];
}): CelValue | undefined {
  const pairs = entries.flatMap(({ key, value }) => {
    const pair = [readSpecValue(key), readSpecValue(value)] as const;
    return pair[0] === undefined || pair[1] === undefined ? [] : [[pair[0], pair[1]] as const];
  });
  const map = CelDictionary.of(pairs);
  return pairs.length !== entries.length || map instanceof CelError ? undefined : map;
}

function readMessage(message: { '@type': string; value?: unknown }): CelValue | undefined {
  const text = String(message.value);
  if (message['@type'].endsWith('google.protobuf.Timestamp')) {
    const time = parseDateTime(text);
    return time === undefined ? undefined : new CelTimestamp(time);
  }
  const duration = message['@type'].endsWith('google.protobuf.Duration') ? parseDuration(text) : undefined;
  return duration === undefined ? undefined : new CelDuration(duration);
}
