// Objects to measure with: the kinds of a platform repository, in the proportions of one.

const META = (index) => ({ name: `ledger-${index}`, namespace: `team-${index % 50}` });

const MAKERS = [
  (index) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'BackendTLSPolicy',
    metadata: META(index),
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: `ledger-${index}`, sectionName: 'https' }],
      validation: {
        hostname: `ledger-${index}.team-${index % 50}.svc.cluster.local`,
        caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-ca' }],
      },
    },
  }),
  (index) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...META(index), labels: { 'app.kubernetes.io/name': 'ledger', tier: `t${index % 7}` } },
    spec: {
      selector: { app: `ledger-${index}` },
      ports: [
        { name: 'https', port: 8443, targetPort: 'https', protocol: 'TCP' },
        { name: 'metrics', port: 9090, targetPort: 9090 },
      ],
    },
  }),
  (index) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...META(index), annotations: { 'example.com/owner': `team ${index % 50}` } },
    data: { 'settings.yaml': 'retries: 3\ntimeout: 10s\n', mode: 'strict' },
  }),
  (index) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: META(index),
    spec: {
      secretName: `ledger-${index}-tls`,
      dnsNames: [`ledger-${index}.team-${index % 50}.svc`, `ledger-${index}.team-${index % 50}.svc.cluster.local`],
      duration: '720h0m0s',
      renewBefore: '240h0m0s',
      usages: ['server auth'],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: { name: 'payments-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
    },
  }),
  (index) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: META(index),
    spec: {
      parentRefs: [{ name: 'edge', namespace: 'gateways' }],
      hostnames: [`ledger-${index}.example.com`],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ name: `ledger-${index}`, port: 8443 }],
        },
      ],
    },
  }),
  (index) => ({
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: META(index),
    spec: { replicas: 2, color: 'blue', sizes: [1, 2, 3] },
  }),
];

/** So many objects of all kinds, no two alike. Those of one service stand together, and name each other. */
export function mixedObjects(count) {
  return Array.from({ length: count }, (_, index) => MAKERS[index % MAKERS.length](Math.floor(index / MAKERS.length)));
}

/** Milliseconds that a function takes, and what it returns. */
export function timed(action) {
  const start = process.hrtime.bigint();
  const result = action();
  return [Math.round(Number(process.hrtime.bigint() - start) / 1e4) / 100, result];
}

/** The middle one of some numbers. */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
