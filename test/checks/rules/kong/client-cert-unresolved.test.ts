import { clientCertUnresolved } from '../../../../src/checks/rules/kong/client-cert-unresolved';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, secret, service } from './_yaml';

const NAMING = service({ protocol: 'https', 'client-cert': 'edge-client' });
const ISSUE = 'issue the certificate into Secret payments/edge-client';

test.each([
  [
    'a name with a namespace',
    service({ 'client-cert': 'gateways/edge-client' }),
    {},
    '"gateways/edge-client" is not the name of a Secret; it is looked for in the namespace of the Service only',
    'give the name alone, of a Secret in namespace payments',
  ],
  [
    'a Secret of another namespace',
    NAMING + secret({}, {}, 'edge-client', 'gateways'),
    {},
    'Secret payments/edge-client is not there, and Secret gateways/edge-client is in another namespace',
    ISSUE,
  ],
  [
    'a Certificate of another namespace',
    NAMING + certificate('{}', 'edge-client', 'gateways'),
    {},
    'Secret payments/edge-client is not there, and Secret gateways/edge-client is in another namespace',
    ISSUE,
  ],
  ['no Secret in a complete set', NAMING, { closedWorld: true }, 'Secret payments/edge-client is not there', ISSUE],
  [
    'a Secret without a pair',
    NAMING + secret({ 'ca.crt': 'x' }),
    {},
    'Secret payments/edge-client has no tls.crt and no tls.key',
    'put the certificate and its key under tls.crt and tls.key of Secret payments/edge-client',
  ],
])('%s is found', (_name, yaml, options, what, fix) => {
  expect(findingsOf(clientCertUnresolved, yaml, options)).toEqual([
    {
      severity: 'error',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[konghq.com/client-cert]',
      message: `${what}; Kong goes on without a client certificate`,
      fix,
    },
  ]);
});

test.each([
  ['a Secret with a pair', NAMING + secret({ 'tls.crt': 'x', 'tls.key': 'x' })],
  ['the Secret of a Certificate', NAMING + certificate()],
  ['a Secret outside the set', NAMING],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(clientCertUnresolved, yaml)).toBe('pass');
});

test('a Service without client certificate is not judged', () => {
  expect(verdictOf(clientCertUnresolved, service({ protocol: 'https' }))).toBe(
    'not applicable: no Service names a client certificate by an annotation of Kong',
  );
});
