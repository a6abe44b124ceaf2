import { noEku } from '../../../../src/checks/rules/cert-manager/no-eku';
import { findingsOf, verdictOf } from '../_rule';
import { documents, leaf, OTHER } from './_certificates';

const GATEWAY = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: payments }
spec:
  gatewayClassName: edge
  listeners: [{ name: http, port: 80, protocol: HTTP }]
  tls: { backend: { clientCertificateRef: { group: "", kind: Secret, name: ledger-tls } } }
`;

describe('cert-manager/no-eku', () => {
  test('passes certificates with the usage of their role', () => {
    expect(verdictOf(noEku, leaf())).toBe('pass');
    expect(verdictOf(noEku, documents(leaf('usages: [client auth]'), GATEWAY))).toBe('pass');
    expect(verdictOf(noEku, documents(leaf('usages: [server auth, client auth]'), GATEWAY))).toBe('pass');
  });

  test('warns of a certificate that is good for both roles', () => {
    expect(findingsOf(noEku, leaf(''))).toEqual([
      {
        severity: 'warning',
        object: 'Certificate payments/ledger',
        path: 'spec.usages',
        message: 'usages has no extended key usage, so the certificate passes as a client and as a server alike',
        fix: 'state "client auth" for a gateway, "server auth" for a backend',
      },
    ]);
  });

  test('finds the certificate of a gateway that is for servers only', () => {
    expect(findingsOf(noEku, documents(leaf(), GATEWAY))).toEqual([
      {
        severity: 'error',
        object: 'Certificate payments/ledger',
        path: 'spec.usages',
        message:
          'usages has server auth and not client auth, but Gateway payments/edge presents Secret payments/ledger-tls to backends as a client',
        fix: 'add "client auth", or give the gateway a certificate of its own',
      },
    ]);
  });

  const policy = (tls: string) => `
apiVersion: gateway.kgateway.dev/v1alpha1
kind: BackendConfigPolicy
metadata: { name: ledger, namespace: payments }
spec: { targetRefs: [{ group: "", kind: Service, name: ledger }], tls: { secretRef: { name: ledger-tls }, ${tls} } }
`;

  test('finds a pair that a vendor presents, unless it takes the roots beside it alone', () => {
    expect(findingsOf(noEku, documents(leaf(), policy('sni: ledger')))).toMatchObject([
      { severity: 'error', message: expect.stringContaining('but BackendConfigPolicy payments/ledger presents') },
    ]);
    expect(verdictOf(noEku, documents(leaf(), policy('simpleTLS: true')))).toBe('pass');
  });

  test('finds the certificate of a backend that is for clients only', () => {
    const serving = (usages: string) =>
      leaf(usages).replace('name: ledger,', 'annotations: { upstream-tls.dev/serves: ledger }, name: ledger,');
    expect(findingsOf(noEku, serving('usages: [client auth]'))).toEqual([
      {
        severity: 'error',
        object: 'Certificate payments/ledger',
        path: 'spec.usages',
        message:
          'usages has client auth and not server auth, but Service payments/ledger presents the certificate to gateways as a server',
        fix: 'add "server auth", or give the backend a certificate of its own',
      },
    ]);
    expect(verdictOf(noEku, serving('usages: [server auth]'))).toBe('pass');
    expect(verdictOf(noEku, serving('usages: [any]'))).toBe('pass');
  });

  test('does not apply without Certificates', () => {
    expect(verdictOf(noEku, OTHER)).toBe('not applicable: there is no Certificate');
  });
});
