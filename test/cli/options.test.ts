import { readGateways } from '../../src/cli/gateway-option';
import { readInstant } from '../../src/cli/instant-option';
import { progressOn } from '../../src/cli/progress';
import { UsageError } from '../../src/cli/usage-error';
import { wantsColor } from '../../src/cli/wants-color';

describe('--gateway', () => {
  test('reads names and versions, each once', () => {
    expect(readGateways(['kgateway@2.4', 'gke@1.35.2-gke.1751000', 'istio@v1.30', 'kgateway@2.4'])).toEqual([
      { name: 'kgateway', version: '2.4' },
      { name: 'gke', version: '1.35.2-gke.1751000' },
      { name: 'istio', version: 'v1.30' },
    ]);
  });

  test.each([
    ['kgatway@2.4', '--gateway: "kgatway" is not a gateway implementation; did you mean "kgateway"?'],
    ['manifests/', '--gateway: "manifests/" looks like a path; give the paths before the options'],
    ['kgateway', '--gateway: "kgateway" states no version; state it as in kgateway@1.9 or kgateway@1.9.2'],
    ['kgateway@', '--gateway: "kgateway@" states no version; state it as in kgateway@1.9 or kgateway@1.9.2'],
    ['kgateway@new', '--gateway: "new" is not a version; state it as in kgateway@1.9 or kgateway@1.9.2'],
    ['kgateway@2.4@3', '--gateway: "2.4@3" is not a version; state it as in kgateway@1.9 or kgateway@1.9.2'],
  ])('refuses %s', (option, message) => {
    expect(() => readGateways([option])).toThrow(new UsageError(message));
  });

  test('lists what is allowed where nothing is near', () => {
    expect(() => readGateways(['@1.0'])).toThrow('allowed are agentgateway, airlock, apisix,');
  });

  test('refuses two versions of one implementation', () => {
    expect(() => readGateways(['istio@1.29', 'istio@1.30'])).toThrow(
      'is stated with versions 1.29 and 1.30; state one',
    );
  });
});

describe('--now', () => {
  test.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2024-02-29t12:00:00.5+02:00', '2024-02-29T10:00:00.500Z'],
  ])('reads %s', (text, instant) => {
    expect(readInstant(text).toISOString()).toBe(instant);
  });

  test.each([
    'now',
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-02-29T12:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-31T25:00:00Z',
  ])('refuses %s', (text) => {
    const message = `--now: "${text}" is not an instant; write it as in 2026-01-31T12:00:00Z`;
    expect(() => readInstant(text)).toThrow(new UsageError(message));
  });
});

test.each([
  ['a terminal', { isTTY: true }, {}, true],
  ['a terminal, with an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, true],
  ['a terminal, with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
  ['a pipe', {}, {}, false],
])('on %s', (_name, stream, environment, colored) => {
  expect(wantsColor(stream, environment)).toBe(colored);
});

describe('progress', () => {
  function written(isTTY: boolean, work: (progress: ReturnType<typeof progressOn>) => void): string {
    let text = '';
    const write = (chunk: string) => {
      text += chunk;
      return true;
    };
    work(progressOn({ isTTY, columns: 20, write } as unknown as NodeJS.WriteStream));
    return text;
  }

  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  test('is silent while the work is short', () => {
    expect(written(true, (progress) => [progress.update('reading'), progress.done()])).toBe('');
  });

  test('is one line that is cut to the width and goes away', () => {
    const text = written(true, (progress) => {
      jest.advanceTimersByTime(1000);
      progress.update('reading a-very-long-name.yaml');
      progress.update('too soon after the one before');
      progress.done();
    });
    expect(text).toBe('\r\x1b[Kreading a-very-long\r\x1b[K');
  });

  test('is silent where there is no terminal', () => {
    expect(written(false, (progress) => [jest.advanceTimersByTime(1000), progress.update('x'), progress.done()])).toBe(
      '',
    );
  });
});
