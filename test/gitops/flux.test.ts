import { check } from '../../src/checks/check';
import { bundleHealth } from '../../src/gitops/bundle-health';
import { type FluxKustomizationOptions, fluxKustomization } from '../../src/gitops/flux';

const OPTIONS: FluxKustomizationOptions = {
  name: 'trust',
  namespace: 'flux-system',
  source: { name: 'platform' },
  path: './trust',
  dependsOn: [],
  checks: [bundleHealth],
  interval: '10m',
  prune: true,
};

test('a Kustomization waits for all that it applies', () => {
  expect(fluxKustomization(OPTIONS)).toEqual({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'trust', namespace: 'flux-system' },
    spec: {
      healthCheckExprs: [{ apiVersion: 'trust.cert-manager.io/v1alpha1', kind: 'Bundle', ...bundleHealth.cel }],
      interval: '10m',
      path: './trust',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'platform' },
      wait: true,
    },
  });
});

test('a Kustomization may depend on others, take from other sources, and give up in time', () => {
  const { spec } = fluxKustomization({
    ...OPTIONS,
    source: { kind: 'OCIRepository', name: 'platform', namespace: 'sources' },
    dependsOn: ['trust', 'issuers'],
    timeout: '5m',
  });

  expect(spec).toMatchObject({
    dependsOn: [{ name: 'trust' }, { name: 'issuers' }],
    sourceRef: { kind: 'OCIRepository', name: 'platform', namespace: 'sources' },
    timeout: '5m',
  });
});

test.each([
  ['keeps the contract', OPTIONS, []],
  ['with an interval that Flux cannot read breaks it', { ...OPTIONS, interval: '10 minutes' }, ['spec.interval']],
])('a Kustomization %s', (_, options, paths) => {
  const object = fluxKustomization(options);
  const key = { apiVersion: object.apiVersion, kind: object.kind, namespace: options.namespace, name: options.name };
  const { findings } = check({ manifests: [{ key, body: object }], problems: [] });

  expect(findings.map(({ path }) => path)).toEqual(paths);
});
