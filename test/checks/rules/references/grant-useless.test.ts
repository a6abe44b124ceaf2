import { grantUseless } from '../../../../src/checks/rules/references/grant-useless';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { certificate, documents, gateway, OTHER } from './_objects';

const ACROSS = gateway('{ group: "", kind: Secret, name: edge-client, namespace: pki }');
const SECRETS = '{ group: "", kind: Secret }';

function grant(
  kind: string,
  settings: { namespace?: string; from?: string; to?: string; group?: string } = {},
): string {
  const { namespace = 'pki', from = 'gateways', to = SECRETS, group = 'gateway.networking.k8s.io' } = settings;
  return `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: grant, namespace: ${namespace} }
spec:
  from: [{ group: ${group}, kind: ${kind}, namespace: ${from} }]
  to: [${to}]
`;
}

function found(message: string, fix: string, namespace = 'pki') {
  return [{ severity: 'warning', object: `ReferenceGrant ${namespace}/grant`, path: 'spec.from[0]', message, fix }];
}

describe('references/grant-useless', () => {
  test('passes a grant that is needed', () => {
    expect(verdictOf(grantUseless, documents(ACROSS, certificate('edge-client', 'pki'), grant('Gateway')))).toBe(
      'pass',
    );
  });

  test('passes a grant for objects that are not in the set', () => {
    expect(verdictOf(grantUseless, grant('Gateway'))).toBe('pass');
  });

  test('finds a grant for references that no grant lets out, and shows the line', () => {
    const yaml = grant('BackendTLSPolicy', { to: '{ group: "", kind: ConfigMap }' });
    expect(findingsOf(grantUseless, yaml)).toEqual(
      found(
        'references of a BackendTLSPolicy stay in their namespace, and no ReferenceGrant lets them out',
        'delete it, and put both into one namespace',
      ),
    );
    expect(lineOf(grantUseless, yaml)).toBe(6);
    for (const kind of ['Backend', 'EnvoyProxy']) {
      expect(findingsOf(grantUseless, grant(kind, { group: 'gateway.envoyproxy.io' }))).toHaveLength(1);
    }
  });

  test('finds a grant in the wrong namespace', () => {
    expect(findingsOf(grantUseless, documents(ACROSS, grant('Gateway', { namespace: 'payments' })))).toEqual(
      found(
        'it stands in the namespace payments, but Gateway gateways/edge refers to Secret edge-client in pki',
        'move it to the namespace pki',
        'payments',
      ),
    );
  });

  test('finds a grant for its own namespace', () => {
    expect(findingsOf(grantUseless, grant('Gateway', { namespace: 'gateways' }))).toEqual(
      found(
        'it is for the namespace gateways, in which it stands itself; references within a namespace need no grant',
        'delete it, or correct the namespace',
        'gateways',
      ),
    );
  });

  test('finds a grant that nothing of the set needs', () => {
    const message = 'no Gateway of the namespace gateways refers to what it allows in pki';
    const fix = 'delete it, or correct what it allows';
    expect(findingsOf(grantUseless, documents(gateway(), grant('Gateway')))).toEqual(found(message, fix));
    expect(findingsOf(grantUseless, grant('Gateway'), { closedWorld: true })).toEqual(found(message, fix));
    const otherName = grant('Gateway', { to: '{ group: "", kind: Secret, name: other }' });
    expect(findingsOf(grantUseless, documents(ACROSS, otherName))).toEqual(found(message, fix));
  });

  test('does not apply without grants', () => {
    expect(verdictOf(grantUseless, OTHER)).toBe('not applicable: there is no ReferenceGrant');
  });
});
