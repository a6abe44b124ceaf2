import { grantMissing } from '../../../../src/checks/rules/references/grant-missing';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, documents, gateway, SERVICE } from './_objects';

const ACROSS = gateway('{ group: "", kind: Secret, name: edge-client, namespace: pki }');
const CERTIFICATE = certificate('edge-client', 'pki');

function grant(from: string, to: string, namespace = 'pki'): string {
  return `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: grant, namespace: ${namespace} }
spec: { from: [${from}], to: [${to}] }
`;
}

const FROM_GATEWAY = '{ group: gateway.networking.k8s.io, kind: Gateway, namespace: gateways }';
const FOUND = {
  severity: 'error',
  object: 'Gateway gateways/edge',
  path: 'spec.tls.backend.clientCertificateRef',
  message:
    'Secret pki/edge-client is in another namespace than Gateway gateways/edge, and no ReferenceGrant there allows the reference',
  fix: 'add a ReferenceGrant to the namespace pki: from [{"group":"gateway.networking.k8s.io","kind":"Gateway","namespace":"gateways"}] to [{"group":"","kind":"Secret","name":"edge-client"}]',
};

describe('references/grant-missing', () => {
  test('passes a reference that is granted, by name or by kind', () => {
    for (const to of ['{ group: "", kind: Secret, name: edge-client }', '{ group: "", kind: Secret }']) {
      expect(verdictOf(grantMissing, documents(ACROSS, CERTIFICATE, grant(FROM_GATEWAY, to)))).toBe('pass');
    }
  });

  test('finds one that is not', () => {
    expect(findingsOf(grantMissing, documents(ACROSS, CERTIFICATE))).toEqual([FOUND]);
    const other = grant(FROM_GATEWAY, '{ group: "", kind: Secret, name: other }');
    expect(findingsOf(grantMissing, documents(ACROSS, other))).toEqual([FOUND]);
  });

  test('only tells of it where nothing of that namespace is in the set, unless the set is complete', () => {
    expect(findingsOf(grantMissing, ACROSS)).toEqual([{ ...FOUND, severity: 'info' }]);
    expect(findingsOf(grantMissing, ACROSS, { closedWorld: true })).toEqual([FOUND]);
  });

  test('finds a route to a Service elsewhere', () => {
    const route = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec: { parentRefs: [{ name: edge }], rules: [{ backendRefs: [{ name: ledger, namespace: payments, port: 8443 }] }] }
`;
    expect(findingsOf(grantMissing, documents(route, SERVICE))).toMatchObject([
      { severity: 'error', object: 'HTTPRoute shop/shop', path: 'spec.rules[0].backendRefs[0]' },
    ]);
  });

  test('finds a KongCertificate without a KongReferenceGrant', () => {
    const kong = `
apiVersion: configuration.konghq.com/v1alpha1
kind: KongCertificate
metadata: { name: edge, namespace: gateways }
spec: { type: secretRef, secretRef: { name: edge-client, namespace: pki } }
`;
    expect(findingsOf(grantMissing, documents(kong, CERTIFICATE))).toMatchObject([
      {
        path: 'spec.secretRef',
        fix: 'add a KongReferenceGrant to the namespace pki: from [{"group":"configuration.konghq.com","kind":"KongCertificate","namespace":"gateways"}] to [{"group":"core","kind":"Secret","name":"edge-client"}]',
      },
    ]);
  });

  test('does not apply within a namespace', () => {
    expect(verdictOf(grantMissing, gateway())).toBe(
      'not applicable: no reference that needs a grant leads into another namespace',
    );
  });
});
