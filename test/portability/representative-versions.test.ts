import { CapabilityTable } from '../../src/gateways/capabilities';
import { type CapabilityHistory, capabilityRows } from '../../src/gateways/capability-rows';
import { representativeVersions } from '../../src/testing/portability/representative-versions';

function labels(history: CapabilityHistory, stated: readonly string[] = []): readonly string[] {
  return representativeVersions(new CapabilityTable(capabilityRows(history)), stated).map(({ label }) => label);
}

const CHANGES: CapabilityHistory = {
  ccr: [
    ['>=1.0.0 <1.2.0', 'unsupported', 'notes'],
    ['>=1.2.0 <2.0.0', 'honored', 'notes'],
  ],
};

describe('the versions that a table tells apart', () => {
  test('are those at which something changes, where none is stated', () => {
    expect(labels(CHANGES)).toEqual(['1.0.0', '1.2.0']);
  });

  test('stand for all stated ones that answer the same, and are the newest of them', () => {
    const stated = ['1.0', '1.1', '1.2', '1.3'];
    expect(labels(CHANGES, stated)).toEqual(['1.0 to 1.1', '1.2 to 1.3']);
    const versions = representativeVersions(new CapabilityTable(capabilityRows(CHANGES)), stated);
    expect(versions.map(({ version }) => version)).toEqual(['1.1', '1.3']);
  });

  test('gain one by a new range alone, with nothing else to write', () => {
    const grown: CapabilityHistory = {
      ...CHANGES,
      reload: [
        ['>=1.0.0 <1.3.0', 'restart', 'notes'],
        ['>=1.3.0 <2.0.0', 'hot', 'notes'],
      ],
    };
    expect(labels(grown, ['1.0', '1.1', '1.2', '1.3'])).toEqual(['1.0 to 1.1', '1.2', '1.3']);
  });

  test('are releases where patches of a minor version differ', () => {
    const history: CapabilityHistory = {
      reload: [
        ['>=3.5.0 <3.5.11', 'restart', 'issue'],
        ['>=3.5.11 <3.6.0', 'hot', 'issue'],
      ],
    };
    expect(labels(history, ['3.5'])).toEqual(['3.5.0', '3.5.11']);
  });

  test('may be candidates of a release, builds and months', () => {
    expect(labels({ reload: [['>=1.30.0 <=1.31.0-rc.0', 'hot', 'source']] }, ['1.30', '1.31.0-rc.0'])).toEqual([
      '1.30 to 1.31.0-rc.0',
    ]);
    expect(labels({ reload: [['>=1.35.2-gke.1 <1.37.0', 'hot', 'report']] }, ['1.35.2-gke.1'])).toEqual([
      '1.35.2-gke.1',
    ]);
    expect(labels({ reload: [['2023.9.0', 'hot', 'documentation']] }, ['2023-09'])).toEqual(['2023-09']);
  });

  test('leave out the end of a range and the beginning of time', () => {
    expect(labels({ reload: [['>=0.0.0 <1.4.0', 'restart', 'notes']] }, ['1.3'])).toEqual(['1.3']);
    expect(labels({ reload: [['<1.4.0', 'restart', 'notes']] }, ['1.3'])).toEqual(['1.3']);
  });
});
