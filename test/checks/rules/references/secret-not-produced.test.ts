import { secretNotProduced } from '../../../../src/checks/rules/references/secret-not-produced';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, documents, gateway, OTHER, policy } from './_objects';

const PATH = { severity: 'info', object: 'Gateway gateways/edge', path: 'spec.tls.backend.clientCertificateRef' };

describe('references/secret-not-produced', () => {
  test('passes a Secret that a Certificate or an ExternalSecret writes, and one of the set', () => {
    const external =
      '{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: edge-client, namespace: gateways }, spec: {} }';
    const secret = '{ apiVersion: v1, kind: Secret, metadata: { name: edge-client, namespace: gateways } }';
    for (const writer of [certificate('edge-client'), external, secret]) {
      expect(verdictOf(secretNotProduced, documents(gateway(), writer))).toBe('pass');
    }
  });

  test('tells of a Secret that nothing writes', () => {
    expect(findingsOf(secretNotProduced, documents(gateway(), certificate('orders')))).toEqual([
      {
        ...PATH,
        message: 'Secret gateways/edge-client is written by nothing in the set: no Certificate, no ExternalSecret',
        fix: 'see that something outside the set writes it, or add a Certificate with that secretName',
      },
    ]);
  });

  test.each([['edge-cleint'], ['edge-client-tls'], ['edge']])('finds that %s is written instead', (name) => {
    for (const closedWorld of [false, true]) {
      expect(findingsOf(secretNotProduced, documents(gateway(), certificate(name)), { closedWorld })).toEqual([
        {
          ...PATH,
          severity: 'error',
          message: `Secret gateways/edge-client is written by nothing in the set, but Secret ${name} beside it is written and used by nothing`,
          fix: `write ${name} under the name edge-client, or refer to ${name}`,
        },
      ]);
    }
  });

  test.each([
    ['stands in another namespace', certificate('edge-client-tls', 'payments')],
    [
      'is another of a series',
      certificate('edge-2').concat('\n---\n', gateway('{ group: "", kind: Secret, name: edge-1 }')),
    ],
    [
      'is used by another Gateway',
      documents(
        certificate('edge-client-b'),
        gateway('{ group: "", kind: Secret, name: edge-client-b }').replace('name: edge,', 'name: other,'),
      ),
    ],
  ])('takes no Secret for the one that was meant which %s', (_what, yaml) => {
    const found = findingsOf(secretNotProduced, yaml.includes('edge-1') ? yaml : documents(gateway(), yaml));
    expect(found).toMatchObject([{ severity: 'info' }]);
  });

  test('leaves Secrets to references/missing-object in a set that is declared complete', () => {
    expect(verdictOf(secretNotProduced, gateway(), { closedWorld: true })).toBe('pass');
  });

  test('does not apply to roots, which may come from anywhere', () => {
    const yaml = documents(OTHER, policy({ ca: '{ group: "", kind: Secret, name: roots }' }));
    expect(verdictOf(secretNotProduced, yaml)).toBe(
      'not applicable: nothing refers to a Secret that has to be written',
    );
  });
});
