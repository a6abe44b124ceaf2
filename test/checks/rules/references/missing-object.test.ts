import { missingObject } from '../../../../src/checks/rules/references/missing-object';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { documents, gateway, OTHER, policy, roots, SERVICE } from './_objects';

describe('references/missing-object', () => {
  test('passes references to objects of the set, and to what is made from it', () => {
    const bundle = `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: roots }
spec: { sources: [{ inLine: x }], target: { configMap: { key: ca.crt } } }
`;
    expect(verdictOf(missingObject, documents(SERVICE, policy(), roots()))).toBe('pass');
    expect(verdictOf(missingObject, documents(SERVICE, policy(), bundle))).toBe('pass');
  });

  test('tells of an object that is not in the set, and shows the line', () => {
    const yaml = documents(policy(), roots());
    expect(findingsOf(missingObject, yaml)).toEqual([
      {
        severity: 'info',
        object: 'BackendTLSPolicy payments/ledger',
        path: 'spec.targetRefs[0]',
        message: 'Service payments/ledger is not in the set, and nothing in the set makes it',
        fix: 'check the manifest that holds it too, or see that the cluster has it',
      },
    ]);
    expect(lineOf(missingObject, yaml)).toBe(6);
  });

  test('is an error in a set that is declared complete', () => {
    expect(findingsOf(missingObject, documents(policy(), roots()), { closedWorld: true })).toMatchObject([
      { severity: 'error', fix: 'add it, or name an object that exists' },
    ]);
  });

  test('does not miss a GatewayClass that a controller creates by itself', () => {
    const behind = (name: string) =>
      `{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: edge, namespace: a }, spec: { gatewayClassName: ${name}, listeners: [] } }`;
    expect(verdictOf(missingObject, behind('istio'), { closedWorld: true })).toBe('pass');
    expect(findingsOf(missingObject, behind('edge'), { closedWorld: true })).toMatchObject([
      { severity: 'error', message: 'GatewayClass edge is not in the set, and nothing in the set makes it' },
    ]);
  });

  test('names the object that was meant', () => {
    const misspelled = policy({ target: '{ group: "", kind: Service, name: leger }' });
    expect(findingsOf(missingObject, documents(misspelled, roots(), SERVICE), { closedWorld: true })).toMatchObject([
      { fix: 'did you mean ledger? else add it, or name an object that exists' },
    ]);
  });

  test('tells of an object once, however many refer to it', () => {
    const yaml = documents(policy(), policy().replace('name: ledger,', 'name: other,'), roots());
    expect(findingsOf(missingObject, yaml)).toHaveLength(1);
  });

  test('leaves Secrets that something writes to another rule, unless the set is complete', () => {
    const secret = (closedWorld: boolean) =>
      findingsOf(
        missingObject,
        '{ apiVersion: cert-manager.io/v1, kind: Issuer, metadata: { name: ca, namespace: a }, spec: { ca: { secretName: ca-tls } } }',
        {
          closedWorld,
        },
      ).map(({ message }) => message);
    expect(secret(false)).toEqual([]);
    expect(secret(true)).toEqual(['Secret a/ca-tls is not in the set, and nothing in the set makes it']);
  });

  test('leaves the certificate of a Gateway and what stands in another namespace to their own rules', () => {
    const missing = (yaml: string) =>
      findingsOf(missingObject, yaml, { closedWorld: true }).map(({ message }) => message);
    expect(missing(gateway())).toEqual(['GatewayClass edge is not in the set, and nothing in the set makes it']);
    expect(missing(documents(policy(), SERVICE, roots('ca.crt', 'gateways')))).toEqual([]);
  });

  test('does not apply where nothing refers to anything', () => {
    expect(verdictOf(missingObject, OTHER)).toBe('not applicable: no object refers to another');
  });
});
