import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StructuralSchema } from '../../src/checks/schema/structural-schema';
import { BUILT_IN_GROUPS, CONTRACTS, type Contract, type CustomResourceDefinition, nodesOf, parseCrd } from './_crd';
import { schemaDifferences } from './_schema-differences';

const REFERENCE = process.env.UPSTREAM_TLS_REFERENCE_CRDS;

/** Folders of the reference by group; the first one that has a kind and version is what its contract must equal. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'gateway.networking.k8s.io': ['gateway-api/standard', 'gateway-api/experimental'],
  'cert-manager.io': ['cert-manager'],
  'trust.cert-manager.io': ['trust-manager'],
  'gateway.kgateway.dev': ['kgateway'],
  'gateway.envoyproxy.io': ['envoy-gateway'],
  'configuration.konghq.com': ['kong/kic', 'kong/kong-operator'],
  'gateway-operator.konghq.com': ['kong/kong-operator'],
  'agentgateway.dev': ['agentgateway'],
  'apisix.apache.org': ['apisix'],
  'gloo.solo.io': ['gloo'],
  'getambassador.io': ['emissary'],
  'networking.istio.io': ['istio'],
  'traefik.io': ['traefik'],
  'projectcontour.io': ['contour'],
  'external-secrets.io': ['external-secrets'],
  'monitoring.coreos.com': ['prometheus-operator'],
};

/** References whose file name is not `<group>_<plural>.yaml`. */
const FILES: Readonly<Record<string, string>> = { 'gloo.solo.io/upstreams': 'gloo.solo.io_v1_Upstream.yaml' };

/** Contracts of kinds whose CRD is not published, or not among the references. */
const WITHOUT_REFERENCE: readonly string[] = [
  'alb.networking.azure.io/backendtlspolicies.yaml',
  'bitnami.com/sealedsecrets.yaml',
  'kustomize.toolkit.fluxcd.io/kustomizations.yaml',
  'velero.io/schedules.yaml',
];

/** Kong Ingress Controller keeps consumers in the namespace of their control plane. */
const NO_NAMESPACE =
  'rule {"rule":"(!has(self.spec) || !has(self.spec.controlPlaneRef) || !has(self.spec.controlPlaneRef.konnectNamespacedRef)) ? true : !has(self.spec.controlPlaneRef.konnectNamespacedRef.__namespace__)"} is missing';
const NO_LIMIT = 'Kong Ingress Controller has no limit; one contract serves both products';

/** Where a contract differs on purpose. An entry that no longer applies fails the test. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'kong/kic KongPlugin v1 tags: is not in the reference': 'Kong Operator has it; one contract serves both products',
  'kong/kic KongClusterPlugin v1 tags: is not in the reference':
    'Kong Operator has it; one contract serves both products',
  [`kong/kic KongConsumer v1 : ${NO_NAMESPACE}`]: 'Kong Operator allows it; one contract serves both products',
  [`kong/kic KongConsumerGroup v1beta1 : ${NO_NAMESPACE}`]:
    'Kong Operator allows it (Kong/kong-operator#2943); one contract serves both products',
  'kong/kong-operator KongConsumer v1 custom_id: maxLength is absent, reference 128': NO_LIMIT,
  'kong/kong-operator KongConsumer v1 custom_id: pattern is absent, reference "^[0-9a-zA-Z.\\\\-_~\\\\(\\\\)#%@|+\\\\[\\\\]]*(?: [0-9a-zA-Z.\\\\-_~\\\\(\\\\)#%@|+\\\\[\\\\]]+)*$"':
    NO_LIMIT,
  'kong/kong-operator KongConsumer v1 username: maxLength is absent, reference 128': NO_LIMIT,
  'kong/kong-operator KongConsumer v1 username: pattern is absent, reference "^[\\\\p{L}\\\\p{N}.\\\\-_~+@/\\\\[\\\\]]*(?: [\\\\p{L}\\\\p{N}.\\\\-_~+@/\\\\[\\\\]]+)*$"':
    NO_LIMIT,
  'kong/kong-operator KongUpstreamPolicy v1beta1 spec.healthchecks.threshold: maximum is absent, reference 100':
    NO_LIMIT,
  'kong/kong-operator KongUpstreamPolicy v1beta1 spec.healthchecks.threshold: minimum is absent, reference 0': NO_LIMIT,
};

interface Pair {
  readonly folder: string;
  readonly contract: Contract;
  readonly reference: CustomResourceDefinition;
}

function pairsIn(root: string, contract: Contract): readonly Pair[] {
  const { group, names } = contract.crd.spec;
  return (FOLDERS[group] ?? []).flatMap((folder) => {
    const file = join(root, folder, FILES[`${group}/${names.plural}`] ?? `${group}_${names.plural}.yaml`);
    return existsSync(file) ? [{ folder, contract, reference: parseCrd(readFileSync(file, 'utf8'), file) }] : [];
  });
}

/** Both Kong products are held against the contract; of the Gateway API channels the standard one, where it has the kind. */
function comparedPairs(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(({ folder }, index) => index === 0 || folder.startsWith('kong/'));
}

