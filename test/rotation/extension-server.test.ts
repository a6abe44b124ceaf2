import { Chart, Testing } from 'cdk8s';
import {
  Backend,
  ClientCertificate,
  EnvoyGateway,
  ExtensionHook,
  ExtensionServer,
  ExtensionServerTls,
  TrustAnchors,
} from '../../src';
import { manifestsOf } from '../../src/constructs/upstream-tls';
import { graphOf } from '../../src/gateways/gateway-directory';
import type { ManifestSet } from '../../src/manifests/manifest';
import { checkRotation } from '../../src/rotation/check-rotation';
import { describeEdge, edgesOf } from '../../src/rotation/edges';
import { planRotation } from '../../src/rotation/plan-rotation';
import { createCa, type Identity, issue } from '../trust/pki';
import { setOf } from './payments';

const NOW = new Date('2026-06-01T00:00:00Z');
const HOSTNAME = 'rate-cards.extensions.svc.cluster.local';
const A = createCa({ commonName: 'extension root a' });
const B = createCa({ commonName: 'extension root b' });
const server = { a: issue(A, { dns: [HOSTNAME] }), b: issue(B, { dns: [HOSTNAME] }) };
const client = { a: issue(A, { extendedKeyUsage: ['clientAuth'] }), b: issue(B, { extendedKeyUsage: ['clientAuth'] }) };

interface Hop {
  /** What the controller trusts. */
  readonly roots: readonly Identity[];
  /** What the extension server presents. */
  readonly presents: Identity;
  /** What the controller presents, and which clients the extension server accepts. */
  readonly mutual?: { readonly presents: Identity; readonly accepts: readonly Identity[] };
}

/** What the construct writes, and beside it what the extension server has. */
function hop({ roots, presents, mutual }: Hop): ManifestSet {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'envoy-gateway-system' });
  new ExtensionServerTls(chart, 'extension', {
    gateway: new EnvoyGateway({ version: '1.9' }),
    server: ExtensionServer.backend(Backend.serviceName('rate-cards', { namespace: 'extensions', portNumber: 9443 })),
    trust: TrustAnchors.pem(pemOf(roots)),
    hooks: { post: [ExtensionHook.CLUSTER] },
    client: mutual && ClientCertificate.secret('controller-client'),
    configMap: {},
  });
  const written = manifestsOf(chart).map(({ constructPath, ...manifest }) => manifest);
  const others = setOf(
    secret('rate-cards-tls', 'extensions', [presents], 'upstream-tls.dev/serves: rate-cards'),
    ...(mutual === undefined
      ? []
      : [
          secret('controller-client', 'envoy-gateway-system', [mutual.presents]),
          secret(
            'rate-cards-clients',
            'extensions',
            mutual.accepts,
            'upstream-tls.dev/verifies-clients-of: rate-cards',
            'ca.crt',
          ),
        ]),
  );
  return { manifests: [...written, ...others.manifests], problems: [] };
}

function secret(
  name: string,
  namespace: string,
  certificates: readonly Identity[],
  annotation?: string,
  key = 'tls.crt',
): string {
  return `
apiVersion: v1
kind: Secret
metadata: { name: ${name}, namespace: ${namespace}${annotation === undefined ? '' : `, annotations: { ${annotation} }`} }
data: { ${key}: ${Buffer.from(pemOf(certificates)).toString('base64')} }
`;
}

function pemOf(certificates: readonly Identity[]): string {
  return certificates.map(({ pem }) => pem).join('');
}

const ONE_WAY = {
  A: hop({ roots: [A], presents: server.a }),
  AB: hop({ roots: [A, B], presents: server.a }),
  BAB: hop({ roots: [A, B], presents: server.b }),
  B: hop({ roots: [B], presents: server.b }),
};
const MUTUAL = {
  A: hop({ roots: [A], presents: server.a, mutual: { presents: client.a, accepts: [A] } }),
  AB: hop({ roots: [A, B], presents: server.a, mutual: { presents: client.a, accepts: [A, B] } }),
  BAB: hop({ roots: [A, B], presents: server.b, mutual: { presents: client.b, accepts: [A, B] } }),
  B: hop({ roots: [B], presents: server.b, mutual: { presents: client.b, accepts: [B] } }),
};

