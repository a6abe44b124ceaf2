import { readProperties } from '../../src/cdk8s-plugin/validation-properties';

test('properties have defaults', () => {
  expect(readProperties({})).toEqual({ failOn: 'error' });
});

test('all properties are read', () => {
  const gateways = [{ name: 'kgateway', version: '2.4' }];
  const given = { gateways, now: '2026-01-31T00:00:00Z', crds: ['crds/'], closedWorld: true, failOn: 'warning' };
  expect(readProperties(given)).toEqual({ ...given, now: new Date('2026-01-31T00:00:00Z') });
});

test.each<[string, unknown, string]>([
  ['gateways', 'kgateway', 'a list of { name, version }, both in quotes'],
  ['gateways', [{ name: 'kgateway', version: 2.4 }], 'a list of { name, version }, both in quotes'],
  ['now', '2026-01-31', 'an instant such as 2026-01-31T00:00:00Z, in quotes'],
  ['now', '2026-02-29T00:00:00Z', 'an instant such as 2026-01-31T00:00:00Z, in quotes'],
  ['now', '2026-13-31T00:00:00Z', 'an instant such as 2026-01-31T00:00:00Z, in quotes'],
  ['crds', 'crds/', 'a list of paths'],
  ['closedWorld', 'yes', 'true or false'],
  ['failOn', 'info', 'error or warning'],
])('%s may not be %j', (name, value, form) => {
  expect(() => readProperties({ [name]: value })).toThrow(
    `UpstreamTlsValidation: property "${name}" has another form than is allowed; write ${form}`,
  );
});

test.each<[readonly object[], string]>([
  [[{ name: 'kgatway', version: '2.4' }], '"kgatway" is not a gateway implementation; did you mean "kgateway"?'],
  [[{ name: 'kgateway', version: 'new' }], '"new" is no version of kgateway; state it as in 1.9 or 1.9.2'],
  [
    [
      { name: 'istio', version: '1.29' },
      { name: 'istio', version: '1.30' },
    ],
    '"istio" is stated with versions 1.29 and 1.30; state one',
  ],
])('the gateways %j are refused, as on the command line', (gateways, problem) => {
  expect(() => readProperties({ gateways })).toThrow(`UpstreamTlsValidation: property "gateways": ${problem}`);
});

test('an unknown property is refused', () => {
  expect(() => readProperties({ gateway: [] })).toThrow(
    'UpstreamTlsValidation: property "gateway" is unknown; allowed are gateways, now, crds, closedWorld, failOn',
  );
});
