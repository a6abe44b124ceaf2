import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayRegistry } from '../../src/gateways/registry';
import { describePortability } from '../../src/testing/portability/describe-portability';
import { KNOWN_GATEWAYS } from '../../src/testing/portability/known-gateways';

const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;

/** Folders of the CRDs that a gateway's projects ship, beside those of the Gateway API; none where it has no kinds of its own. */
const CRD_FOLDERS: Readonly<Record<string, string>> = {
  agentgateway: 'agentgateway',
  airlock: 'airlock',
  apisix: 'apisix',
  contour: 'contour',
  emissary: 'emissary',
  'envoy-gateway': 'envoy-gateway',
  gke: 'gke',
  gloo: 'gloo',
  'haproxy-kubernetes-ingress': 'haproxy',
  istio: 'istio',
  kgateway: 'kgateway',
  'kong-ingress-controller': 'kong/kic',
  'kong-operator': 'kong/kong-operator',
  'nginx-gateway-fabric': 'ngf',
  traefik: 'traefik',
};

/** The CRDs as their projects ship them; the experimental channel, since it serves v1alpha3 and TCPRoute too. */
function referenceCrds(name: string): readonly string[] | undefined {
  if (folder === undefined) {
    return undefined;
  }
  const own = CRD_FOLDERS[name];
  return ['gateway-api/experimental', 'cert-manager', ...(own === undefined ? [] : [own])].flatMap((each) =>
    readdirSync(join(folder, each))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(join(folder, each, file), 'utf8')),
  );
}

const suffix = folder === undefined ? ' (by the own contracts: UPSTREAM_TLS_REFERENCE_CRDS is not set)' : '';

describe(`each intent on each gateway${suffix}`, () => {
  for (const known of KNOWN_GATEWAYS) {
    describePortability({ ...known, crds: referenceCrds(known.name) });
  }
});

describe('the gateways of the suite', () => {
  test('are all of the registry that have a renderer', () => {
    const names = new Set(KNOWN_GATEWAYS.map(({ table }) => table));
    const missing = gatewayRegistry
      .flatMap((entry) => [entry, ...(entry.variants ?? [])])
      .filter(({ table, versions }) => versions.length > 0 && !names.has(table));
    expect(missing.map(({ title }) => title)).toEqual(['HAProxy Ingress']);
    expect(existsSync(join(__dirname, '../../src/gateways/haproxy-ingress/haproxy-ingress.ts'))).toBe(false);
  });

  test('have names and titles of their own', () => {
    for (const names of [KNOWN_GATEWAYS.map(({ name }) => name), KNOWN_GATEWAYS.map(({ title }) => title)]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