describe('the hop to an extension server', () => {
  test('is from the controller to the Service, with the roots under tls.crt and the name that is called', () => {
    const [edge, ...others] = edgesOf(graphOf(MUTUAL.A));

    expect(others).toEqual([]);
    expect(edge).toMatchObject({
      implementations: ['envoy-gateway'],
      backend: { kind: 'Service', namespace: 'extensions', name: 'rate-cards' },
      port: 9443,
      client: {
        presents: { sources: [{ object: { kind: 'Secret', name: 'controller-client' } }] },
        trusts: { sources: [{ object: { kind: 'Secret', namespace: 'envoy-gateway-system' }, key: 'tls.crt' }] },
        names: [{ type: 'Hostname', hostname: HOSTNAME }],
      },
      server: {
        presents: { sources: [{ object: { name: 'rate-cards-tls' } }] },
        trusts: { sources: [{ object: { name: 'rate-cards-clients' } }] },
      },
    });
    expect(edge && describeEdge(edge)).toBe(
      'the controller of Envoy Gateway (ConfigMap envoy-gateway-system/envoy-gateway-config) to Service extensions/rate-cards, port 9443',
    );
  });

  const file = (service: string) => `
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyGateway
extensionManager: { service: { ${service}, tls: { certificateRef: { name: roots, namespace: edge } } } }
`;

  test('is found in a file that stands by itself, and to a host outside the cluster', () => {
    const edges = edgesOf(graphOf(setOf(file('fqdn: { hostname: extension.example.com, port: 443 }'))));

    expect(edges).toMatchObject([
      {
        backend: { kind: 'Host', name: 'extension.example.com' },
        client: { trusts: { sources: [{ object: { namespace: 'edge', name: 'roots' } }] } },
      },
    ]);
  });

  test.each([
    ['an address', file('ip: { address: 10.0.0.7, port: 443 }')],
    ['a socket file', file('unix: { path: /run/extension.sock }')],
    ['plaintext', file('fqdn: { hostname: a.b.svc, port: 443 }').replace('certificateRef', 'other')],
  ])('is not judged over %s', (_name, yaml) => {
    expect(edgesOf(graphOf(setOf(yaml)))).toEqual([]);
  });
});

describe.each([
  ['one-way TLS', ONE_WAY],
  ['mutual TLS', MUTUAL],
])("a rotation of the extension server's CA with %s", (_name, { A: start, AB, BAB, B: goal }) => {
  test.each([
    ['prepare', start, AB],
    ['activate', AB, BAB],
    ['retire', BAB, goal],
  ])('is safe with overlap: %s', (_phase, before, after) => {
    expect(checkRotation(before, after, { now: NOW })).toMatchObject({
      verdict: 'safe',
      edges: 1,
      revert: { verdict: 'safe' },
    });
  });

  test.each([
    ['the root is replaced at once', start, goal, 'rotation/trust-replaced'],
    ['the certificate comes before the root', start, BAB, 'rotation/anchor-not-distributed'],
    ['the root goes with the certificate', AB, goal, 'rotation/anchor-retired-early'],
  ])('is unsafe where %s', (_phase, before, after, rule) => {
    const result = checkRotation(before, after, { now: NOW });

    expect(result.verdict).toBe('unsafe');
    expect(result.findings.map((finding) => finding.rule)).toContain(rule);
  });
});

describe('a configuration that comes to name another Secret', () => {
  /** The roots as a Secret of another name, which both sets have. */
  const renamed = (set: ManifestSet, roots: readonly Identity[]): ManifestSet => {
    const others = setOf(secret('roots-v2', 'envoy-gateway-system', roots)).manifests;
    const manifests = set.manifests.map(({ body, ...manifest }) => ({
      ...manifest,
      body: JSON.parse(JSON.stringify(body).replaceAll(/(name: )test-extension-cacertificates-\w+/g, '$1roots-v2')),
    }));
    return { manifests: [...manifests, ...others], problems: [] };
  };

  test.each([
    ['with both roots is safe', [A, B], 'safe', undefined],
    [
      'with the new root alone is not',
      [B],
      'unsafe',
      'ConfigMap envoy-gateway-system/envoy-gateway-config, at the gateway',
    ],
  ] as const)('%s', (_name, roots, verdict, applied) => {
    const result = checkRotation(ONE_WAY.A, renamed(ONE_WAY.A, roots), { now: NOW });

    expect(result.verdict).toBe(verdict);
    expect(result.interleaving?.applied[0]).toBe(applied);
  });
});

