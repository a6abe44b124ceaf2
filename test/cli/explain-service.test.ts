import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExplainServiceOptions, explainService } from '../../src/cli/explain-service';
import { GATEWAY, policyYaml, routeYaml, serviceYaml } from '../gateways/kong/_coexistence';

const MAIN = join(__dirname, '../../lib/src/cli/bundle/main.js');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'explain-service-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(yaml: string): string {
  const file = join(folder, 'all.yaml');
  writeFileSync(file, yaml);
  return file;
}

async function explained(yaml: string, options: Partial<ExplainServiceOptions> = {}) {
  const file = fileWith(yaml);
  const written: string[] = [];
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    }),
  );
  try {
    const code = await explainService(file, { service: 'payments/ledger', format: 'text', ...options });
    return { code, output: written.join('').replaceAll(file, 'all.yaml') };
  } finally {
    for (const spy of spies) {
      spy.mockRestore();
    }
  }
}

const COEXISTING =
  GATEWAY +
  serviceYaml({
    protocol: 'tls',
    'tls-verify': 'false',
    'client-cert': 'edge-client',
    'ca-certificates-secrets': 'legacy-root',
  }) +
  policyYaml() +
  routeYaml();

test('what holds is told with where it comes from, as text', async () => {
  const { code, output } = await explained(COEXISTING, { gateway: ['kong-ingress-controller@3.5.13'] });
  expect(code).toBe(0);
  expect(output).toBe(
    `Service payments/ledger as Kong Ingress Controller 3.5.13 puts it together
TLS, server verified against 2 authorities, with client certificate

protocol            https               BackendTLSPolicy payments/ledger spec (all.yaml:20), in place of "tls" of Service payments/ledger
host header         ledger.example.com  BackendTLSPolicy payments/ledger spec.validation.hostname (all.yaml:22)
tls-verify          true                BackendTLSPolicy payments/ledger spec (all.yaml:20), in place of "false" of Service payments/ledger
tls-verify-depth    not set
authority           Secret legacy-root  Service payments/ledger metadata.annotations[konghq.com/ca-certificates-secrets] (all.yaml:14)
authority           ConfigMap root      BackendTLSPolicy payments/ledger spec.validation.caCertificateRefs[0] (all.yaml:22)
client certificate  Secret edge-client  Service payments/ledger metadata.annotations[konghq.com/client-cert] (all.yaml:14)

policies
  BackendTLSPolicy payments/ledger (all.yaml:17): applied

server name by route
  HTTPRoute payments/httproute (all.yaml:25): the client's Host header

contradictions
  Service payments/ledger metadata.annotations[konghq.com/protocol] (all.yaml:14): konghq.com/protocol "tls" does not hold: BackendTLSPolicy payments/ledger makes it "https"; remove konghq.com/protocol, or give it the value of the policy for when the policy is not applied (kong/policy-overrides-annotation)
  Service payments/ledger metadata.annotations[konghq.com/tls-verify] (all.yaml:14): konghq.com/tls-verify "false" does not hold: BackendTLSPolicy payments/ledger makes it "true"; remove konghq.com/tls-verify, or give it the value of the policy for when the policy is not applied (kong/policy-overrides-annotation)
  HTTPRoute payments/httproute metadata.annotations[konghq.com/preserve-host] (all.yaml:27): HTTPRoute payments/httproute keeps the client's Host header, which is sent and verified in place of ledger.example.com; annotate the route with konghq.com/preserve-host: "false" (kong/preserve-host-wins)

taken for granted
  the feature gate GatewayAlpha is on, without which no BackendTLSPolicy is read
  BackendTLSPolicy is served as v1alpha3, which is the version that the controller reads
`,
  );
});

test('and as JSON', async () => {
  const { output } = await explained(COEXISTING, { format: 'json' });
  expect(JSON.parse(output)).toMatchObject({
    service: { kind: 'Service', namespace: 'payments', name: 'ledger' },
    controller: 'Kong',
    effect: 'TLS, server verified against 2 authorities, with client certificate',
    settings: {
      protocol: {
        value: 'https',
        from: { object: { kind: 'BackendTLSPolicy' }, path: 'spec', source: { file: 'all.yaml' } },
        replaced: { value: 'tls', from: { path: 'metadata.annotations[konghq.com/protocol]' } },
      },
      tlsVerifyDepth: null,
      authorities: [
        { kind: 'Secret', name: 'legacy-root' },
        { kind: 'ConfigMap', name: 'root' },
      ],
      clientCertificate: { kind: 'Secret', name: 'edge-client' },
    },
    policies: [{ object: { name: 'ledger' }, state: 'applied' }],
    routes: [{ object: { kind: 'HTTPRoute' }, serverName: 'client-host' }],
    contradictions: [
      { rule: 'kong/policy-overrides-annotation' },
      { rule: 'kong/policy-overrides-annotation' },
      { rule: 'kong/preserve-host-wins' },
    ],
  });
});

