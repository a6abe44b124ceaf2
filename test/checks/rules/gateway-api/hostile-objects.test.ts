import fc from 'fast-check';
import { CapabilityQuestions } from '../../../../src/checks/capability-questions';
import { GATEWAY_API_RULES } from '../../../../src/checks/rules/gateway-api';
import { readManifests } from '../../../../src/manifests/read-manifests';
import { run } from '../_run';

const KINDS = [
  ['gateway.networking.k8s.io/v1', 'BackendTLSPolicy'],
  ['gateway.networking.k8s.io/v1', 'Gateway'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ['v1', 'Service'],
  ['gateway.kgateway.dev/v1alpha1', 'BackendConfigPolicy'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
] as const;

const NAMES = [
  'targetRefs',
  'validation',
  'caCertificateRefs',
  'subjectAltNames',
  'hostname',
  'options',
  'tls',
  'backend',
  'clientCertificateRef',
  'rules',
  'backendRefs',
  'parentRefs',
  'ports',
  'group',
  'kind',
  'name',
  'port',
  'type',
  'uri',
  'sectionName',
];

/** Values with the field names of these kinds in the wrong places, and of the wrong types. */
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, 7, '', 'ledger', 'Service', 'core', 'URI', 'spiffe://', '*.'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES, '__proto__'), tie('value'), { maxKeys: 6 }),
  ),
}));

test('no rule throws, whatever the objects hold', () => {
  const objects = fc.array(fc.record({ kind: fc.constantFrom(...KINDS), spec: anything }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(objects, (list) => {
      const files = list.map(({ kind: [apiVersion, kind], spec }, index) => ({
        file: `${index}.json`,
        content: JSON.stringify({ apiVersion, kind, metadata: { name: 'ledger', namespace: 'payments' }, spec }),
      }));
      const set = readManifests(files);
      const gateways = [
        { name: 'kgateway', version: '2.2' },
        { name: 'kong-operator', version: '2.2' },
      ];
      const questions = new CapabilityQuestions(gateways);
      return GATEWAY_API_RULES.every((rule) => run(rule, set, { gateways, questions }) !== undefined);
    }),
    { numRuns: 300 },
  );
});
