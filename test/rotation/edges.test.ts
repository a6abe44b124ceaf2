import { graphOf } from '../../src/gateways/gateway-directory';
import { describeEdge, edgesOf } from '../../src/rotation/edges';
import { chains, roots as rootCertificates } from './certificates';
import { bundle, certificate, HOP, policy, roots, SERVES, secret, setOf, VERIFIES_CLIENTS } from './payments';

const edgesIn = (...pieces: readonly string[]) => edgesOf(graphOf(setOf(...pieces)));
const named = (kind: string, name: string) => ({ object: { group: '', kind, namespace: 'payments', name } });

describe('the hops of a set of manifests', () => {
  test('have what each end presents and trusts', () => {
    const [edge, ...others] = edgesIn(
      HOP,
      policy('roots'),
      roots('roots', [rootCertificates.a]),
      secret('ledger-tls', [chains.a.leaf], SERVES),
      roots('client-roots', [rootCertificates.a], VERIFIES_CLIENTS),
    );

    expect(others).toEqual([]);
    expect(edge).toMatchObject({
      gateway: { kind: 'Gateway', namespace: 'payments', name: 'edge' },
      implementations: ['envoy-gateway'],
      backend: { kind: 'Service', namespace: 'payments', name: 'ledger' },
      client: {
        presents: { sources: [named('Secret', 'edge-client')] },
        trusts: { sources: [named('ConfigMap', 'roots')] },
        names: [{ type: 'Hostname', hostname: 'ledger.test' }],
      },
      server: {
        presents: { sources: [named('Secret', 'ledger-tls')] },
        trusts: { sources: [named('ConfigMap', 'client-roots')] },
      },
    });
    expect(edge && describeEdge(edge)).toBe('Gateway payments/edge to Service payments/ledger');
  });

  test('know nothing of the backend where no annotation tells', () => {
    const [edge] = edgesIn(HOP, policy('roots'));

    expect(edge?.server).toEqual({ presents: { sources: [] }, trusts: { sources: [] } });
  });

  test('take annotations on Certificates and Bundles', () => {
    const [edge] = edgesIn(
      HOP,
      policy('roots'),
      certificate('ledger', 'ca', 'server auth'),
      bundle('clients', ['ca'], VERIFIES_CLIENTS),
    );

    expect(edge?.server.presents.sources).toMatchObject([{ object: { kind: 'Certificate', name: 'ledger' } }]);
    expect(edge?.server.trusts.sources).toMatchObject([{ object: { kind: 'Bundle', name: 'clients' } }]);
  });

  test('take a Certificate and the Secret that it is written to for one', () => {
    const pieces = [HOP, policy('roots'), certificate('ledger-tls', 'ca', 'server auth')];
    const [edge] = edgesIn(...pieces, secret('ledger-tls', [chains.a.leaf], SERVES));
    expect(edge?.server.presents.sources).toEqual([named('Secret', 'ledger-tls')]);

    const [other] = edgesIn(...pieces, secret('ledger-green', [chains.a.leaf], SERVES));
    expect(other?.server.presents.sources.map(({ object }) => `${object.kind} ${object.name}`)).toEqual([
      'Certificate ledger-tls',
      'Secret ledger-green',
    ]);
  });

  test('are none where no setting asks for TLS', () => {
    expect(edgesIn(HOP)).toEqual([]);
  });

  test('are there without a route, from a gateway that nobody knows', () => {
    const [edge] = edgesIn(policy('roots'));

    expect(edge).toMatchObject({ implementations: [], backend: { name: 'ledger' } });
    expect(edge?.gateway).toBeUndefined();
  });

  test('are one for each Gateway', () => {
    const other = HOP.replaceAll('name: edge,', 'name: other,')
      .replaceAll('[{ name: edge }]', '[{ name: other }]')
      .replace(
        '{ name: ledger, namespace: payments }\nspec:\n  parentRefs',
        '{ name: ledger-other, namespace: payments }\nspec:\n  parentRefs',
      );

    expect(edgesIn(HOP, other, policy('roots')).map(({ gateway }) => gateway?.name)).toEqual(['edge', 'other']);
  });

  test('are told apart by port where the policy is', () => {
    const edges = edgesIn(
      HOP,
      policy('roots').replace('name: ledger }]', 'name: ledger, sectionName: https }]'),
      secret('ledger-tls', [chains.a.leaf], 'upstream-tls.dev/serves: "ledger:https"'),
    );

    expect(edges.map(({ port }) => port)).toEqual(['https']);
    expect(edges[0]?.server.presents.sources).toHaveLength(1);
  });

  test('take subject alternative names before the hostname', () => {
    const withNames = policy('roots').replace(
      'hostname: ledger.test',
      'hostname: ledger.test\n    subjectAltNames: [{ type: URI, uri: "spiffe://payments/ledger" }]',
    );

    expect(edgesIn(HOP, withNames)[0]?.client.names).toEqual([{ type: 'URI', uri: 'spiffe://payments/ledger' }]);
  });

  test('find the Service behind the endpoint of an Envoy Gateway Backend', () => {
    const backend = `
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: Backend
metadata: { name: ledger, namespace: payments }
spec:
  endpoints: [{ fqdn: { hostname: ledger.payments.svc.cluster.local, port: 8443 } }]
  tls: { clientCertificateRef: { group: "", kind: Secret, name: own-client } }
`;
    const toBackend = policy('roots').replace(
      'group: "", kind: Service',
      'group: gateway.envoyproxy.io, kind: Backend',
    );
    const route = HOP.replace(
      '{ name: ledger, port: 8443 }',
      '{ group: gateway.envoyproxy.io, kind: Backend, name: ledger }',
    );
    const [edge] = edgesIn(route, backend, toBackend, secret('ledger-tls', [chains.a.leaf], SERVES));

    expect(edge).toMatchObject({
      backend: { kind: 'Backend' },
      client: {
        presents: { sources: [named('Secret', 'own-client')] },
        trusts: { sources: [named('ConfigMap', 'roots')] },
      },
      server: { presents: { sources: [named('Secret', 'ledger-tls')] } },
    });
  });
});
