import { CapabilityTable } from '../../src/gateways/capabilities';
import { capabilityRows, notApplicableRows } from '../../src/gateways/capability-rows';
import { GatewayVersion } from '../../src/gateways/gateway-version';
import type { GatewayEntry } from '../../src/gateways/registry';
import { capabilityMatrix } from '../../src/report/capability-matrix';
import { capabilityPage } from '../../src/report/capability-page';
import { formatCapabilities, formatGateway, formatGatewayAt } from '../../src/report/capability-report';
import { markdownTable } from '../../src/report/table';

const entry: GatewayEntry = {
  name: 'edge-gateway',
  title: 'Edge Gateway',
  controllerNames: ['example.com/edge'],
  versions: ['1.0', '1.1', '1.2'],
  table: new CapabilityTable([
    ...capabilityRows({
      'btp.apiVersion': [
        ['>=1.2.0 <1.3.0', 'v1', 'conformance'],
        ['>=1.0.0 <1.2.0', 'none', 'release notes'],
      ],
      'btp.caKinds': [['>=1.2.0 <1.3.0', ['ConfigMap'], 'source', ['Secret']]],
      'btp.options': [['>=1.2.0 <1.3.0', [], 'source | reference']],
      ccr: [['>=1.2.0 <1.3.0', 'ignored-silently', 'example/edge#1']],
      perBackendCert: [['>=1.0.0 <1.3.0', 'EdgePolicy spec.tls.secretRef', 'API reference']],
      selectorLabels: [['>=1.0.0 <1.3.0', { Secret: 'example.com/secret' }, 'source']],
    }),
    ...notApplicableRows(['btp.caKinds', 'btp.san', 'btp.systemCa'], '>=1.0.0 <1.2.0', 'it is not read'),
  ]),
  variants: [
    {
      title: 'Edge Gateway, hybrid',
      controllerNames: [],
      versions: ['1.2'],
      table: new CapabilityTable(capabilityRows({ reload: [['>=1.2.0 <1.3.0', 'restart', 'source']] })),
    },
  ],
};
const core: GatewayEntry = {
  name: 'core',
  title: 'Core',
  controllerNames: [],
  versions: [],
  table: new CapabilityTable([]),
  note: 'no implementation',
};

describe('the matrix', () => {
  test('merges versions that do not differ, and tells unknown from not applicable', () => {
    expect(capabilityMatrix([entry, core]).rows).toEqual([
      ['Edge Gateway', '1.0 to 1.1', 'no', '-', '-', '-', '?', 'EdgePolicy', '?'],
      ['Edge Gateway', '1.2', 'v1', 'ConfigMap, Secret?', '?', '?', 'ignored', 'EdgePolicy', '?'],
      ['Edge Gateway, hybrid', '1.2', '?', '?', '?', '?', '?', '?', 'restart'],
    ]);
  });

  test('can be cut to the newest versions', () => {
    const { rows } = capabilityMatrix([entry], { newestOnly: true });
    expect(rows.map(([gateway, version]) => [gateway, version])).toEqual([
      ['Edge Gateway', '1.2'],
      ['Edge Gateway, hybrid', '1.2'],
    ]);
  });

  test('has as many cells in each row as in its header, also in Markdown', () => {
    const table = capabilityMatrix([entry]);
    const cells = markdownTable({ ...table, rows: [...table.rows, table.header.map(() => 'a|b')] })
      .split('\n')
      .map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(new Set(cells)).toEqual(new Set([table.header.length + 2]));
  });
});

describe('text', () => {
  test('of all gateways has columns, names of the command line and a legend', () => {
    const lines = formatCapabilities([entry], 'text').split('\n');
    expect(lines[0]).toMatch(/^gateway {15}version {5}btp\.apiVersion {2}btp\.caKinds {9}btp\.san /);
    expect(lines[1]).toMatch(/^edge-gateway {10}1\.0 to 1\.1 {2}no {14}- /);
    expect(lines.slice(-3)).toEqual(['', '? is unknown, - is not applicable', '']);
  });

  test('of one gateway shows each value with its versions, oldest first, and its evidence', () => {
    const text = formatGateway(entry, 'text');
    expect(text).toContain(`Edge Gateway
GatewayClass controllerName: example.com/edge

btp.apiVersion: version of BackendTLSPolicy that the controller reads
  1.0 to 1.1  none  release notes
  1.2         v1    conformance
`);
    expect(text).toContain('  1.0 to 1.1  not applicable              it is not read\n');
    expect(text).toContain('  1.2         ConfigMap; unknown: Secret  source\n');
    expect(text).toContain('  1.0 to 1.2  Secret: example.com/secret  source\n');
    expect(text).toContain('nothing is recorded of btp.gate, btp.targetRefs,');
    expect(text).toContain('\n\nEdge Gateway, hybrid\n\nreload: ');
  });

  test('of a gateway without a table says so', () => {
    expect(formatGateway(core, 'text')).toBe('Core\n\nnothing is recorded\n\nno implementation\n');
  });

  test('of one version shows each capability once', () => {
    const text = formatGatewayAt(entry, GatewayVersion.parse('1.1'), 'text');
    expect(text).toMatch(/^Edge Gateway 1\.1\n/);
    expect(text).toMatch(/^btp\.apiVersion +none +release notes$/m);
    expect(text).toMatch(/^btp\.san +not applicable +it is not read$/m);
    expect(text).toMatch(/^reload +unknown +nothing is recorded for version 1\.1$/m);
  });
});

describe('JSON', () => {
  test('of all gateways has each row', () => {
    const { gateways } = JSON.parse(formatCapabilities([entry, core], 'json'));
    expect(gateways).toEqual([JSON.parse(formatGateway(entry, 'json')), JSON.parse(formatGateway(core, 'json'))]);
    expect(gateways[0].capabilities[0]).toEqual({
      capability: 'btp.apiVersion',
      versions: '>=1.0.0 <1.2.0',
      value: 'none',
      evidence: 'release notes',
    });
    expect(gateways[1]).toEqual({
      name: 'core',
      title: 'Core',
      controllerNames: [],
      capabilities: [],
      note: 'no implementation',
      variants: [],
    });
  });

  test('of one version has each capability once, with what is not settled', () => {
    const { version, capabilities, variants } = JSON.parse(formatGatewayAt(entry, GatewayVersion.parse('1.2'), 'json'));
    expect(version).toBe('1.2');
    expect(capabilities).toHaveLength(variants[0].capabilities.length);
    expect(capabilities).toContainEqual({
      capability: 'btp.caKinds',
      value: ['ConfigMap'],
      evidence: 'source',
      unsettled: ['Secret'],
    });
    expect(capabilities).toContainEqual({
      capability: 'btp.gate',
      value: 'unknown',
      evidence: 'nothing is recorded for version 1.2',
    });
  });
});

test('the page leaves out what has no table, and keeps cells apart', () => {
  const page = capabilityPage([entry, core]);
  expect(page).toContain(
    '## Edge Gateway\n\nName: `edge-gateway`\n\n`controllerName` of its GatewayClass: `example.com/edge`',
  );
  expect(page).toContain('| `btp.options` | 1.2 | `none` | source \\| reference |');
  expect(page).toContain('### Edge Gateway, hybrid\n\n| capability |');
  expect(page).not.toContain('Core');
});
