import { btpRejected } from '../../../../src/checks/rules/kong/btp-rejected';
import { findingsOf, verdictOf } from '../_rule';
import { gateway, KIC, policy, route } from './_yaml';

const REF = '{group: "", kind: ConfigMap, name: root}';
const PLAIN = `{hostname: a, caCertificateRefs: [${REF}]}`;

test.each([
  [
    `{hostname: a, caCertificateRefs: [${REF}], subjectAltNames: [{type: Hostname, hostname: a}]}`,
    'spec.validation.subjectAltNames',
    'its subjectAltNames',
  ],
  [
    '{hostname: a, wellKnownCACertificates: System}',
    'spec.validation.wellKnownCACertificates',
    'its wellKnownCACertificates',
  ],
  [
    `{hostname: a, caCertificateRefs: [${REF}, {group: certificates.k8s.io, kind: ClusterTrustBundle, name: root}]}`,
    'spec.validation.caCertificateRefs[1]',
    'the CA in ClusterTrustBundle root',
  ],
  [
    '{hostname: a, wellKnownCACertificates: System, subjectAltNames: [{type: Hostname, hostname: a}]}',
    'spec.validation.subjectAltNames',
    'its subjectAltNames and its wellKnownCACertificates',
  ],
])('%s is found', (validation, path, what) => {
  expect(findingsOf(btpRejected, gateway() + route() + policy(validation), { gateways: KIC })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path,
      message: `Kong Ingress Controller 3.5.13 rejects the whole policy for ${what}; the annotations of the Service alone then decide, which without any is plaintext`,
      fix: 'keep hostname and caCertificateRefs to ConfigMaps or Secrets alone, or use another gateway',
    },
  ]);
});

test.each([
  ['hostname and ConfigMap', PLAIN, KIC],
  ['the group by the name core', PLAIN.replace('""', 'core'), KIC],
  [
    'a version that reads no policies',
    '{hostname: a, wellKnownCACertificates: System}',
    ['kong-ingress-controller@3.3'],
  ],
])('%s pass', (_name, validation, gateways) => {
  expect(verdictOf(btpRejected, gateway() + route() + policy(validation), { gateways })).toBe('pass');
});

test.each([
  [
    'a policy before another gateway',
    gateway('kgateway.dev/kgateway') + route(),
    KIC,
    'there is no BackendTLSPolicy on a Service that Kong reaches',
  ],
  [
    'a version that is not stated',
    gateway() + route(),
    [],
    'the version of the Kong controller is not stated or not known',
  ],
  [
    'a Service without routes, where not only Kong is stated',
    '',
    [...KIC, 'kgateway@2.4'],
    'there is no BackendTLSPolicy on a Service that Kong reaches',
  ],
])('%s is not judged', (_name, yaml, gateways, reason) => {
  expect(verdictOf(btpRejected, yaml + policy('{wellKnownCACertificates: System}'), { gateways })).toBe(
    `not applicable: ${reason}`,
  );
});
