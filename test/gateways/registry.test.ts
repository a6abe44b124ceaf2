import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY_NAMES } from '../../src/checks/stated-gateways';
import { GATEWAY_DIRECTORY } from '../../src/gateways/gateway-directory';
import { GatewayVersion } from '../../src/gateways/gateway-version';
import { gatewayNamed, gatewayRegistry } from '../../src/gateways/registry';

const SRC = join(__dirname, '../../src');

const dataPlanes = gatewayRegistry.flatMap((entry) => [entry, ...(entry.variants ?? [])]);

describe('the registry of gateways', () => {
  test('has the names of the command line, in order', () => {
    expect(gatewayRegistry.map(({ name }) => name)).toEqual([...GATEWAY_NAMES].sort());
    expect(new Set(GATEWAY_NAMES).size).toBe(GATEWAY_NAMES.length);
  });

  test('names no gateway and no controller twice', () => {
    for (const names of [dataPlanes.map(({ title }) => title), dataPlanes.flatMap((each) => each.controllerNames)]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test.each(
    dataPlanes.flatMap(({ title, versions, table }) => versions.map((version) => [title, version, table] as const)),
  )('lists for %s a version of which its table speaks: %s', (_title, version, table) => {
    const read = GatewayVersion.parse(version);
    expect(table.all.some((row) => read.overlaps(row.versions))).toBe(true);
  });

  test.each(
    dataPlanes.flatMap(({ title, versions, table }) => table.all.map((row) => [title, row, versions] as const)),
  )('lists for %s a version in the range of each row', (_title, row, versions) => {
    expect(versions.some((version) => GatewayVersion.parse(version).overlaps(row.versions))).toBe(true);
  });

  test.each([
    ['konghq.com/kic-gateway-controller', 'kong-ingress-controller', 'Kong Ingress Controller'],
    ['konghq.com/gateway-operator', 'kong-operator', 'Kong Operator'],
    ['gateway.k8s.aws/nlb', 'aws-lbc', 'AWS Load Balancer Controller'],
    ['istio.io/gateway-controller', 'istio', 'Istio'],
    ['istio.io/agentgateway-controller', 'istio-agentgateway', 'Istio, class istio-agentgateway'],
    ['kgateway.dev/agentgateway', 'agentgateway', 'agentgateway'],
  ])('finds by controller name %s the gateway %s: %s', (controllerName, name, title) => {
    expect(GATEWAY_DIRECTORY.gatewayControllers.get(controllerName)?.[0]).toBe(name);
    expect(gatewayNamed(name)?.title).toBe(title);
  });

  test('says of each controller name where it is from', () => {
    const unsaid = gatewayRegistry.filter(
      ({ controllerNames, controllerEvidence }) => controllerNames.length > 0 !== (controllerEvidence !== undefined),
    );
    expect(unsaid.map(({ name }) => name)).toEqual([]);
  });

  test('names no kind of route and no class that a controller creates twice', () => {
    const routes = gatewayRegistry.flatMap(({ routeKinds = [] }) =>
      routeKinds.map(({ group, kind }) => `${group}/${kind}`),
    );
    const classes = gatewayRegistry.flatMap(({ builtInClasses = [] }) => builtInClasses);
    expect([new Set(routes).size, new Set(classes).size]).toEqual([routes.length, classes.length]);
  });

  // A graph that is not told of the gateways answers unknown, in silence.
  test('stands behind each graph that the library makes', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const making = files.filter((file) => readFileSync(join(SRC, file), 'utf8').includes('new ReferenceGraph('));
    expect(making).toEqual([join('gateways', 'gateway-directory.ts')]);
  });

  test('finds nothing by another name', () => {
    expect(GATEWAY_DIRECTORY.gatewayControllers.get('example.com/controller')).toBeUndefined();
    expect(gatewayNamed('nginx')).toBeUndefined();
  });
});
