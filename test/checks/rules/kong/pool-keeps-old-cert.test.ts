import { poolKeepsOldCert } from '../../../../src/checks/rules/kong/pool-keeps-old-cert';
import { createCa, issue } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { secret, service } from './_yaml';

const CA = createCa();
const OLD = issue(CA, { commonName: 'edge' });
const NEW = issue(CA, { commonName: 'edge' });
const NAMING = service({ protocol: 'https', 'client-cert': 'edge-client' });
const before = NAMING + secret({ 'tls.crt': OLD.pem });

test('a client certificate that is renewed in place is found', () => {
  expect(findingsOf(poolKeepsOldCert, NAMING + secret({ 'tls.crt': NEW.pem }), { before })).toEqual([
    {
      severity: 'warning',
      object: 'Secret payments/edge-client',
      path: 'stringData[tls.crt]',
      message:
        'the client certificate of Service payments/ledger changes in Secret payments/edge-client; connections that Kong holds open go on presenting the old one, for 60 idle seconds or 10000 requests',
      fix: 'accept both certificates at the backend until then, or lower KONG_UPSTREAM_KEEPALIVE_MAX_REQUESTS and KONG_UPSTREAM_KEEPALIVE_IDLE_TIMEOUT first',
    },
  ]);
});

test('a client certificate that stays passes', () => {
  expect(verdictOf(poolKeepsOldCert, before, { before })).toBe('pass');
});

test.each([
  ['one state alone', before, undefined, 'the manifests that are to be replaced are not given'],
  [
    'a Secret that is new',
    NAMING + secret({ 'tls.crt': NEW.pem }, {}, 'edge-client'),
    NAMING,
    'no Secret that a Service names as its client certificate for Kong is in both sets',
  ],
])('%s is not judged', (_name, yaml, old, reason) => {
  expect(verdictOf(poolKeepsOldCert, yaml, { before: old })).toBe(`not applicable: ${reason}`);
});
