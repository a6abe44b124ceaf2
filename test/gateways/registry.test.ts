import { GATEWAY_NAMES } from '../../src/cli/gateway-option';
import { GatewayVersion } from '../../src/gateways/gateway-version';
import { gatewayNamed, gatewayOfController, gatewayRegistry } from '../../src/gateways/registry';
import { GATEWAY_CONTROLLERS } from '../../src/manifests/graph/implementations';

const dataPlanes = gatewayRegistry.flatMap((entry) => [entry, ...(entry.variants ?? [])]);

/** The class of agentgateway while it was part of kgateway, at versions of which nothing is recorded. */
const ONLY_IN_GRAPH: readonly string[] = ['kgateway.dev/agentgateway'];

describe('the registry of gateways', () => {
  test('has the names of the command line, in order', () => {
    expect(gatewayRegistry.map(({ name }) => name)).toEqual([...GATEWAY_NAMES].sort());
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
    ['istio.io/agentgateway-controller', 'istio', 'Istio, class istio-agentgateway'],
  ])('finds by controller name %s the gateway %s: %s', (controllerName, name, title) => {
    const match = gatewayOfController(controllerName);
    expect(match?.entry).toBe(gatewayNamed(name));
    expect(match?.dataPlane.title).toBe(title);
  });

  // The room of manifests may import nothing, so that the reference graph has a list of its own.
  test('agrees with the reference graph on controller names', () => {
    const graph = GATEWAY_CONTROLLERS.map(({ controller, implementations }) => [controller, implementations] as const);
    for (const [controller, implementations] of graph) {
      const name = gatewayOfController(controller)?.entry.name;
      expect([controller, name ?? 'none']).toEqual([
        controller,
        ONLY_IN_GRAPH.includes(controller) ? 'none' : implementations[0],
      ]);
    }
    const names = gatewayRegistry.flatMap(({ controllerNames }) => controllerNames);
    expect(names.filter((name) => !graph.some(([controller]) => controller === name))).toEqual([]);
  });

  test('finds nothing by another name', () => {
    expect(gatewayOfController('example.com/controller')).toBeUndefined();
    expect(gatewayNamed('nginx')).toBeUndefined();
  });
});
