import { AzureApplicationGatewayForContainers } from '../../../src/gateways/azure-agc/azure-application-gateway-for-containers';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import {
  CONTEXT,
  EXTERNAL,
  LEDGER,
  MUTUAL,
  noteRules,
  ONE_WAY,
  ROOT,
  refusalOf,
  SYSTEM_ROOTS,
  TWO_PORTS,
  URI_SAN,
} from '../_intents';

const HOSTNAME = MUTUAL.server.hostname;
const SECRET_ROOTS = { certificates: [], references: [{ kind: 'Secret', name: 'roots' }], system: false } as const;
const INTENT: MutualTlsIntent = { ...MUTUAL, trust: SECRET_ROOTS };

function agc(version = '2023-09'): AzureApplicationGatewayForContainers {
  return new AzureApplicationGatewayForContainers({ version });
}

describe('AzureApplicationGatewayForContainers', () => {
  test('tells mutual TLS by the BackendTLSPolicy of its own group', () => {
    const rendering = agc().renderMutualTls(INTENT, CONTEXT);
    expect(rendering.objects).toEqual([
      {
        role: 'Resource',
        claims: [{ kind: 'Service', name: 'ledger', namespace: 'payments', port: 8443 }],
        manifest: {
          apiVersion: 'alb.networking.azure.io/v1',
          kind: 'BackendTLSPolicy',
          metadata: { namespace: 'payments' },
          spec: {
            targetRef: { group: '', kind: 'Service', name: 'ledger', namespace: 'payments' },
            default: {
              sni: HOSTNAME,
              ports: [{ port: 8443 }],
              clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client' },
              verify: { caCertificateRef: { group: '', kind: 'Secret', name: 'roots' }, subjectAltName: HOSTNAME },
            },
          },
        },
      },
    ]);
    expect(rendering.patches).toEqual([]);
    expect(rendering.backendRef).toEqual({
      group: '',
      kind: 'Service',
      name: 'ledger',
      namespace: 'payments',
      port: 8443,
    });
    expect(rendering.notes.map(({ message }) => message)).toEqual([
      'Azure Application Gateway for Containers 2023-09: whether its BackendTLSPolicy of today is still like that is unknown (documentation of 2023-09)',
      'which key of Secret roots Azure Application Gateway for Containers 2023-09 reads the roots from is not established',
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('one-way TLS is the same without client certificate, for each port where none is named', () => {
    const backend = { ...TWO_PORTS, port: undefined };
    const server = {
      hostname: HOSTNAME,
      subjectAltNames: [{ type: 'Hostname', hostname: 'ledger.example.com' }],
    } as const;
    const rendering = agc().renderServerTls({ ...ONE_WAY, backends: [backend], server, trust: SECRET_ROOTS }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest.spec)).toEqual([
      {
        targetRef: { group: '', kind: 'Service', name: 'ledger', namespace: 'payments' },
        default: {
          sni: HOSTNAME,
          ports: [{ port: 8443 }, { port: 9090 }],
          verify: {
            caCertificateRef: { group: '', kind: 'Secret', name: 'roots' },
            subjectAltName: 'ledger.example.com',
          },
        },
      },
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('Secrets elsewhere come with a grant for the policy', () => {
    const intent: MutualTlsIntent = { ...INTENT, client: { secretName: 'edge-client', namespace: 'gateways' } };
    const rendering = agc().renderMutualTls(intent, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1beta1',
        kind: 'ReferenceGrant',
        metadata: { namespace: 'gateways' },
        spec: {
          from: [{ group: 'alb.networking.azure.io', kind: 'BackendTLSPolicy', namespace: 'payments' }],
          to: [{ group: '', kind: 'Secret', name: 'edge-client' }],
        },
      },
      expect.objectContaining({
        kind: 'BackendTLSPolicy',
        spec: expect.objectContaining({
          default: expect.objectContaining({
            clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client', namespace: 'gateways' },
          }),
        }),
      }),
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('a month that was not read is said to be unknown where only roots are asked for, and options are left out', () => {
    const options = { 'example.com/x': 'y' };
    const rendering = agc('2024-05').renderServerTls({ ...ONE_WAY, trust: SECRET_ROOTS, options }, CONTEXT);
    expect(noteRules(rendering)).toEqual([
      'gateway-api/capability-unknown warning',
      'gateway-api/capability-unknown info',
      'gateway-api/options-no-effect warning',
    ]);
    expect(JSON.stringify(rendering.objects)).not.toContain('example.com/x');
  });

  test.each<[string, MutualTlsIntent, string, string]>([
    [
      'one certificate per Gateway',
      { ...INTENT, clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      'Azure Application Gateway for Containers 2023-09 has no client certificate for all backends of a Gateway (documentation); use a client certificate per backend: clientScope ClientScope.BACKEND',
    ],
    [
      'TLS versions',
      { ...INTENT, parameters: { minVersion: '1.2' } },
      'schema/unknown-field',
      'Azure Application Gateway for Containers 2023-09 has no field for minVersion (documentation); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'a verification depth',
      { ...INTENT, parameters: { verifyDepth: 3 } },
      'schema/unknown-field',
      'Azure Application Gateway for Containers 2023-09 has no field for verifyDepth; drop verifyDepth, or use Kong Ingress Controller or Kong Operator',
    ],
    [
      'a URI',
      { ...INTENT, server: { hostname: HOSTNAME, subjectAltNames: [URI_SAN] } },
      'gateway-api/san-not-honoured',
      'Azure Application Gateway for Containers 2023-09 verifies one DNS name (documentation); got spiffe://example.com/ns/payments/sa/ledger; give one hostname that is in the certificates of all endpoints, or use Envoy Gateway 1.5 or kgateway 2.4 or later',
    ],
    [
      'roots in a ConfigMap',
      MUTUAL,
      'gateway-api/ca-kind-not-read',
      'Azure Application Gateway for Containers 2023-09 reads certificate authorities from a Secret only (documentation); got ConfigMap payments-roots; name one Secret that has the roots: TrustAnchors.secret(...)',
    ],
    [
      'roots known at synthesis',
      { ...INTENT, trust: { certificates: [ROOT], references: [], system: false } },
      'gateway-api/capability-unknown',
      'which key of a Secret Azure Application Gateway for Containers 2023-09 reads the roots from is not established, so none is written; name one Secret that has the roots: TrustAnchors.secret(...)',
    ],
    [
      'system roots',
      { ...INTENT, trust: SYSTEM_ROOTS },
      'gateway-api/system-ca-unusable',
      'Azure Application Gateway for Containers 2023-09 has no field for the system roots (documentation); name one Secret that has the roots: TrustAnchors.secret(...)',
    ],
    [
      'a host outside the cluster',
      { ...INTENT, backend: EXTERNAL },
      'schema/invalid-value',
      'a policy of Azure Application Gateway for Containers 2023-09 is for a Service; got ledger.example.com:443; use Envoy Gateway or kgateway for a host outside the cluster',
    ],
    [
      'a Service in another namespace',
      { ...INTENT, namespace: 'gateways' },
      'references/policy-namespace',
      "Service payments/ledger is not in the policy's namespace gateways; write one policy per namespace",
    ],
    [
      'ports that are not known',
      { ...INTENT, backend: { ...LEDGER, port: undefined, ports: undefined } },
      'references/section-name-not-a-port',
      'the port number of Service ledger is not known, and a policy of Azure Application Gateway for Containers 2023-09 needs it; name the port, and give its number where the Service is not in the app: Backend.serviceName(name, { port, portNumber })',
    ],
  ])('refuses %s', (_what, intent, rule, message) => {
    expect(refusalOf(() => agc().renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test('refuses a client certificate in a month that was not read', () => {
    expect(refusalOf(() => agc('2024-05').renderMutualTls(INTENT, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'Azure Application Gateway for Containers 2024-05 may have no client certificate per backend (nothing is recorded for version 2024-05); use version 2023-09',
    });
  });

  test('refuses two targets', () => {
    expect(refusalOf(() => agc().renderServerTls({ ...ONE_WAY, backends: [LEDGER, LEDGER] }, CONTEXT))).toEqual({
      rule: 'gateway-api/several-targets',
      message:
        'a policy of Azure Application Gateway for Containers 2023-09 has one target; got 2; write one policy per Service',
    });
  });
});
