import fc from 'fast-check';
import { GITOPS_RULES } from '../../../../src/checks/rules/gitops';
import { LICENSE_RULES } from '../../../../src/checks/rules/license';
import { MONITORING_RULES } from '../../../../src/checks/rules/monitoring';
import { PLUGINS_RULES } from '../../../../src/checks/rules/plugins';
import { TRUST_RULES } from '../../../../src/checks/rules/trust';
import type { JsonObject, JsonValue } from '../../../../src/manifests/manifest';
import { readManifests } from '../../../../src/manifests/read-manifests';
import { manifestOf } from '../../_manifests';
import { run } from '../_run';
import { controllerYaml, LICENSING, licenseText } from '../license/_yaml';
import { alertsYaml } from '../monitoring/_yaml';
import { nodeYaml, pluginYaml } from '../plugins/_yaml';
import { INTERMEDIATE, LEAF, policyOf, ROOT, rootsOf, SERVES, SERVICE, secretOf, yamlOf } from './_objects';

const RULES = [...TRUST_RULES, ...GITOPS_RULES, ...LICENSE_RULES, ...MONITORING_RULES, ...PLUGINS_RULES];

const OBJECTS: readonly JsonObject[] = readManifests([
  {
    file: 'set.yaml',
    content: [
      yamlOf(SERVICE, policyOf(), rootsOf(ROOT.pem + INTERMEDIATE.pem), secretOf(LEAF.pem, SERVES)),
      yamlOf({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'konnect-license-1', namespace: 'kong' },
        stringData: { payload: licenseText('2026-01-01') },
      }),
      controllerYaml(LICENSING),
      nodeYaml('bundled,stamp'),
      pluginYaml('mtls-auth', 'config: { ca_certificates: ["x"] }'),
      alertsYaml('certmanager_certificate_expiration_timestamp_seconds - time() < 1'),
      yamlOf(
        { apiVersion: 'velero.io/v1', kind: 'Schedule', metadata: { name: 's' }, spec: { template: { ttl: '1h' } } },
        {
          apiVersion: 'external-secrets.io/v1',
          kind: 'ExternalSecret',
          metadata: { name: 'roots', namespace: 'payments' },
          spec: { data: [{ secretKey: 'ca.crt', remoteRef: { key: 'k' } }] },
        },
        {
          apiVersion: 'trust.cert-manager.io/v1alpha1',
          kind: 'Bundle',
          metadata: { name: 'roots', annotations: { 'argocd.argoproj.io/sync-wave': '1' } },
          spec: { sources: [{ inLine: ROOT.pem }], target: { configMap: { key: 'ca.crt' } } },
        },
      ),
    ].join('---\n'),
  },
]).manifests.map(({ body }) => body);

const BEFORE = { manifests: OBJECTS.map((body) => manifestOf(body)), problems: [] };

const JUNK: readonly JsonValue[] = [
  null,
  0,
  -1,
  true,
  '',
  'x',
  '__proto__',
  [],
  [null],
  {},
  { name: 1 },
  [[]],
  ['a', 0, {}],
];

/** The object with one of its fields replaced: the numbers lead the way down. */
function withJunk(value: JsonValue, way: readonly number[], junk: JsonValue): JsonValue {
  const [step = 0, ...rest] = way;
  if (way.length === 0 || typeof value !== 'object' || value === null) {
    return junk;
  }
  const keys = Object.keys(value);
  const key = keys[step % Math.max(keys.length, 1)];
  if (key === undefined) {
    return junk;
  }
  const child = (value as Readonly<Record<string, JsonValue>>)[key] ?? null;
  const replaced = withJunk(child, rest, junk);
  return Array.isArray(value)
    ? value.map((item, index) => (String(index) === key ? replaced : item))
    : { ...(value as JsonObject), [key]: replaced };
}

test('the rules of these topics judge objects with fields of any type without an error', () => {
  const change = fc.record({
    object: fc.nat(OBJECTS.length - 1),
    way: fc.array(fc.nat(6), { minLength: 1, maxLength: 8 }),
    junk: fc.constantFrom(...JUNK),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const bodies = changes.reduce<readonly JsonObject[]>((all, { object, way, junk }) => {
        return all.map((body, index) => {
          const changed = index === object ? withJunk(body, way, junk) : body;
          return { ...(changed as JsonObject), apiVersion: body.apiVersion, kind: body.kind };
        });
      }, OBJECTS);
      // What the reader refuses never comes before a rule.
      const { manifests } = readManifests([{ file: 'set.yaml', content: yamlOf(...bodies) }]);
      for (const rule of RULES) {
        run(rule, { manifests, problems: [] }, { now: new Date('2026-03-01T00:00:00Z'), before: BEFORE });
      }
    }),
    { numRuns: 40 },
  );
});