function pairDifferences({ folder, contract, reference }: Pair): readonly string[] {
  const kind = contract.crd.spec.names.kind;
  return contract.crd.spec.versions.flatMap((version) => {
    const theirs = reference.spec.versions.find(({ name }) => name === version.name);
    return theirs === undefined
      ? [`${folder} ${kind} ${version.name}: is not in the reference`]
      : schemaDifferences(version.schema.openAPIV3Schema, theirs.schema.openAPIV3Schema).map(
          (difference) => `${folder} ${kind} ${version.name} ${difference}`,
        );
  });
}

/** Every description and message of a reference, as lower-case words. */
function textsOf({ spec }: CustomResourceDefinition): readonly string[] {
  return spec.versions.flatMap(({ schema }) => schemaTexts(schema.openAPIV3Schema));
}

function schemaTexts(schema: StructuralSchema): readonly string[] {
  return nodesOf(schema).flatMap((node) => [
    ...((node.schema as { readonly description?: string }).description === undefined
      ? []
      : [wordsOf((node.schema as { readonly description?: string }).description ?? '')]),
    ...(node.schema['x-kubernetes-validations'] ?? []).map(({ message = '' }) => wordsOf(message)),
  ]);
}

function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join(' ');
}

function runsOf(words: string, length: number): readonly string[] {
  const list = words.split(' ');
  return list
    .slice(0, Math.max(0, list.length - length + 1))
    .map((_, index) => list.slice(index, index + length).join(' '));
}