test('two extensions at one address are told apart by name', () => {
  const manager = (name: string) =>
    `{ name: ${name}, service: { fqdn: { hostname: a.b.svc, port: 443 }, tls: { certificateRef: { name: roots-${name}, namespace: edge } } } }`;
  const edges = edgesOf(
    graphOf(
      setOf(`
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyGateway
extensionManagers: [${manager('one')}, ${manager('two')}]
`),
    ),
  );

  expect(new Set(edges.map(({ id }) => id)).size).toBe(2);
});

test.each([
  ['a port that is none', 'fqdn: { hostname: a.b.svc, port: "443" }'],
  ['a name that is none', 'fqdn: { hostname: [], port: 443 }'],
  ['a target that is none', 'fqdn: 7'],
])('%s is no hop', (_name, target) => {
  const yaml = `
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyGateway
extensionManager: { service: { ${target}, tls: { certificateRef: { name: roots } } } }
`;
  expect(edgesOf(graphOf(setOf(yaml)))).toEqual([]);
});

test('the interleaving that fails names the controller', () => {
  const { interleaving } = checkRotation(ONE_WAY.AB, ONE_WAY.B, { now: NOW });

  expect(interleaving?.story).toMatch(
    /^the controller of Envoy Gateway \(ConfigMap envoy-gateway-system\/envoy-gateway-config\) already trusts CA "CN=extension root b" while the backend of Service extensions\/rate-cards still presents a certificate issued by "CN=extension root a"/,
  );
});

test('a certificate without the name that is called is refused', () => {
  const other = hop({ roots: [A, B], presents: issue(B, { dns: ['other.example.com'] }) });

  expect(checkRotation(ONE_WAY.AB, other, { now: NOW })).toMatchObject({
    verdict: 'unsafe',
    interleaving: { rule: 'rotation/role-lost' },
  });
});

describe('a controller that reads the roots once', () => {
  const rules = (version: string, before: ManifestSet, after: ManifestSet) =>
    checkRotation(before, after, { now: NOW, gateways: [{ name: 'envoy-gateway', version }] }).findings.filter(
      ({ rule }) => rule === 'rotation/never-reloads',
    );

  test.each([
    ['its roots', MUTUAL.A, MUTUAL.AB],
    ['its certificate', MUTUAL.AB, MUTUAL.BAB],
  ])('is found before 1.4 where %s change', (_name, before, after) => {
    expect(rules('1.3', before, after)).toMatchObject([
      {
        severity: 'error',
        object: { kind: 'ConfigMap', name: 'envoy-gateway-config' },
        message: expect.stringMatching(
          /^the controller of Envoy Gateway .* changes, and Envoy Gateway 1\.3 uses what it read when it started \(envoyproxy\/gateway#5396: /,
        ),
      },
    ]);
  });

  test('is not there from 1.4 on', () => {
    expect(rules('1.4', MUTUAL.A, MUTUAL.AB)).toEqual([]);
  });
});

describe.each([
  ['one-way TLS', ONE_WAY],
  ['mutual TLS', MUTUAL],
])('the plan of a rotation with %s', (_name, { A: start, B: goal }) => {
  const plan = planRotation(start, goal, { now: NOW });
  const phases = plan.possible ? plan.phases : [];

  test('has three phases', () => {
    expect(phases.map(({ title }) => title)).toEqual(['prepare', 'activate', 'retire']);
  });

  test('has both roots in the Secret that the controller reads, and nothing else changed in certificates', () => {
    const [prepare] = phases;

    expect(certificatesUnder(prepare?.manifests, /cacertificates/)).toEqual([A.pem, B.pem]);
    expect(certificatesUnder(prepare?.manifests, /rate-cards-tls/)).toEqual([server.a.pem]);
  });
});

/** The PEM blocks under `tls.crt` of the Secret of that name. */
function certificatesUnder(set: ManifestSet | undefined, name: RegExp): readonly string[] {
  const body = set?.manifests.find(({ key }) => key.kind === 'Secret' && name.test(key.name))?.body;
  const data = body?.data as Readonly<Record<string, string>> | undefined;
  const text = Buffer.from(data?.['tls.crt'] ?? '', 'base64').toString();
  return text.split(/(?<=-----END CERTIFICATE-----\n)/).filter((block) => block !== '');
}
