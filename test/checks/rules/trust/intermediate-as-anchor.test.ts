import { CapabilityQuestions } from '../../../../src/checks/capability-questions';
import { intermediateAsAnchor } from '../../../../src/checks/rules/trust/intermediate-as-anchor';
import { readManifests } from '../../../../src/manifests/read-manifests';
import { findingsOf, verdictOf } from '../_rule';
import { run } from '../_run';
import { INTERMEDIATE, named, policyOf, ROOT, rootsOf, SERVICE, yamlOf } from './_objects';

const ALONE = yamlOf(SERVICE, policyOf(), rootsOf(INTERMEDIATE.pem));
const FIX = 'trust the root above "CN=root" instead, and have the peer send the intermediate';

test('finds an intermediate without its root, where it is not known who verifies', () => {
  expect(findingsOf(intermediateAsAnchor, ALONE)).toEqual([
    {
      severity: 'warning',
      object: 'ConfigMap payments/roots',
      path: 'data[ca.crt]',
      message: `${named('intermediate', 2)} is an intermediate, and its root is not among the trust anchors; OpenSSL refuses it, Envoy and Go do not`,
      fix: FIX,
    },
  ]);
});

test('passes where the gateway accepts it', () => {
  expect(verdictOf(intermediateAsAnchor, ALONE, { gateways: ['envoy-gateway@1.9'] })).toBe('pass');
});

test('passes an intermediate beside its root', () => {
  expect(verdictOf(intermediateAsAnchor, yamlOf(SERVICE, policyOf(), rootsOf(INTERMEDIATE.pem + ROOT.pem)))).toBe(
    'pass',
  );
});

test('does not judge what is not all in the set', () => {
  const refs = ['roots', 'elsewhere'].map((name) => ({ group: '', kind: 'ConfigMap', name }));
  const yaml = yamlOf(SERVICE, policyOf({ caCertificateRefs: refs }), rootsOf(INTERMEDIATE.pem));
  expect(verdictOf(intermediateAsAnchor, yaml)).toBe('pass');
});

test('does not apply without trust anchors', () => {
  expect(verdictOf(intermediateAsAnchor, yamlOf(rootsOf(INTERMEDIATE.pem)))).toBe(
    'not applicable: the set holds no certificates of trust anchors',
  );
});

test('is an error where the gateway refuses it', () => {
  // No table says so of any gateway yet: OpenSSL does, but how each gateway sets it up is not established.
  const questions = new CapabilityQuestions([]);
  jest.spyOn(questions, 'ask').mockReturnValue('refused');
  const { manifests } = readManifests([{ file: 'set.yaml', content: ALONE }]);
  const gateways = [{ name: 'kgateway', version: '2.4' }];
  expect(run(intermediateAsAnchor, { manifests, problems: [] }, { questions, gateways })).toEqual([
    `(error) roots data[ca.crt]: ${named('intermediate', 2)} is an intermediate, and its root is not among the trust anchors; this gateway refuses it -> ${FIX}`,
  ]);
});
