/** The target that the Gateway API can read, in all namespaces on purpose. */
export const TARGET = '{ configMap: { key: ca.crt }, namespaceSelector: {} }';

/** A Bundle in YAML. */
export function bundle(sources: string, target = TARGET, name = 'payments-roots'): string {
  return `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: ${name} }
spec:
  sources: ${sources}
  target: ${target}
`;
}

/** A Bundle with one root that stands in a ConfigMap. */
export function pinned(target = TARGET): string {
  return bundle('[{ configMap: { name: pinned-roots, key: ca.crt } }]', target);
}

/** A BackendTLSPolicy in the namespace `payments` that reads its roots from an object. */
export function policy(name = 'payments-roots', kind = 'ConfigMap'): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: ledger, namespace: payments }
spec:
  targetRefs: [{ group: "", kind: Service, name: ledger }]
  validation:
    hostname: ledger.example.com
    caCertificateRefs: [{ group: "", kind: ${kind}, name: ${name} }]
`;
}

/** An object that no rule on Bundles looks at. */
export const OTHER = '{ apiVersion: v1, kind: Namespace, metadata: { name: payments } }';

/** Documents in one text. */
export function documents(...parts: readonly string[]): string {
  return parts.join('\n---\n');
}
