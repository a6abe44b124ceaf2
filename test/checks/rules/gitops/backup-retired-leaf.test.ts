import { backupRetiredLeaf } from '../../../../src/checks/rules/gitops/backup-retired-leaf';
import { createCa } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { named, policyOf, ROOT, rootsOf, SERVICE, yamlOf } from '../trust/_objects';

const OLD = createCa({ commonName: 'old', serialNumber: 95 });

function schedule(template: object, spec: object = {}): object {
  return {
    apiVersion: 'velero.io/v1',
    kind: 'Schedule',
    metadata: { name: 'daily', namespace: 'velero' },
    spec: { schedule: '0 2 * * *', template, ...spec },
  };
}

const BEFORE = { before: yamlOf(SERVICE, policyOf(), rootsOf(OLD.pem + ROOT.pem)) };
const RETIRED = [SERVICE, policyOf(), rootsOf(ROOT.pem)];

test.each<[string, object, string, object?]>([
  ['the default ttl', {}, '720h'],
  ['the certificates without the roots', { excludedResources: ['configmaps'] }, '720h'],
  ['these resources among others', { includedResources: ['pods', 'secrets'] }, '720h'],
  ['a ttl of its own', { ttl: '48h', includedNamespaces: ['payments'] }, '48h'],
  ['a ttl of zero, which Go cannot tell from nothing', { ttl: '0s' }, '720h'],
  ['no more of them to come', {}, '720h', { paused: true }],
])('finds backups with %s', (_name, template, ttl, spec = {}) => {
  expect(findingsOf(backupRetiredLeaf, yamlOf(...RETIRED, schedule(template, spec)), BEFORE)).toEqual([
    {
      severity: 'warning',
      object: 'Schedule velero/daily',
      path: 'spec.template.ttl',
      message: `backups live ${ttl} and hold what belongs to ${named('old', 95)}, which this change retires (ConfigMap payments/roots)`,
      fix: `do not restore backups from before this change, or keep the old root trusted for ${ttl} more`,
    },
  ]);
});

test.each([
  ['other namespaces', [...RETIRED, schedule({ includedNamespaces: ['shop'] })]],
  ['all but this namespace', [...RETIRED, schedule({ excludedNamespaces: ['payments'] })]],
  ['other resources', [...RETIRED, schedule({ includedResources: ['persistentvolumes', 'secrets.example.com'] })]],
  ['all but these resources', [...RETIRED, schedule({ excludedResources: ['Secrets', 'configmap'] })]],
  ['roots that stay', [SERVICE, policyOf(), rootsOf(ROOT.pem + OLD.pem), schedule({})]],
])('passes backups of %s', (_name, objects) => {
  expect(verdictOf(backupRetiredLeaf, yamlOf(...objects), BEFORE)).toBe('pass');
});

test('does not apply without a change or without backups', () => {
  expect(verdictOf(backupRetiredLeaf, yamlOf(...RETIRED, schedule({})))).toBe(
    'not applicable: there are no manifests that are to be replaced',
  );
  expect(verdictOf(backupRetiredLeaf, yamlOf(...RETIRED), BEFORE)).toBe(
    'not applicable: there is no Schedule of Velero whose backups are kept',
  );
});
