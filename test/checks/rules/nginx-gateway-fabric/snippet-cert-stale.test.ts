import { snippetCertStale } from '../../../../src/checks/rules/nginx-gateway-fabric/snippet-cert-stale';
import { findingsOf, lineOf, verdictOf } from '../_rule';

function snippets(value: string, kind = 'SnippetsFilter'): string {
  return `apiVersion: gateway.nginx.org/v1alpha1
kind: ${kind}
metadata: {name: ledger, namespace: payments}
spec:
  snippets:
    - context: http.server.location
      value: ${value}
`;
}

const CERTIFICATE =
  'proxy_ssl_verify on; proxy_ssl_certificate /etc/edge/tls.crt; proxy_ssl_certificate_key /etc/edge/tls.key;';
const gateways = ['nginx-gateway-fabric@2.6.7'];
const found = { severity: 'warning', path: 'spec.snippets[0].value' };
const byReference = 'set spec.tls.backend.clientCertificateRef of the Gateway instead';
const byRestart = 'restart the NGINX pods whenever the file changes';

test.each([
  ['SnippetsFilter', CERTIFICATE, 'proxy_ssl_certificate', byReference],
  ['SnippetsPolicy', CERTIFICATE, 'proxy_ssl_certificate', byReference],
  ['SnippetsFilter', 'grpc_ssl_certificate /etc/edge/tls.crt;', 'grpc_ssl_certificate', byRestart],
  ['SnippetsFilter', 'proxy_ssl_trusted_certificate /ca.crt;', 'proxy_ssl_trusted_certificate', byRestart],
])('a %s with a certificate file is found: %s', (kind, value, directive, fix) => {
  expect(findingsOf(snippetCertStale, snippets(value, kind), { gateways })).toEqual([
    {
      ...found,
      object: `${kind} payments/ledger`,
      message: `${directive} names a file that NGINX Gateway Fabric 2.6.7 does not watch, so a renewed one is not read`,
      fix,
    },
  ]);
});

test('the finding is shown on the line of the snippet', () => {
  expect(lineOf(snippetCertStale, snippets(CERTIFICATE), { gateways })).toBe(7);
});

test('where a Gateway can present no certificate, only a restart helps', () => {
  expect(findingsOf(snippetCertStale, snippets(CERTIFICATE), { gateways: ['nginx-gateway-fabric@2.2'] })).toEqual([
    expect.objectContaining({ fix: byRestart }),
  ]);
});

test.each([
  [
    'a snippet without certificate',
    snippets('proxy_ssl_protocols TLSv1.3;'),
    gateways,
    'there is no snippet that names a certificate file',
  ],
  ['a version that is not stated', snippets(CERTIFICATE), [], 'the version of NGINX Gateway Fabric is not stated'],
  [
    'a version that was not read',
    snippets(CERTIFICATE),
    ['nginx-gateway-fabric@3.0'],
    'ccr of NGINX Gateway Fabric 3.0 is not known',
  ],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(snippetCertStale, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});