test.each<[string, string, readonly string[], string]>([
  ['plaintext', serviceYaml(), [], 'plaintext (http)'],
  [
    'TLS that says nothing of verification',
    serviceYaml({ protocol: 'https' }),
    [],
    'TLS, server verified as Kong Gateway does by default: not before 3.14, from then on against its global trust store, without client certificate',
  ],
  [
    'TLS without verification',
    serviceYaml({ protocol: 'https', 'tls-verify': 'false' }),
    [],
    'TLS, server not verified (Kong Gateway from 3.14 on refuses that), without client certificate',
  ],
  [
    'TLS with verification but without authorities',
    serviceYaml({ protocol: 'https', 'tls-verify': 'true' }),
    [],
    'TLS, server verified against the global trust store of Kong Gateway, without client certificate',
  ],
  [
    'a policy that the version does not read',
    COEXISTING,
    ['kong-ingress-controller@3.3'],
    'TLS, server not verified (Kong Gateway from 3.14 on refuses that), with client certificate',
  ],
])('%s is told in one line', async (_, yaml, gateway, effect) => {
  const { output } = await explained(yaml, { gateway });
  expect(output.split('\n')[1]).toBe(effect);
});

test('what could not be read makes the answer incomplete: exit code 2, and what it is', async () => {
  const { code, output } = await explained(`${serviceYaml()}\nkind: [`);
  expect(code).toBe(2);
  expect(output).toContain('plaintext (http)');
  expect(output).toMatch(/upstream-tls: all\.yaml:\d+: /);
});

test('text of manifests does not reach the terminal as control characters', async () => {
  const { output } = await explained(serviceYaml({ protocol: 'https\u001b[31m' }));
  expect(output).not.toContain('\u001b');
});

test.each<[string, string, Partial<ExplainServiceOptions>, string]>([
  [
    'a name without namespace',
    COEXISTING,
    { service: 'ledger' },
    '--service: "ledger" is not NAMESPACE/NAME; give it as in payments/ledger',
  ],
  [
    'a Service of another namespace',
    COEXISTING,
    { service: 'risk/ledger' },
    '--service: Service risk/ledger is not in all.yaml; did you mean payments/ledger?',
  ],
  [
    'a Service that is not there, in manifests that have another twice',
    `${COEXISTING}\n---\n${COEXISTING}`,
    { service: 'payments/accounts' },
    '--service: Service payments/accounts is not in all.yaml; there are payments/ledger',
  ],
  [
    'another gateway',
    COEXISTING,
    { gateway: ['kgateway@2.4'] },
    '--gateway: "kgateway" does not merge annotations with policies; state kong-ingress-controller or kong-operator',
  ],
  [
    'two gateways',
    COEXISTING,
    { gateway: ['kong-ingress-controller@3.5', 'kong-operator@2.2'] },
    '--gateway: two gateways are stated; state kong-ingress-controller or kong-operator',
  ],
  [
    'a Service behind another gateway',
    COEXISTING.replace('konghq.com/kic-gateway-controller', 'gateway.envoyproxy.io/gatewayclass-controller'),
    {},
    '--service: Service payments/ledger is behind envoy-gateway; only Kong merges annotations of a Service with a policy',
  ],
])('%s is refused', async (_, yaml, options, message) => {
  const refusal = explained(yaml, options).catch((error: Error) => {
    throw new Error(error.message.replaceAll(folder, '').replace('/all.yaml', 'all.yaml'));
  });
  await expect(refusal).rejects.toThrow(new Error(message));
});

test('the command is on the command line', () => {
  const file = fileWith(serviceYaml());
  const args = [MAIN, 'explain-service', file, '--service', 'payments/ledger', '--gateway', 'kong-operator@2.2'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Service payments\/ledger as Kong Operator 2\.2 puts it together\nplaintext \(http\)\n/);
});
