import type { ManifestSet } from '../../src/manifests/manifest';
import { readManifests } from '../../src/manifests/read-manifests';
import type { Identity } from '../trust/pki';

/** A hop of a gateway to the Service `ledger` as YAML, piece by piece. */

/** Gateway, route, Service and policy: what stays in a rotation. */
export const HOP = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: envoy }
spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: payments }
spec:
  gatewayClassName: envoy
  tls: { backend: { clientCertificateRef: { name: edge-client } } }
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ledger, namespace: payments }
spec:
  parentRefs: [{ name: edge }]
  rules: [{ backendRefs: [{ name: ledger, port: 8443 }] }]
---
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: payments }
spec: { ports: [{ name: https, port: 8443 }] }
`;

/** A policy that names ConfigMaps with roots. */
export function policy(...roots: readonly string[]): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: ledger, namespace: payments }
spec:
  targetRefs: [{ group: "", kind: Service, name: ledger }]
  validation:
    caCertificateRefs: [${roots.map((name) => `{ group: "", kind: ConfigMap, name: ${name} }`).join(', ')}]
    hostname: ledger.test
`;
}

/** A ConfigMap with roots. */
export function roots(name: string, certificates: readonly Identity[], annotations = ''): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: payments${annotations === '' ? '' : `, annotations: { ${annotations} }`} }
data: { ca.crt: ${JSON.stringify(certificates.map(({ pem }) => pem).join(''))} }
`;
}

/** The annotation by which a ConfigMap says that the backend accepts clients under its roots. */
export const VERIFIES_CLIENTS = 'upstream-tls.dev/verifies-clients-of: ledger';

/** A Secret with a certificate and without its key. */
export function secret(name: string, chain: readonly Identity[], annotations = ''): string {
  return `
apiVersion: v1
kind: Secret
metadata: { name: ${name}, namespace: payments${annotations === '' ? '' : `, annotations: { ${annotations} }`} }
data: { tls.crt: ${Buffer.from(chain.map(({ pem }) => pem).join('')).toString('base64')} }
`;
}

/** The annotation by which a Secret or Certificate says that the backend presents it. */
export const SERVES = 'upstream-tls.dev/serves: ledger';

/** A Certificate of cert-manager. */
export function certificate(name: string, issuer: string, role: 'client auth' | 'server auth', more = ''): string {
  const annotations = role === 'server auth' ? `, annotations: { ${SERVES} }` : '';
  return `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ${name}, namespace: payments${annotations} }
spec:
  secretName: ${name}
  issuerRef: { kind: ClusterIssuer, name: ${issuer} }
  usages: [digital signature, ${role}]
  dnsNames: [ledger.test]
  ${more}
`;
}

/** A CA that cert-manager makes and signs with: Certificate and ClusterIssuer of one name. */
export function issuingCa(name: string, more = ''): string {
  return `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ${name}, namespace: cert-manager }
spec:
  isCA: true
  commonName: ${name}
  secretName: ${name}
  issuerRef: { kind: ClusterIssuer, name: self-signed }
  ${more}
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: ${name} }
spec: { ca: { secretName: ${name} } }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: self-signed }
spec: { selfSigned: {} }
`;
}

/** A Bundle that collects the CAs of that name and writes them to `payments`. */
export function bundle(name: string, cas: readonly string[], annotations = ''): string {
  return `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: ${name}${annotations === '' ? '' : `, annotations: { ${annotations} }`} }
spec:
  sources: [${cas.map((ca) => `{ secret: { name: ${ca}, key: ca.crt } }`).join(', ')}]
  target:
    configMap: { key: ca.crt }
    namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: payments } }
`;
}

/** A set of manifests from pieces of YAML. Objects that stand in several pieces count once. */
export function setOf(...pieces: readonly string[]): ManifestSet {
  const documents = new Set(pieces.flatMap((piece) => piece.split('\n---\n')).map((document) => document.trim()));
  const set = readManifests([{ file: 'payments.yaml', content: [...documents].join('\n---\n') }]);
  expect(set.problems).toEqual([]);
  return set;
}
