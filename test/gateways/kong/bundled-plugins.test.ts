import { availabilityOf, BUNDLED_PLUGINS, FICTITIOUS_PLUGINS } from '../../../src/gateways/kong/bundled-plugins';
import { KongGateway, KongGatewayEdition } from '../../../src/gateways/kong/kong-gateway';

const { ENTERPRISE, OPEN_SOURCE } = KongGatewayEdition;

test.each<[string, KongGatewayEdition, string, string, string | undefined]>([
  ['prometheus', OPEN_SOURCE, '3.9', 'bundled', undefined],
  ['prometheus', ENTERPRISE, '3.4', 'bundled', undefined],
  ['redirect', OPEN_SOURCE, '3.9.1', 'bundled', undefined],
  ['redirect', OPEN_SOURCE, '3.8.0', 'not-bundled', 'Kong Gateway (open source) 3.9 or later'],
  ['redirect', ENTERPRISE, '3.10', 'bundled', undefined],
  ['mtls-auth', OPEN_SOURCE, '3.9', 'not-bundled', 'Kong Gateway Enterprise'],
  ['mtls-auth', ENTERPRISE, '3.4', 'bundled', undefined],
  ['ai-proxy', OPEN_SOURCE, '3.6', 'bundled', undefined],
  ['ai-proxy', OPEN_SOURCE, '3.5', 'unknown', undefined],
  ['openid-connect', ENTERPRISE, '3.10', 'unknown', undefined],
  ['header-cert-auth', ENTERPRISE, '3.7', 'not-bundled', 'Kong Gateway Enterprise 3.8 or later'],
  ['header-cert-auth', ENTERPRISE, '3.14', 'bundled', undefined],
  ['solace-log', ENTERPRISE, '3.15', 'bundled', undefined],
  ['solace-log', ENTERPRISE, '3.9', 'unknown', undefined],
  ['upstream-tls', ENTERPRISE, '3.15', 'unknown', undefined],
  ['statsd-advanced', ENTERPRISE, '3.4', 'unknown', undefined],
  ['konnect-application-auth', ENTERPRISE, '3.15', 'unknown', undefined],
  ['application-registration', ENTERPRISE, '3.10', 'unknown', undefined],
  ['statsd-advanced', OPEN_SOURCE, '3.9', 'not-bundled', undefined],
  ['upstream-tls', OPEN_SOURCE, '3.9', 'not-bundled', undefined],
  ['ssl-cert-reloader', ENTERPRISE, '3.15', 'not-bundled', undefined],
  ['ssl-cert-reloader', OPEN_SOURCE, '3.4', 'not-bundled', undefined],
  ['prometheus', ENTERPRISE, '3.16', 'unknown', undefined],
  ['prometheus', OPEN_SOURCE, '3.10', 'unknown', undefined],
  ['prometheus', OPEN_SOURCE, '3.3', 'unknown', undefined],
])('%s in %s %s is %s', (name, edition, version, state, elsewhere) => {
  const availability = availabilityOf(name, new KongGateway({ version, edition }));
  expect({ state: availability.state, elsewhere: availability.elsewhere }).toEqual({ state, elsewhere });
  expect(availability.evidence).not.toBe('');
});

test('each open source plugin of 3.9 is one that Enterprise 3.15 still has', () => {
  const gateways = [
    new KongGateway({ version: '3.9', edition: OPEN_SOURCE }),
    new KongGateway({ version: '3.15', edition: ENTERPRISE }),
  ] as const;
  const [open, enterprise] = gateways.map((gateway) =>
    [...BUNDLED_PLUGINS].filter((name) => availabilityOf(name, gateway).state === 'bundled'),
  );
  expect(open).toHaveLength(45);
  expect(open?.filter((name) => !enterprise?.includes(name))).toEqual([]);
});

test('no fictitious name is one of a release', () => {
  expect(Object.keys(FICTITIOUS_PLUGINS).filter((name) => BUNDLED_PLUGINS.has(name))).toEqual([]);
});
