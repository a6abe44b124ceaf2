import { bcpParametersInvalid } from '../../../../src/checks/rules/kgateway/bcp-parameters-invalid';
import { findingsOf, verdictOf } from '../_rule';
import { tlsPolicy } from './_yaml';

const object = 'BackendConfigPolicy payments/ledger';
const withParameters = (parameters: string) => tlsPolicy(`{secretRef: {name: x}, parameters: ${parameters}}`);

test('a lowest version above the highest is found', () => {
  expect(findingsOf(bcpParametersInvalid, withParameters('{minVersion: "1.3", maxVersion: "1.2"}'))).toEqual([
    {
      severity: 'error',
      object,
      path: 'spec.tls.parameters.minVersion',
      message: 'minVersion 1.3 is above maxVersion 1.2, so no handshake can succeed',
      fix: 'set minVersion to 1.2 or lower, or raise maxVersion',
    },
  ]);
});

test.each([
  [
    '{cipherSuites: [ECDHE-RSA-AES128-GCM-SHA256, ECDHE-RSA-AES128-GCM-SHA265]}',
    'cipherSuites[1]',
    '"ECDHE-RSA-AES128-GCM-SHA265" is not among the names of a cipher suite that Envoy is known to take; it may refuse the whole configuration',
    'write ECDHE-RSA-AES128-GCM-SHA256',
  ],
  [
    '{ecdhCurves: [brainpool]}',
    'ecdhCurves[0]',
    '"brainpool" is not among the names of a curve that Envoy is known to take; it may refuse the whole configuration',
    'use a name of BoringSSL, such as X25519MLKEM768',
  ],
  [
    '{signatureAlgorithms: [RSA-PSS-RSAE-SHA256]}',
    'signatureAlgorithms[0]',
    '"RSA-PSS-RSAE-SHA256" is not among the names of a signature algorithm that Envoy is known to take; it may refuse the whole configuration',
    'write rsa_pss_rsae_sha256',
  ],
])('a name that Envoy is not known to take is found: %s', (parameters, field, message, fix) => {
  expect(findingsOf(bcpParametersInvalid, withParameters(parameters))).toEqual([
    { severity: 'warning', object, path: `spec.tls.parameters.${field}`, message, fix },
  ]);
});

test.each([
  '{minVersion: "1.2", maxVersion: "1.2"}',
  '{minVersion: AUTO, maxVersion: "1.2"}',
  '{minVersion: 7}',
  '{cipherSuites: ["[ECDHE-RSA-AES128-GCM-SHA256|ECDHE-RSA-CHACHA20-POLY1305]", "-ALL", 7]}',
])('%s passes', (parameters) => {
  expect(verdictOf(bcpParametersInvalid, withParameters(parameters))).toBe('pass');
});

test('a policy without parameters is not judged', () => {
  expect(verdictOf(bcpParametersInvalid, tlsPolicy('{secretRef: {name: x}}'))).toBe(
    'not applicable: there is no BackendConfigPolicy with spec.tls.parameters',
  );
});
