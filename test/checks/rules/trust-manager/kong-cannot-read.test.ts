import { kongCannotRead } from '../../../../src/checks/rules/trust-manager/kong-cannot-read';
import { findingsOf, verdictOf } from '../_rule';
import { documents, OTHER, pinned, policy } from './_bundles';

const SERVICE = `
apiVersion: v1
kind: Service
metadata:
  name: ledger
  namespace: payments
  annotations: { konghq.com/ca-certificates-configmaps: payments-roots }
spec: { ports: [{ port: 8443 }] }
`;
const MESSAGE =
  'ConfigMap payments/payments-roots is written by Bundle payments-roots: it has no key id and may hold several certificates, so Kong cannot read it';
const FIX =
  'give Kong an object for each root, with the label konghq.com/ca-cert: "true", an id (a UUID) and one certificate under cert';

describe('trust-manager/kong-cannot-read', () => {
  test('finds a Service that names the Bundle to Kong', () => {
    expect(findingsOf(kongCannotRead, documents(pinned(), SERVICE))).toEqual([
      {
        severity: 'error',
        object: 'Service payments/ledger',
        path: 'metadata.annotations[konghq.com/ca-certificates-configmaps]',
        message: MESSAGE,
        fix: FIX,
      },
    ]);
  });

  test('finds a policy where Kong is the gateway', () => {
    const gateways = ['kong-ingress-controller@3.5'];
    expect(findingsOf(kongCannotRead, documents(pinned(), policy()), { gateways })).toMatchObject([
      { object: 'BackendTLSPolicy payments/ledger', path: 'spec.validation.caCertificateRefs[0]', message: MESSAGE },
    ]);
  });

  test('finds a Bundle that gives its target the label of Kong', () => {
    const yaml = pinned(
      '{ configMap: { key: ca.crt, metadata: { labels: { konghq.com/ca-cert: "true" } } }, namespaceSelector: {} }',
    );
    expect(findingsOf(kongCannotRead, yaml)).toEqual([
      {
        severity: 'error',
        object: 'Bundle payments-roots',
        path: 'spec.target.configMap.metadata.labels[konghq.com/ca-cert]',
        message: 'the target has the label konghq.com/ca-cert, but no key id, so Kong refuses it as a CA',
        fix: FIX,
      },
    ]);
  });

  test('passes policies of other gateways, of none that is known, and of several', () => {
    const yaml = documents(pinned(), policy());
    for (const gateways of [['envoy-gateway@1.9'], [], ['envoy-gateway@1.9', 'kong-operator@2.2']]) {
      expect(verdictOf(kongCannotRead, yaml, { gateways })).toBe('pass');
    }
  });

  test('does not apply without Bundles', () => {
    expect(verdictOf(kongCannotRead, documents(OTHER, SERVICE))).toBe('not applicable: there is no Bundle');
  });
});