if (REFERENCE === undefined) {
  describe.skip('the contracts and the reference CRDs (skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set)', () => {
    test('agree', () => undefined);
  });
} else {
  const contracts = CONTRACTS.filter(
    ({ file, crd }) => !BUILT_IN_GROUPS.includes(crd.spec.group) && !WITHOUT_REFERENCE.includes(file),
  );
  const pairs = contracts.flatMap((contract) => pairsIn(REFERENCE, contract));

  describe('the contracts and the reference CRDs', () => {
    test('are there in pairs', () => {
      const paired = new Set(pairs.map(({ contract }) => contract.file));
      expect(contracts.map(({ file }) => file).filter((file) => !paired.has(file))).toEqual([]);
    });

    test('agree in every field, type, limit, default, list type and rule that a contract states', () => {
      const differences = contracts.flatMap((contract) =>
        comparedPairs(pairs.filter((pair) => pair.contract === contract)).flatMap(pairDifferences),
      );
      expect(differences.sort()).toEqual(Object.keys(EXCEPTIONS).sort());
    });

    test('agree in scope and names', () => {
      for (const { contract, reference } of pairs) {
        const { categories: _, ...names } = reference.spec.names as { readonly categories?: unknown };
        expect({ scope: contract.crd.spec.scope, names: contract.crd.spec.names }).toEqual({
          scope: reference.spec.scope,
          names,
        });
      }
    });

    test('agree in the versions: each is there, served where one channel or product serves it', () => {
      for (const contract of contracts) {
        const references = pairs
          .filter((pair) => pair.contract === contract)
          .flatMap(({ reference }) => reference.spec.versions);
        const names = [...new Set(references.map(({ name }) => name))].sort();
        const expected = names.map((name) => ({
          name,
          served: references.some((version) => version.name === name && version.served),
        }));
        const stated = contract.crd.spec.versions.map(({ name, served }) => ({ name, served }));
        expect({ file: contract.file, versions: stated.sort((a, b) => (a.name < b.name ? -1 : 1)) }).toEqual({
          file: contract.file,
          versions: expected,
        });
      }
    });

    test('share no description or message, and no run of eight words', () => {
      for (const { contract, reference } of pairs) {
        const theirs = textsOf(reference);
        const whole = new Set(theirs);
        const runs = new Set(theirs.flatMap((words) => runsOf(words, 8)));
        const shared = textsOf(contract.crd).filter(
          (words) => whole.has(words) || runsOf(words, 8).some((run) => runs.has(run)),
        );
        expect({ file: contract.file, shared: [...new Set(shared)] }).toEqual({ file: contract.file, shared: [] });
      }
    });
  });
}

describe('schemaDifferences', () => {
  const base: StructuralSchema = {
    type: 'object',
    properties: { spec: { type: 'object', properties: { a: { type: 'string' } } } },
  };
  const withField = (field: StructuralSchema): StructuralSchema => ({
    ...base,
    properties: { spec: { type: 'object', properties: { a: field } } },
  });

  test.each<[string, StructuralSchema, string]>([
    ['another type', { type: 'integer' }, 'spec.a: type is "integer", reference "string"'],
    ['a limit too many', { type: 'string', maxLength: 3 }, 'spec.a: maxLength is 3, reference absent'],
    ['a default too many', { type: 'string', default: '' }, 'spec.a: default is "", reference absent'],
    [
      'a rule too many',
      { type: 'string', 'x-kubernetes-validations': [{ rule: 'true' }] },
      'spec.a: rule {"rule":"true"} is not in the reference',
    ],
    [
      'an open node',
      { type: 'string', 'x-kubernetes-preserve-unknown-fields': true, pattern: 'x' },
      'spec.a: pattern is "x"',
    ],
  ])('finds %s', (_, field, expected) => {
    expect(schemaDifferences(withField(field), base)).toEqual([expect.stringContaining(expected)]);
  });

  test('finds a field that only one side has', () => {
    const empty: StructuralSchema = { type: 'object', properties: { spec: { type: 'object' } } };
    expect(schemaDifferences(base, empty)).toEqual(['spec.a: is not in the reference']);
    expect(schemaDifferences(empty, base)).toEqual(['spec.a: is missing']);
  });

  test('lets an open node leave out what the reference states', () => {
    const open: StructuralSchema = {
      type: 'object',
      properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    };
    expect(schemaDifferences(open, base)).toEqual([]);
  });

  test('takes rules for equal that differ in white space and message only', () => {
    const rule = (text: string, message: string): StructuralSchema => ({
      type: 'object',
      'x-kubernetes-validations': [{ rule: text, message }],
    });
    expect(
      schemaDifferences(rule('has(self.a) &&\n  has(self.b)', 'x'), rule('has(self.a) && has(self.b)', 'y')),
    ).toEqual([]);
    expect(schemaDifferences(rule('has(self.a)', 'x'), rule('has(self.b)', 'x'))).toEqual([
      ': rule {"rule":"has(self.a)"} is not in the reference',
      ': rule {"rule":"has(self.b)"} is missing',
    ]);
  });
});
