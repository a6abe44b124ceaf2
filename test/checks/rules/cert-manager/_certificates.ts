/** A Certificate in YAML, whose spec has the given lines beside a name, an issuer and a Secret. */
export function certificate(spec: string, name = 'ledger', namespace = 'payments'): string {
  return `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  secretName: ${name}-tls
  issuerRef: { name: payments-ca }
${spec.replaceAll(/^ */gm, '  ')}
`;
}

/** A leaf for `ledger.example.com` with the usages given. */
export function leaf(usages = 'usages: [digital signature, server auth]'): string {
  return certificate(`dnsNames: [ledger.example.com]\n${usages}`);
}

/** A CA issuer that signs with the Secret `payments-ca-tls`. */
export const CA_ISSUER = `
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: payments-ca, namespace: payments }
spec: { ca: { secretName: payments-ca-tls } }
`;

/** An object that no rule on certificates looks at. */
export const OTHER = '{ apiVersion: v1, kind: Namespace, metadata: { name: payments } }';

/** Documents in one text. */
export function documents(...parts: readonly string[]): string {
  return parts.join('\n---\n');
}
