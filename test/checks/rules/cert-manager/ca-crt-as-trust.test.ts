import { caCrtAsTrust } from '../../../../src/checks/rules/cert-manager/ca-crt-as-trust';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, documents, leaf } from './_certificates';

const MESSAGE =
  'the roots are taken from Secret payments/ledger-tls, which Certificate payments/ledger writes: its ca.crt holds one CA and is swapped together with the leaf certificate';
const FIX = 'refer to the ConfigMap of a trust-manager Bundle with pinned copies of the roots';

function policy(kind: string, name: string): string {
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

function bundle(key: string): string {
  return `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: roots }
spec:
  sources: [{ secret: { name: edge-tls, key: ${key} } }]
  target: { configMap: { key: ca.crt }, namespaceSelector: {} }
`;
}

const EDGE = certificate('dnsNames: [edge.example.com]\nusages: [client auth]', 'edge', 'cert-manager');

describe('cert-manager/ca-crt-as-trust', () => {
  test('finds a policy that trusts what a leaf brings along', () => {
    expect(findingsOf(caCrtAsTrust, documents(leaf(), policy('Secret', 'ledger-tls')))).toEqual([
      {
        severity: 'error',
        object: 'BackendTLSPolicy payments/ledger',
        path: 'spec.validation.caCertificateRefs[0]',
        message: MESSAGE,
        fix: FIX,
      },
    ]);
  });

  test('finds a Service that does, for Kong', () => {
    const service = `
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: payments, annotations: { konghq.com/ca-certificates-secrets: "roots, ledger-tls" } }
spec: { ports: [{ port: 8443 }] }
`;
    expect(findingsOf(caCrtAsTrust, documents(leaf(), service))).toMatchObject([
      {
        object: 'Service payments/ledger',
        path: 'metadata.annotations[konghq.com/ca-certificates-secrets]',
        message: MESSAGE,
      },
    ]);
  });

  test('finds a Bundle that does', () => {
    expect(findingsOf(caCrtAsTrust, documents(EDGE, bundle('ca.crt')))).toMatchObject([
      { object: 'Bundle roots', path: 'spec.sources[0].secret' },
    ]);
  });

  test('finds a Bundle that takes the leaf itself', () => {
    expect(findingsOf(caCrtAsTrust, documents(EDGE, bundle('tls.crt')))).toMatchObject([
      {
        object: 'Bundle roots',
        message:
          'the roots are taken from Secret cert-manager/edge-tls, which Certificate cert-manager/edge writes: its tls.crt holds the leaf certificate, which is swapped at its renewal',
      },
    ]);
    expect(verdictOf(caCrtAsTrust, documents(EDGE, bundle('roots.pem')))).toBe(
      'not applicable: nothing takes trust from a Secret',
    );
  });

  test('passes the Secret of nobody, and the one of a CA', () => {
    const authority = certificate('isCA: true\ncommonName: root');
    expect(verdictOf(caCrtAsTrust, policy('Secret', 'payments-roots'))).toBe('pass');
    expect(verdictOf(caCrtAsTrust, documents(authority, policy('Secret', 'ledger-tls')))).toBe('pass');
    expect(verdictOf(caCrtAsTrust, documents(EDGE, bundle('ca.crt').replace('edge-tls', 'pinned')))).toBe('pass');
  });

  test('does not apply where trust is in ConfigMaps', () => {
    expect(verdictOf(caCrtAsTrust, documents(leaf(), policy('ConfigMap', 'roots')))).toBe(
      'not applicable: nothing takes trust from a Secret',
    );
  });
});
