import { verifyDepthUnusable } from '../../../../src/checks/rules/kong/verify-depth-unusable';
import { createCa, issue, issueCa } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { gateway, KIC, kongGateway, policy, route, service } from './_yaml';

const fix = 'give a whole number from 0 to 64: the intermediates between the server certificate and its root';
const VERIFYING = { protocol: 'https', 'tls-verify': 'true' };

const ROOT = createCa({ commonName: 'root' });
const UPPER = issueCa(ROOT, { commonName: 'upper' });
const LOWER = issueCa(UPPER, { commonName: 'lower' });
const LEAF = issue(LOWER, { commonName: 'ledger' });

function served(...chain: readonly { readonly pem: string }[]): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: ledger-tls, namespace: payments, annotations: {upstream-tls.dev/serves: ledger}}
stringData: ${JSON.stringify({ 'tls.crt': chain.map(({ pem }) => pem).join('') })}
`;
}

test.each([
  ['two', 'konghq.com/tls-verify-depth is "two", no whole number, and is ignored'],
  ['65', 'konghq.com/tls-verify-depth is 65, and Kong takes 0 to 64'],
  ['-1', 'konghq.com/tls-verify-depth is -1, and Kong takes 0 to 64'],
])('the depth %s of a Service is found', (depth, message) => {
  expect(findingsOf(verifyDepthUnusable, service({ ...VERIFYING, 'tls-verify-depth': depth }))).toEqual([
    {
      severity: 'error',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[konghq.com/tls-verify-depth]',
      message,
      fix,
    },
  ]);
});

test('the option of a policy is found', () => {
  const yaml = gateway() + route() + policy('{hostname: a}', '{tls-verify-depth: deep}');
  expect(findingsOf(verifyDepthUnusable, yaml, { gateways: KIC })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.options.tls-verify-depth',
      message: 'option tls-verify-depth is "deep", no whole number, and is ignored',
      fix,
    },
  ]);
});

test.each(['3.9.1', '3.10.0.14', '3.11.0.20', '3.15.0.0'])(
  'a chain that is longer than the default of Kong Gateway %s is found',
  (tag) => {
    const yaml = service(VERIFYING) + served(LEAF, LOWER, UPPER, ROOT) + kongGateway(tag);
    expect(findingsOf(verifyDepthUnusable, yaml)).toEqual([
      {
        severity: 'warning',
        object: 'Service payments/ledger',
        path: 'metadata.annotations[konghq.com/tls-verify]',
        message:
          'the chain in Secret payments/ledger-tls has 2 intermediates, and Kong Gateway of the set allows 1 where konghq.com/tls-verify-depth is not set',
        fix: 'set konghq.com/tls-verify-depth: "2"',
      },
    ]);
  },
);

test.each([
  ['a whole number', service({ ...VERIFYING, 'tls-verify-depth': '3' })],
  ['a chain with one intermediate', service(VERIFYING) + served(LEAF, LOWER) + kongGateway('3.9.1')],
  ['a release with a deeper default', service(VERIFYING) + served(LEAF, LOWER, UPPER) + kongGateway('3.10.0.15')],
  ['a release that is not known', service(VERIFYING) + served(LEAF, LOWER, UPPER) + kongGateway('latest')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(verifyDepthUnusable, yaml)).toBe('pass');
});

test('a set without verification by Kong is not judged', () => {
  expect(verdictOf(verifyDepthUnusable, service({ protocol: 'https' }) + policy('{hostname: a}'))).toBe(
    'not applicable: no Service and no BackendTLSPolicy of Kong asks for verification',
  );
});
