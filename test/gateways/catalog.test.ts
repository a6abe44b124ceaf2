import type { Capability, CapabilityTable } from '../../src/gateways/capabilities';
import { CAPABILITIES } from '../../src/gateways/capability-meanings';
import { GatewayVersion } from '../../src/gateways/gateway-version';
import { gatewayNamed, gatewayRegistry } from '../../src/gateways/registry';
import { CATALOG, type CatalogCell, OUTSIDE } from './catalog';

/** What was established beyond the catalog, which says unknown there. */
const ESTABLISHED_SINCE: readonly CatalogCell[] = [
  ...['1.1', '1.2', '1.4', '1.5'].map((version) => envoyGateway(version, 'btp.apiVersion', 'v1alpha3')),
  envoyGateway('1.6', 'btp.apiVersion', 'v1'),
  envoyGateway('1.4', 'btp.sectionName', 'name'),
  ...['1.2', '1.6', '2.0', '2.1'].map((version) => portless('nginx-gateway-fabric', version)),
  ...['1.26', '1.27'].map((version) => portless('istio', version)),
  ...['1.6', '2.0', '2.1', '2.2'].map((version) => ({
    gateway: 'nginx-gateway-fabric',
    version,
    capability: 'btp.apiVersion' as const,
    expected: 'v1alpha3',
  })),
  { gateway: 'nginx-gateway-fabric', version: '1.2', capability: 'btp.apiVersion', expected: 'v1alpha2' },
  ...['1.20', '1.20.1'].map((version) => ({
    gateway: 'cilium',
    version,
    capability: 'btp.maxCaRefs' as const,
    expected: 'one-or-rejected',
  })),
  ...['1.0', '1.3', '1.4', '1.4.1'].map((version) => httpRoutes('agentgateway', version)),
  ...['4.8', '5.0', '5.1', '5.1.5'].map((version) => httpRoutes('airlock', version)),
  ...['1.35.2-gke.1751000', '1.35.2', '1.35'].map((version) => httpRoutes('gke', version)),
  ...['1.36.2-gke.2154000', '1.36.2', '1.36'].map((version) => httpRoutes('gke', version)),
  { gateway: 'airlock', version: '4.8', capability: 'btp.caKinds', expected: 'CM,S?' },
  { gateway: 'airlock', version: '4.8', capability: 'btp.san', expected: 'honored' },
  { gateway: 'airlock', version: '4.8', capability: 'sni', expected: 'BackendTLSPolicy+hostname' },
  istioAgentgateway('reload', 'hot'),
  istioAgentgateway('perBackendCert', 'none'),
  istioAgentgateway('minTls', 'none'),
  istioAgentgateway('ciphers', 'none'),
  istioAgentgateway('alpn', 'none'),
  istioAgentgateway('sni', 'BackendTLSPolicy+hostname'),
];

function istioAgentgateway(capability: Capability, expected: string): CatalogCell {
  return { gateway: 'istio-agentgateway', version: '1.31.0-rc.0', capability, expected };
}

function envoyGateway(version: string, capability: Capability, expected: string): CatalogCell {
  return { gateway: 'envoy-gateway', version, capability, expected };
}

/** Releases that claim conformance, which asks about HTTPRoute alone. */
function httpRoutes(gateway: string, version: string): CatalogCell {
  return { gateway, version, capability: 'btp.routeKinds', expected: 'H,G?,T?,C?' };
}

/** Releases before the one that came with `sectionName`. */
function portless(gateway: string, version: string): CatalogCell {
  return { gateway, version, capability: 'btp.sectionName', expected: 'unsupported' };
}

const MEMBERS: Readonly<Record<string, string>> = {
  H: 'HTTPRoute',
  G: 'GRPCRoute',
  T: 'TLSRoute',
  C: 'TCPRoute',
  CM: 'ConfigMap',
  S: 'Secret',
  CTB: 'ClusterTrustBundle',
};

const FIELDS: readonly Capability[] = ['perBackendCert', 'minTls', 'ciphers', 'alpn', 'sni'];

function tableOf(name: string): CapabilityTable {
  const [gateway = '', variant] = name.split('/');
  const entry = gatewayNamed(gateway);
  const found = variant === undefined ? entry : entry?.variants?.find(({ title }) => title.includes(variant));
  if (found === undefined) {
    throw new Error(`${name} is not in the registry`);
  }
  return found.table;
}

function expectCell({ gateway, version, capability, expected }: CatalogCell): void {
  const { evidence, ...answer } = tableOf(gateway).at(capability, GatewayVersion.parse(version));
  expect(evidence).toMatch(/^\S.*[^.\s]$/);
  if (expected === '?') {
    expect(answer).toEqual({ value: 'unknown' });
  } else if (expected === '-') {
    expect(answer).toEqual({ value: 'unknown', notApplicable: true });
  } else if (['btp.routeKinds', 'btp.caKinds'].includes(capability) && expected !== 'any') {
    const members = expected.split(',');
    const unsettled = members.filter((member) => member.endsWith('?')).map((member) => MEMBERS[member.slice(0, -1)]);
    const value = members.filter((member) => !member.endsWith('?')).map((member) => MEMBERS[member]);
    expect(answer).toEqual({ value, ...(unsettled.length === 0 ? {} : { unsettled }) });
  } else if (FIELDS.includes(capability) && expected !== 'none') {
    for (const word of expected.split('+')) {
      expect(answer).toEqual({ value: expect.stringContaining(word) });
    }
  } else if (capability === 'reload') {
    const [value, ...open] = expected.split(',');
    const unsettled = open.map((kind) => MEMBERS[kind.slice(0, -1)]);
    expect(answer).toEqual({ value, ...(unsettled.length === 0 ? {} : { unsettled }) });
  } else {
    expect(answer).toEqual({ value: expected });
  }
}

const NAMED = CATALOG.map((cell) => [cell.gateway, cell.version, cell.capability, cell] as const);
const isSame = (a: CatalogCell, b: CatalogCell): boolean =>
  a.gateway === b.gateway && a.version === b.version && a.capability === b.capability;

describe('the capability tables and the catalog', () => {
  test.each(NAMED.filter(([, , , cell]) => !ESTABLISHED_SINCE.some((other) => isSame(cell, other))))(
    'agree on %s %s: %s',
    (_gateway, _version, _capability, cell) => {
      expectCell(cell);
    },
  );

  test.each(ESTABLISHED_SINCE.map((cell) => [cell.gateway, cell.version, cell.capability, cell] as const))(
    'differ on %s %s: %s, only because it was unknown',
    (_gateway, _version, _capability, cell) => {
      expect(CATALOG.find((other) => isSame(cell, other))?.expected).toBe('?');
      expectCell(cell);
    },
  );

  test.each(OUTSIDE)('say nothing of %s %s', (gateway, version) => {
    const table = tableOf(gateway);
    const known = CAPABILITIES.filter((capability) => {
      const { value, notApplicable } = table.at(capability, GatewayVersion.parse(version));
      return value !== 'unknown' || notApplicable;
    });
    expect(known).toEqual([]);
  });

  test('name the same gateways', () => {
    const named = new Set(CATALOG.map(({ gateway }) => gateway.split('/')[0]));
    const recorded = gatewayRegistry.filter(({ table }) => table.all.length > 0).map(({ name }) => name);
    expect(recorded).toEqual([...named].sort());
  });
});
