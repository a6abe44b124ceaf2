import semver from 'semver';
import { type CapabilityRow, CapabilityTable, PRERELEASES } from '../../src/gateways/capabilities';
import { envoyGatewayCapabilities } from '../../src/gateways/envoy-gateway/capabilities';
import { GatewayVersion } from '../../src/gateways/gateway-version';
import { kgatewayCapabilities } from '../../src/gateways/kgateway/capabilities';

const ROWS: readonly CapabilityRow[] = [
  { capability: 'ccr', versions: '>=2.3.0 <2.4.0', value: 'honored', evidence: 'three' },
  { capability: 'ccr', versions: '>=2.0.0 <2.2.5', value: 'unsupported', evidence: 'one' },
  { capability: 'ccr', versions: '>=2.2.5 <2.3.0', value: 'unknown', evidence: 'two' },
  { capability: 'ccr', versions: '>=2.4.0 <2.5.0', value: 'honored', evidence: 'four' },
  { capability: 'btp.caKinds', versions: '>=2.1.3 <2.2.0', value: ['ConfigMap'], evidence: 'late' },
  { capability: 'btp.caKinds', versions: '>=2.1.0 <2.1.3', value: ['ConfigMap'], evidence: 'early' },
  { capability: 'btp.caPems', versions: '>=2.2.0 <2.3.0', value: 'many', evidence: 'read' },
  { capability: 'ccr.grpc', versions: '>=2.0.0 <2.2.5', value: 'not-applicable', evidence: 'nothing is sent' },
  { capability: 'ccr.grpc', versions: '>=2.3.0 <2.4.0', value: 'no', evidence: 'read' },
  { capability: 'btp.routeKinds', versions: '>=2.1.0 <2.1.3', value: ['HTTPRoute'], evidence: 'early' },
  {
    capability: 'btp.routeKinds',
    versions: '>=2.1.3 <2.2.0',
    value: ['HTTPRoute'],
    evidence: 'late',
    unsettled: ['GRPCRoute'],
  },
];

describe('CapabilityTable', () => {
  const table = new CapabilityTable(ROWS);

  test.each([
    ['one row covers each patch of a minor version', '2.0', 'unsupported', 'one'],
    [
      'patches that differ make the minor version unknown',
      '2.2',
      'unknown',
      'patches of 2.2 differ: state the patch version',
    ],
    ['a patch version is looked up by itself', '2.2.4', 'unsupported', 'one'],
    ['a recorded unknown keeps its evidence', '2.2.5', 'unknown', 'two'],
    ['a release candidate has what the releases before it have', '2.3.0-rc.1', 'unknown', 'two'],
    ['a version after all rows is unknown', '2.5', 'unknown', 'nothing is recorded for version 2.5'],
    ['a version before all rows is unknown', '1.9.9', 'unknown', 'nothing is recorded for version 1.9.9'],
  ])('%s', (_sentence, version, value, evidence) => {
    expect(table.at('ccr', GatewayVersion.parse(version))).toEqual({ value, evidence });
  });

  test('rows with equal lists agree', () => {
    expect(table.at('btp.caKinds', GatewayVersion.parse('2.1')).value).toEqual(['ConfigMap']);
  });

  test('a capability without rows is unknown', () => {
    expect(table.at('reload', GatewayVersion.parse('2.1'))).toEqual({
      value: 'unknown',
      evidence: 'nothing is recorded for version 2.1',
    });
  });

  test('a question that does not arise has no answer, and says so', () => {
    expect(table.at('ccr.grpc', GatewayVersion.parse('2.1'))).toEqual({
      value: 'unknown',
      evidence: 'nothing is sent',
      notApplicable: true,
    });
    expect(table.rangesWhere('ccr.grpc', () => true)).toEqual(['>=2.3.0 <2.4.0']);
  });

  test('members that are not settled at one patch are not settled at the minor version', () => {
    expect(table.at('btp.routeKinds', GatewayVersion.parse('2.1.1')).unsettled).toBeUndefined();
    expect(table.at('btp.routeKinds', GatewayVersion.parse('2.1'))).toMatchObject({
      value: ['HTTPRoute'],
      unsettled: ['GRPCRoute'],
    });
  });

  test('the history of a capability comes oldest first', () => {
    expect(table.history('ccr').map(({ evidence }) => evidence)).toEqual(['one', 'two', 'three', 'four']);
    expect(table.history('reload')).toEqual([]);
  });

  test('the ranges that pass come oldest first', () => {
    expect(table.rangesWhere('ccr', (value) => value !== 'unsupported')).toEqual([
      '>=2.2.5 <2.3.0',
      '>=2.3.0 <2.4.0',
      '>=2.4.0 <2.5.0',
    ]);
    expect(table.rangesWhere('ccr', (value) => value === 'ignored-silently')).toEqual([]);
  });

  test('two rows of one capability may not overlap', () => {
    const rows: readonly CapabilityRow[] = [
      { capability: 'ccr', versions: '>=2.0.0 <2.2.0', value: 'unsupported', evidence: 'one' },
      { capability: 'ccr', versions: '>=2.1.9', value: 'honored', evidence: 'two' },
    ];
    expect(() => new CapabilityTable(rows).at('ccr', GatewayVersion.parse('2.1'))).toThrow(
      'capability ccr: ranges >=2.0.0 <2.2.0 and >=2.1.9 overlap',
    );
  });

  test('a range that cannot be read is refused', () => {
    const rows: readonly CapabilityRow[] = [
      { capability: 'ccr', versions: '>=2.0.0 <2.2.0', value: 'unsupported', evidence: 'one' },
      { capability: 'ccr', versions: 'two', value: 'honored', evidence: 'two' },
    ];
    expect(() => new CapabilityTable(rows).at('ccr', GatewayVersion.parse('2.1'))).toThrow(/two/);
  });
});

describe.each([
  ['kgateway', kgatewayCapabilities, '>=2.0.0 <2.5.0'],
  ['Envoy Gateway', envoyGatewayCapabilities, '>=1.0.0 <1.10.0'],
])('the table of %s', (_title, table, read) => {
  test.each(table.all.map((row) => [row.capability, row.versions, row] as const))(
    'says of %s at %s only what lies in the releases read, with evidence',
    (_capability, _versions, row) => {
      expect(semver.subset(row.versions, read, PRERELEASES)).toBe(true);
      expect(row.evidence).toMatch(/^\S.*[^.\s]$/);
    },
  );
});
