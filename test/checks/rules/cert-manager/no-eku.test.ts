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

  test('does not apply without Certificates', () => {
    expect(verdictOf(noEku, OTHER)).toBe('not applicable: there is no Certificate');
  });
});
