import { pathTooLong } from '../../../../src/checks/rules/trust/path-too-long';
import { createCa, crossSign, issueCa } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { LEAF, named, ROOT, rootsOf, secretOf, yamlOf } from './_objects';

const NARROW = createCa({ commonName: 'narrow', pathLength: 0, serialNumber: 51 });
const BELOW = issueCa(NARROW, { commonName: 'below', serialNumber: 52 });
const ISSUER = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  metadata: { name: 'ca', namespace: 'payments' },
  spec: { ca: { secretName: 'ledger-tls' } },
};

function lowerCa(isCA: boolean): object {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'lower-ca', namespace: 'payments' },
    spec: { secretName: 'lower-ca', commonName: 'lower', isCA, issuerRef: { name: 'ca' } },
  };
}

test('finds a CA below one that allows none', () => {
  expect(findingsOf(pathTooLong, yamlOf(rootsOf(NARROW.pem), secretOf(BELOW.pem)))).toEqual([
    {
      severity: 'error',
      object: 'Secret payments/ledger-tls',
      path: 'data[tls.crt]',
      message: `${named('below', 52)} is CA number 1 below ${named('narrow', 51)}, which allows 0 (pathLen)`,
      fix: 'issue it by another CA, or re-issue the upper one with a greater path length',
    },
  ]);
});

test('finds a CA that cert-manager is to issue below one that allows none', () => {
  expect(findingsOf(pathTooLong, yamlOf(secretOf(NARROW.pem), ISSUER, lowerCa(true)))).toEqual([
    {
      severity: 'error',
      object: 'Certificate payments/lower-ca',
      path: 'spec.isCA',
      message: `the issuer signs with ${named('narrow', 51)}, which allows no CA below it (pathLen 0)`,
      fix: 'issue it by another CA, or drop isCA',
    },
  ]);
});

test('passes as many CAs as are allowed, and a CA that another one signed too', () => {
  const one = createCa({ commonName: 'one', pathLength: 1 });
  expect(verdictOf(pathTooLong, yamlOf(rootsOf(one.pem + issueCa(one, { commonName: 'x' }).pem)))).toBe('pass');
  const crossed = crossSign(NARROW, ROOT);
  const yaml = yamlOf(rootsOf(ROOT.pem + crossed.pem), secretOf(issueCa(ROOT, { commonName: 'y', pathLength: 0 }).pem));
  expect(verdictOf(pathTooLong, yaml)).toBe('pass');
  expect(verdictOf(pathTooLong, yamlOf(secretOf(NARROW.pem), ISSUER, lowerCa(false)))).toBe('pass');
});

test('does not apply without the certificate of a CA', () => {
  expect(verdictOf(pathTooLong, yamlOf(secretOf(LEAF.pem)))).toBe(
    'not applicable: no manifest holds the certificate of a CA',
  );
});
