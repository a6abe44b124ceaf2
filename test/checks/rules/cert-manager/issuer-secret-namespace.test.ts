import { issuerSecretNamespace } from '../../../../src/checks/rules/cert-manager/issuer-secret-namespace';
import { findingsOf, verdictOf } from '../_rule';
import { CA_ISSUER, certificate, documents } from './_certificates';

const CLUSTER_ISSUER = `
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: payments-ca }
spec: { ca: { secretName: root-tls } }
`;

function root(namespace: string): string {
  return certificate('isCA: true\ncommonName: root', 'root', namespace);
}

describe('cert-manager/issuer-secret-namespace', () => {
  test('passes a Secret where cert-manager looks, and one that is not in the set', () => {
    expect(verdictOf(issuerSecretNamespace, documents(CLUSTER_ISSUER, root('cert-manager')))).toBe('pass');
    expect(verdictOf(issuerSecretNamespace, documents(CLUSTER_ISSUER, root('cert-manager'), root('payments')))).toBe(
      'pass',
    );
    expect(verdictOf(issuerSecretNamespace, CLUSTER_ISSUER)).toBe('pass');
  });

  test('reads from its Deployment where cert-manager looks', () => {
    const controller = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cert-manager, namespace: payments }
spec:
  template:
    spec:
      containers:
        - image: quay.io/jetstack/cert-manager-controller:v1.21.1
          args: ["--cluster-resource-namespace=$(POD_NAMESPACE)"]
          env: [{ name: POD_NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }]
`;
    expect(verdictOf(issuerSecretNamespace, documents(CLUSTER_ISSUER, root('payments'), controller))).toBe('pass');
    expect(
      findingsOf(issuerSecretNamespace, documents(CLUSTER_ISSUER, root('cert-manager'), controller)),
    ).toMatchObject([
      { severity: 'error', fix: 'move it to the namespace payments, or use an Issuer in the namespace cert-manager' },
    ]);
  });

  test('finds a Secret that is made elsewhere', () => {
    expect(findingsOf(issuerSecretNamespace, documents(CLUSTER_ISSUER, root('payments')))).toEqual([
      {
        severity: 'error',
        object: 'ClusterIssuer payments-ca',
        path: 'spec.ca.secretName',
        message:
          'Secret payments/root-tls is in another namespace than cert-manager, where cert-manager reads the Secrets of ClusterIssuers',
        fix: 'move it to the namespace cert-manager, or use an Issuer in the namespace payments',
      },
    ]);
  });

  test('finds the credentials of a DNS provider elsewhere', () => {
    const issuer = `
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: public }
spec:
  acme:
    server: https://acme.example.com/directory
    privateKeySecretRef: { name: account }
    solvers: [{ dns01: { cloudflare: { apiTokenSecretRef: { name: dns-token, key: token } } } }]
`;
    const external = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: dns-token, namespace: payments }
spec: { secretStoreRef: { name: vault }, data: [{ secretKey: token, remoteRef: { key: dns } }] }
`;
    expect(findingsOf(issuerSecretNamespace, documents(issuer, external))).toMatchObject([
      {
        path: 'spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef',
        fix: expect.stringContaining('namespace cert-manager'),
      },
    ]);
    expect(verdictOf(issuerSecretNamespace, documents(issuer, external.replace('payments', 'cert-manager')))).toBe(
      'pass',
    );
  });

  test('does not apply to Issuers', () => {
    expect(verdictOf(issuerSecretNamespace, CA_ISSUER)).toBe('not applicable: no ClusterIssuer names a Secret');
  });
});
