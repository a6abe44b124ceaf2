import { sectionNameNotAPort } from '../../../../src/checks/rules/references/section-name-not-a-port';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { documents, policy, SERVICE } from './_objects';

function section(name: string, kind = 'Service', group = ''): string {
  return policy({ target: `{ group: "${group}", kind: ${kind}, name: ledger, sectionName: "${name}" }` });
}

function found(message: string, fix: string) {
  return [
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.targetRefs[0].sectionName',
      message,
      fix,
    },
  ];
}

const BACKEND = `
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: Backend
metadata: { name: ledger, namespace: payments }
spec: { endpoints: [{ fqdn: { hostname: ledger.example.com, port: 8443 } }] }
`;

describe('references/section-name-not-a-port', () => {
  test('passes the name of a port, and a Service that is not in the set', () => {
    expect(verdictOf(sectionNameNotAPort, documents(section('https'), SERVICE))).toBe('pass');
    expect(verdictOf(sectionNameNotAPort, section('other'))).toBe('pass');
  });

  test('finds a name that no port has, and shows the line', () => {
    const yaml = documents(section('grpc'), SERVICE);
    expect(findingsOf(sectionNameNotAPort, yaml)).toEqual(
      found('"grpc" is no port of Service payments/ledger, which has https, metrics', 'use one of https, metrics'),
    );
    expect(lineOf(sectionNameNotAPort, yaml)).toBe(6);
  });

  test('finds the number of a port and a misspelled name, and says which name is meant', () => {
    expect(findingsOf(sectionNameNotAPort, documents(section('8443'), SERVICE))).toEqual(
      found('"8443" is no port of Service payments/ledger, which has https, metrics', 'use https'),
    );
    expect(findingsOf(sectionNameNotAPort, documents(section('HTTPS'), SERVICE))).toMatchObject([{ fix: 'use https' }]);
  });

  test('finds a Service whose port has no name', () => {
    const unnamed = SERVICE.replace(/ports: .*\]/, 'ports: [{ port: 8443 }]');
    expect(findingsOf(sectionNameNotAPort, documents(section('https'), unnamed))).toEqual(
      found(
        '"https" is no port of Service payments/ledger, which has no named port',
        'name the port in the Service, or drop the sectionName',
      ),
    );
  });

  test('passes the number where the gateway takes it, or may take it', () => {
    const yaml = documents(section('8443'), SERVICE);
    expect(verdictOf(sectionNameNotAPort, yaml, { gateways: ['agentgateway@1.4.1'] })).toBe('pass');
    expect(verdictOf(sectionNameNotAPort, yaml, { gateways: ['agentgateway@1.2'] })).toBe('pass');
    expect(verdictOf(sectionNameNotAPort, yaml, { gateways: ['envoy-gateway@1.9'] })).toBe('findings');
  });

  test('wants the number of a port of a Backend of Envoy Gateway', () => {
    const onBackend = (name: string) => documents(section(name, 'Backend', 'gateway.envoyproxy.io'), BACKEND);
    expect(verdictOf(sectionNameNotAPort, onBackend('8443'))).toBe('pass');
    expect(findingsOf(sectionNameNotAPort, onBackend('https'))).toEqual(
      found('"https" is no port of Backend payments/ledger, which has 8443', 'use one of 8443'),
    );
  });

  test('does not apply to whole Services', () => {
    expect(verdictOf(sectionNameNotAPort, documents(policy(), SERVICE))).toBe(
      'not applicable: no BackendTLSPolicy has a sectionName',
    );
  });
});
