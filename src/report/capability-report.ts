import { CAPABILITIES, CAPABILITY_MEANINGS } from '../gateways/capability-meanings';
import { describeRange } from '../gateways/describe-range';
import type { GatewayVersion } from '../gateways/gateway-version';
import type { GatewayDataPlane, GatewayEntry } from '../gateways/registry';
import { capabilityMatrix, MATRIX_LEGEND } from './capability-matrix';
import { capabilityRowText } from './capability-value';
import { textTable } from './table';

/** How capabilities can be written. */
export type CapabilityFormat = 'text' | 'json';

/** All gateways: as text the matrix, as JSON each row of each table. */
export function formatCapabilities(registry: readonly GatewayEntry[], format: CapabilityFormat): string {
  if (format === 'json') {
    return json({ gateways: registry.map(gatewayRecord) });
  }
  const { header, rows } = capabilityMatrix(registry, { names: true });
  return `${textTable([header, ...rows])}\n\n${MATRIX_LEGEND}\n`;
}

/** One gateway at all versions, with the evidence. */
export function formatGateway(entry: GatewayEntry, format: CapabilityFormat): string {
  return format === 'json' ? json(gatewayRecord(entry)) : text(entry, (dataPlane) => historyText(dataPlane));
}

/** One gateway at one version, with the evidence. What is not recorded is unknown. */
export function formatGatewayAt(entry: GatewayEntry, version: GatewayVersion, format: CapabilityFormat): string {
  return format === 'json'
    ? json({ version: version.toString(), ...gatewayRecordAt(entry, version) })
    : text(entry, (dataPlane) => answersText(dataPlane, version), ` ${version}`);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function text(entry: GatewayEntry, body: (dataPlane: GatewayDataPlane) => string, suffix = ''): string {
  const note = entry.note === undefined ? [] : [entry.note];
  const sections = [entry, ...(entry.variants ?? [])].map((dataPlane) =>
    [`${dataPlane.title}${suffix}`, ...classText(dataPlane), '', body(dataPlane)].join('\n'),
  );
  return `${[...sections, ...note].join('\n\n')}\n`;
}

function classText({ controllerNames }: GatewayDataPlane): readonly string[] {
  return controllerNames.length === 0 ? [] : [`GatewayClass controllerName: ${controllerNames.join(', ')}`];
}

function historyText({ table }: GatewayDataPlane): string {
  if (table.all.length === 0) {
    return 'nothing is recorded';
  }
  const recorded = CAPABILITIES.filter((capability) => table.history(capability).length > 0);
  const blocks = recorded.map((capability) => {
    const lines = table
      .history(capability)
      .map((row) => [`  ${describeRange(row.versions)}`, capabilityRowText(row), row.evidence]);
    return `${capability}: ${CAPABILITY_MEANINGS[capability]}\n${textTable(lines)}`;
  });
  const missing = CAPABILITIES.filter((capability) => !recorded.includes(capability));
  return [...blocks, ...(missing.length === 0 ? [] : [`nothing is recorded of ${missing.join(', ')}`])].join('\n\n');
}

function answersText({ table }: GatewayDataPlane, version: GatewayVersion): string {
  return textTable(
    CAPABILITIES.map((capability) => {
      const { value, notApplicable, unsettled, evidence } = table.at(capability, version);
      const shown = capabilityRowText({ value: notApplicable ? 'not-applicable' : value, unsettled });
      return [capability, shown, evidence];
    }),
  );
}

function gatewayRecord(entry: GatewayEntry): object {
  return entryRecord(entry, ({ table }) => ({
    capabilities: CAPABILITIES.flatMap((capability) => table.history(capability)),
  }));
}

function gatewayRecordAt(entry: GatewayEntry, version: GatewayVersion): object {
  return entryRecord(entry, ({ table }) => ({
    capabilities: CAPABILITIES.map((capability) => {
      const { value, notApplicable, ...rest } = table.at(capability, version);
      return { capability, value: notApplicable ? 'not-applicable' : value, ...rest };
    }),
  }));
}

function entryRecord(entry: GatewayEntry, details: (dataPlane: GatewayDataPlane) => object): object {
  const record = (dataPlane: GatewayDataPlane): object => ({
    title: dataPlane.title,
    controllerNames: dataPlane.controllerNames,
    ...details(dataPlane),
  });
  const note = entry.note === undefined ? {} : { note: entry.note };
  return { name: entry.name, ...record(entry), ...note, variants: (entry.variants ?? []).map(record) };
}
