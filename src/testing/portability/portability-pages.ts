import { gatewayPage } from './gateway-page';
import { cellsOf } from './intent-cells';
import { KNOWN_GATEWAYS } from './known-gateways';
import { PORTABILITY_INTENTS } from './portability-intents';
import { portabilityPage } from './portability-page';

/** The matrix and a page for each gateway, by file below `docs/`. */
export function portabilityPages(): Readonly<Record<string, string>> {
  const columns = KNOWN_GATEWAYS.map((gateway) => ({ gateway, cells: cellsOf(gateway, PORTABILITY_INTENTS) }));
  const pages = columns.map(({ gateway, cells }) => [`portability/${gateway.name}.md`, gatewayPage(gateway, cells)]);
  const newestOnly = columns.map(({ gateway, cells }) => {
    const newest = cells.at(-1)?.version;
    return { gateway, cells: cells.filter(({ version }) => version === newest) };
  });
  return { 'portability.md': portabilityPage(newestOnly), ...Object.fromEntries(pages) };
}
