import { noVerification } from '../../../../src/checks/rules/apisix/no-verification';
import { findingsOf, verdictOf } from '../_rule';

function upstream(spec: string): string {
  return `
apiVersion: apisix.apache.org/v2
kind: ApisixUpstream
metadata: {name: ledger, namespace: payments}
spec: ${spec}
`;
}

const MUTUAL = upstream(`
  scheme: https
  tlsSecret: {name: edge-client, namespace: gateways}
  portLevelSettings: [{port: 8443, tlsSecret: {name: risk-client, namespace: gateways}}]`);
const gateways = ['apisix@2.2.0'];

test('each client certificate for a server that is not verified is found', () => {
  const found = {
    severity: 'error',
    object: 'ApisixUpstream payments/ledger',
    message:
      'the client certificate goes to a server whose certificate APISIX Ingress Controller 2.2.0 does not verify',
    fix: 'put a gateway that verifies before the backend, or suppress this finding with the reason why that network is trusted',
  };
  expect(findingsOf(noVerification, MUTUAL, { gateways })).toEqual([
    { ...found, path: 'spec.tlsSecret' },
    { ...found, path: 'spec.portLevelSettings[0].tlsSecret' },
  ]);
});

test.each([
  [
    'an upstream without a client certificate',
    upstream('{scheme: https}'),
    gateways,
    'there is no ApisixUpstream with a tlsSecret',
  ],
  ['a version that is not stated', MUTUAL, [], 'the version of APISIX Ingress Controller is not stated'],
  [
    'a version that was not read',
    MUTUAL,
    ['apisix@2.9.0'],
    'perBackendCa of APISIX Ingress Controller 2.9.0 is not known',
  ],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(noVerification, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});
