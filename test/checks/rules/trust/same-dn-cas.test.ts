import { sameDnCas } from '../../../../src/checks/rules/trust/same-dn-cas';
import { createCa, issue, testKey } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { LEAF, named, policyOf, ROOT, rootsOf, SERVES, SERVICE, secretOf, yamlOf } from './_objects';

const FIRST = createCa({ commonName: 'twin', key: testKey('first'), serialNumber: 81 });
const SECOND = createCa({ commonName: 'twin', key: testKey('second'), serialNumber: 82 });
const BARE = createCa({ commonName: 'twin', subjectKeyId: false, serialNumber: 83 });

function found(yaml: string): readonly string[] {
  return findingsOf(sameDnCas, yaml).map(({ message }) => message.replace(/ at line \d+ of the text/, ''));
}

test('finds two CAs of one name where one has no key identifier', () => {
  expect(found(yamlOf(SERVICE, policyOf(), rootsOf(FIRST.pem + BARE.pem)))).toEqual([
    `${named('twin', 83)} has the name of ${named('twin', 81)} and another key, and ${named('twin', 83)} has no subject key identifier: the order of the bundle decides`,
  ]);
});

test('finds two CAs of one name where a leaf does not say which one signed it', () => {
  const leaf = issue(SECOND, { authorityKeyId: false });
  expect(found(yamlOf(SERVICE, policyOf(), rootsOf(FIRST.pem + SECOND.pem), secretOf(leaf.pem, SERVES)))).toEqual([
    `${named('twin', 82)} has the name of ${named('twin', 81)} and another key, and certificates under that name have no authority key identifier: the order of the bundle decides`,
  ]);
});

test('looks at all roots of one verifier together, and says each pair once', () => {
  const refs = [{ name: 'roots' }, { name: 'more' }].map(({ name }) => ({ group: '', kind: 'ConfigMap', name }));
  const yaml = yamlOf(
    SERVICE,
    policyOf({ caCertificateRefs: refs }),
    rootsOf(FIRST.pem),
    rootsOf(BARE.pem, { name: 'more' }),
  );
  expect(found(yaml)).toHaveLength(1);
});

test.each([
  ['key identifiers on all sides', FIRST.pem + SECOND.pem],
  [
    'a renewal with the same key',
    FIRST.pem + createCa({ commonName: 'twin', key: testKey('first'), subjectKeyId: false }).pem,
  ],
  ['other names', FIRST.pem + ROOT.pem],
])('passes %s', (_name, text) => {
  expect(verdictOf(sameDnCas, yamlOf(SERVICE, policyOf(), rootsOf(text), secretOf(LEAF.pem)))).toBe('pass');
});

test('does not apply without trust anchors', () => {
  expect(verdictOf(sameDnCas, yamlOf(rootsOf(FIRST.pem + BARE.pem)))).toBe(
    'not applicable: the set holds no certificates of trust anchors',
  );
});
