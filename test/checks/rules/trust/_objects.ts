import { createCa, type Identity, issue, issueCa, testKey } from '../../../trust/pki';

/** A stream of YAML documents from objects: JSON is YAML. */
export function yamlOf(...objects: readonly object[]): string {
  return objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');
}

/** Roots in the namespace `payments`, under the key that controllers read. */
export function rootsOf(text: string, metadata: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'roots', namespace: 'payments', ...metadata },
    data: { 'ca.crt': text },
  };
}

/** A Secret with a certificate, and without its key: that has no place in a manifest. */
export function secretOf(text: string, metadata: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name: 'ledger-tls', namespace: 'payments', ...metadata },
    data: { 'tls.crt': Buffer.from(text).toString('base64') },
  };
}

/** The annotation that says whose certificate it is. */
export const SERVES = { annotations: { 'upstream-tls.dev/serves': 'ledger' } };

export const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'ledger', namespace: 'payments' },
  spec: { ports: [{ name: 'https', port: 8443 }] },
};

/** A policy that verifies the Service with the roots. */
export function policyOf(validation: object = {}): object {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'BackendTLSPolicy',
    metadata: { name: 'ledger', namespace: 'payments' },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
      validation: {
        hostname: 'ledger.payments.svc',
        caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'roots' }],
        ...validation,
      },
    },
  };
}

/** A root, an intermediate below it and a leaf of each. */
export const ROOT: Identity = createCa({ commonName: 'root', key: testKey('root'), serialNumber: 1 });
export const INTERMEDIATE: Identity = issueCa(ROOT, {
  commonName: 'intermediate',
  key: testKey('mid'),
  serialNumber: 2,
});
export const LEAF: Identity = issue(ROOT, {
  key: testKey('leaf'),
  serialNumber: 3,
  dns: ['ledger.payments.svc'],
  extendedKeyUsage: ['serverAuth'],
});
export const LOWER_LEAF: Identity = issue(INTERMEDIATE, {
  commonName: 'lower',
  key: testKey('lower'),
  serialNumber: 4,
  dns: ['ledger.payments.svc'],
});

/** How messages name certificates of the tests' PKI, whose serial numbers begin at this number. */
export function named(commonName: string, serialNumber: number): string {
  return `certificate "CN=${commonName}" (serial ${(0x100000 + serialNumber).toString(16)})`;
}
