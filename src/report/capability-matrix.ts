import type { Capability, CapabilityAnswer } from '../gateways/capabilities';
import { GatewayVersion } from '../gateways/gateway-version';
import type { GatewayDataPlane, GatewayEntry } from '../gateways/registry';
import { capabilityValueText } from './capability-value';
import type { Table } from './table';

/** What a cell says in one or two words; the field's whole path stands on the page of the gateway. */
type Shorten = (value: string) => string;

interface Column {
  readonly heading: string;
  readonly capability: Capability;
  readonly shorten: Shorten;
}

const COLUMNS: readonly Column[] = [
  { heading: 'BackendTLSPolicy', capability: 'btp.apiVersion', shorten: yesOrNo },
  { heading: 'CAs from', capability: 'btp.caKinds', shorten: asIs },
  { heading: 'SANs', capability: 'btp.san', shorten: asIs },
  { heading: 'system CAs', capability: 'btp.systemCa', shorten: yesOrNo },
  { heading: 'client certificate per Gateway', capability: 'ccr', shorten: yesOrNo },
  { heading: 'client certificate per backend', capability: 'perBackendCert', shorten: kindOf },
  { heading: 'renewed certificates', capability: 'reload', shorten: asIs },
];

const UNKNOWN = '?';
const NOT_APPLICABLE = '-';

/** What the signs and words in the cells of a matrix mean. */
export const MATRIX_LEGEND = `${UNKNOWN} is unknown, ${NOT_APPLICABLE} is not applicable`;

/** Which rows of the matrix are wanted, and in which words. */
export interface MatrixOptions {
  /**
   * Whether gateways and columns go by the names of the command line and of the tables, not by words.
   * @default false
   */
  readonly names?: boolean;
  /**
   * Whether only the newest versions of each gateway are wanted.
   * @default false
   */
  readonly newestOnly?: boolean;
}

/** What matters most of each gateway, one row for each run of versions that differ in no column. */
export function capabilityMatrix(registry: readonly GatewayEntry[], options: MatrixOptions = {}): Table {
  const { names = false, newestOnly = false } = options;
  const rows = registry.flatMap((entry) =>
    [entry, ...(entry.variants ?? [])].flatMap((dataPlane) => {
      const title = names && dataPlane === entry ? entry.name : dataPlane.title;
      return rowsOf(dataPlane)
        .slice(newestOnly ? -1 : 0)
        .map((row) => [title, ...row]);
    }),
  );
  const headings = COLUMNS.map(({ heading, capability }) => (names ? capability : heading));
  return { header: ['gateway', 'version', ...headings], rows };
}

type Row = readonly string[];

function rowsOf({ table, versions }: GatewayDataPlane): readonly Row[] {
  return mergeEqual(
    versions.map((text) => {
      const version = GatewayVersion.parse(text);
      return [text, ...COLUMNS.map((column) => cellText(table.at(column.capability, version), column.shorten))];
    }),
  );
}

function cellText(answer: CapabilityAnswer<Capability>, shorten: Shorten): string {
  if (answer.notApplicable) {
    return NOT_APPLICABLE;
  }
  if (answer.value === 'unknown') {
    return UNKNOWN;
  }
  const open = (answer.unsettled ?? []).map((member) => `${member}${UNKNOWN}`);
  return [shorten(capabilityValueText(answer.value)), ...open].join(', ');
}

/** Consecutive versions that differ in no column become one row. */
function mergeEqual(rows: readonly Row[]): readonly Row[] {
  const merged: { first: string; last: string; cells: Row }[] = [];
  for (const [version = '', ...cells] of rows) {
    const previous = merged.at(-1);
    if (previous !== undefined && previous.cells.join('\n') === cells.join('\n')) {
      previous.last = version;
    } else {
      merged.push({ first: version, last: version, cells });
    }
  }
  return merged.map(({ first, last, cells }) => [first === last ? first : `${first} to ${last}`, ...cells]);
}

function asIs(value: string): string {
  return value;
}

function yesOrNo(value: string): string {
  const words: Readonly<Record<string, string>> = {
    honored: 'yes',
    ok: 'yes',
    none: 'no',
    unsupported: 'no',
    'ok-with-san': 'with SANs',
    'ignored-silently': 'ignored',
  };
  return words[value] ?? value;
}

/**
 * `DestinationRule spec.trafficPolicy.tls` is told by a DestinationRule, `Service annotation x` by an annotation. A kind
 * that shares its name with another has its group behind it.
 */
function kindOf(value: string): string {
  const [kind = value, second = ''] = value.split(' ');
  if (kind === 'none') {
    return 'no';
  }
  if (second === 'annotation') {
    return second;
  }
  return second.startsWith('(') ? `${kind} ${second}` : kind;
}
