import type {
  ExternalBackendIntent,
  MutualTlsIntent,
  ServerTlsIntent,
  ServiceBackendIntent,
} from '../../src/gateways/intent';
import { Refusal } from '../../src/gateways/refusal';
import type { RenderContext, Rendering } from '../../src/gateways/rendering';
import { parseCertificate } from '../../src/trust';
import { createCa } from '../trust/pki';

/** One root, made anew in each run. */
export const ROOT = parseCertificate(createCa({ commonName: 'payments root' }).der);

export const CONTEXT: RenderContext = { nameOf: (role) => `ledger-${role.toLowerCase()}` };

export const LEDGER: ServiceBackendIntent = {
  kind: 'Service',
  name: 'ledger',
  namespace: 'payments',
  port: { name: 'https', number: 8443 },
  ports: [{ name: 'https', number: 8443 }],
};

/** The same port, with another beside it. */
export const TWO_PORTS: Required<ServiceBackendIntent> = {
  ...LEDGER,
  namespace: 'payments',
  port: { name: 'https', number: 8443 },
  ports: [
    { name: 'https', number: 8443 },
    { name: 'metrics', number: 9090 },
  ],
};

export const EXTERNAL: ExternalBackendIntent = { kind: 'External', hostname: 'ledger.example.com', port: 443 };

/** Mutual TLS to the ledger, verified against the roots in a ConfigMap. */
export const MUTUAL: MutualTlsIntent = {
  backend: LEDGER,
  namespace: 'payments',
  server: { hostname: 'ledger.payments.svc.cluster.local', subjectAltNames: [] },
  trust: { certificates: [], references: [{ kind: 'ConfigMap', name: 'payments-roots' }], system: false },
  client: { secretName: 'edge-client', namespace: 'payments' },
  parameters: {},
};

/** The half of it that verifies the server. */
export const ONE_WAY: ServerTlsIntent = {
  backends: [LEDGER],
  namespace: 'payments',
  server: MUTUAL.server,
  trust: MUTUAL.trust,
  options: {},
};

export const URI_SAN = { type: 'URI', uri: 'spiffe://example.com/ns/payments/sa/ledger' } as const;

export const SYSTEM_ROOTS = { certificates: [], references: [], system: true } as const;

/** What a renderer refuses; fails the test where it does not. */
export function refusalOf(render: () => Rendering): Pick<Refusal, 'rule' | 'message'> {
  try {
    render();
  } catch (error) {
    if (Refusal.isRefusal(error)) {
      return { rule: error.rule, message: error.message };
    }
    throw error;
  }
  throw new Error('nothing was refused');
}

/** What is said where it is not known whether the client certificate of the Gateway goes to a GRPCRoute. */
export function grpcNote(gateway: string, evidence: string) {
  return {
    rule: 'gateway-api/capability-unknown',
    severity: 'info',
    message: `${gateway}: whether it presents the client certificate to backends of a GRPCRoute is unknown (${evidence})`,
    fix: 'test it on your cluster, or keep to the portable subset',
  };
}

/** Rule and severity of each note, in order. */
export function noteRules(rendering: Rendering): readonly string[] {
  return rendering.notes.map(({ rule, severity }) => `${rule} ${severity}`);
}
